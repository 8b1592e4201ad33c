import assert from "node:assert/strict";
import test from "node:test";

import { COPIED, copyWords, SELECTED } from "../static/js/page/copying.js";

function box() {
  const done = [];
  return { done, focus: () => done.push("focus"), select: () => done.push("select") };
}

test("the text is copied, or left selected where the browser copies nothing", () => {
  const one = box();
  assert.equal(copyWords(one, () => true), COPIED);
  assert.deepEqual(one.done, ["focus", "select"]);
  assert.equal(copyWords(box(), () => false), SELECTED);
  assert.equal(
    copyWords(box(), () => {
      throw new Error("refused");
    }),
    SELECTED
  );
});
