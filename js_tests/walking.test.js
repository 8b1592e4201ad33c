/* Enter and the arrows walk a column; what belongs to the field stays with it. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { neighbour, stepOf } from "../static/js/grid/walking.js";
import { Field, select, tableOf } from "./table.js";

const key = (name, shiftKey = false) => ({ key: name, shiftKey });

test("Enter goes down, with shift up; the arrows as they point", () => {
  const keys = [key("Enter"), key("Enter", true), key("ArrowDown"), key("ArrowUp"), key("a")];
  assert.deepEqual(keys.map((each) => stepOf(each, new Field())), [1, -1, 1, -1, 0]);
});

test("the arrows choose in a select and mark with shift", () => {
  assert.deepEqual([stepOf(key("ArrowDown"), select(["", ""])), stepOf(key("ArrowUp", true), new Field())], [0, 0]);
});

test("keys with control, command or alt are the browser's", () => {
  const keys = ["ctrlKey", "metaKey", "altKey"].map((held) => ({ key: "Enter", [held]: true }));
  assert.deepEqual(keys.map((each) => stepOf(each, new Field())), [0, 0, 0]);
});

test("the arrows walk the lines of a text before they leave it", () => {
  const text = { tagName: "TEXTAREA", value: "一\n二\n三" };
  const at = (place) => new Field({ ...text, selectionStart: place, selectionEnd: place });
  assert.deepEqual([0, 2, 5].map((place) => stepOf(key("ArrowDown"), at(place))), [0, 0, 1]);
  assert.deepEqual([0, 2, 5].map((place) => stepOf(key("ArrowUp"), at(place))), [-1, 0, 0]);
});

test("the next field of a column lies past group heads and fields that are disabled", () => {
  const [a, b, c] = [new Field(), new Field({ disabled: true }), new Field({ readOnly: true })];
  const table = tableOf([null, a], [2], [null, b], [null, c]);
  assert.equal(neighbour(table, a, 1), c);
  assert.equal(neighbour(table, c, -1), a);
  assert.equal(neighbour(table, c, 1), undefined);
});
