/* Enter and the arrows walk a column; what belongs to the field stays with it. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { beside, neighbour, nextColumn, sideStepOf, stepOf } from "../static/js/grid/walking.js";
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

test("the next field of a column lies past group heads and fields that cannot be typed in", () => {
  const [a, b, c, d] = [new Field(), new Field({ disabled: true }), new Field({ readOnly: true }), new Field()];
  const table = tableOf([null, a], [2], [null, b], [null, c], [null, d]);
  assert.equal(neighbour(table, a, 1), d);
  assert.equal(neighbour(table, d, -1), a);
  assert.equal(neighbour(table, d, 1), undefined);
});

test("the arrows leave a text at the end to which they point", () => {
  const at = (selectionStart, selectionEnd = selectionStart) => new Field({ value: "123", selectionStart, selectionEnd });
  assert.deepEqual([at(3), at(1), at(0, 3)].map((field) => sideStepOf(key("ArrowRight"), field)), [1, 0, 1]);
  assert.deepEqual([at(0), at(1), at(0, 3)].map((field) => sideStepOf(key("ArrowLeft"), field)), [-1, 0, -1]);
  assert.equal(sideStepOf(key("ArrowLeft"), select(["", ""])), 0);
});

test("beside a cell stands the next that can be typed in, also in the next row", () => {
  const [a, b, c] = [new Field(), new Field({ readOnly: true }), new Field()];
  const table = tableOf([null, a, b], [3], [null, c, null]);
  assert.equal(beside(table, a, 1), c);
  assert.equal(beside(table, a, -1), undefined);
});

test("from the foot of a column Enter goes to the head of the next", () => {
  const [a, b, c] = [new Field(), new Field(), new Field()];
  const table = tableOf([null, a, b], [null, c, null]);
  assert.equal(nextColumn(table, c), b);
  assert.equal(nextColumn(table, b), undefined);
});
