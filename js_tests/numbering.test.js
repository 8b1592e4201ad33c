import assert from "node:assert/strict";
import test from "node:test";

import { number } from "../static/js/page/numbering.js";

function linesOf(...words) {
  const children = words.map((textContent) => ({ textContent }));
  return {
    children,
    get lastElementChild() {
      return { remove: () => children.pop() };
    },
    appendChild(line) {
      children.push(line);
      return line;
    },
    words: () => children.map((each) => each.textContent),
  };
}

test("the lines under a box are those of its text, more or fewer than before", () => {
  const lines = linesOf("甲", "乙");
  number(lines, "甲\n\n丙", () => ({ textContent: "" }));
  assert.deepEqual(lines.words(), ["甲", "", "丙"]);
  number(lines, "丙", () => ({ textContent: "" }));
  assert.deepEqual(lines.words(), ["丙"]);
});
