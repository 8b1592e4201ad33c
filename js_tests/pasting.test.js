/* A block spreads over the rows that have a field in its first column. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { pasteAt, pastedWords } from "../static/js/grid/pasting.js";
import { Field, tableOf } from "./table.js";

function sheet() {
  const [a, b, c, d] = [new Field({ value: "1" }), new Field(), new Field({ readOnly: true, value: "2" }), new Field()];
  return { fields: [a, b, c, d], table: tableOf([null, a, b], [3], [null, c, d]) };
}

function values(fields) {
  return fields.map((field) => field.value);
}

test("a block fills the cells that can be typed in, past the heads of groups", () => {
  const { fields, table } = sheet();
  const { filled, homeless } = pasteAt(table, fields[0], [["7", "8"], ["9", "10"]]);
  assert.deepEqual(values(fields), ["7", "8", "2", "10"]);
  assert.deepEqual([filled.length, homeless], [3, 1]);
});

test("what was filled is kept with what stood there before", () => {
  const { fields, table } = sheet();
  const { filled } = pasteAt(table, fields[0], [["7", "8"]]);
  assert.deepEqual(filled, [[fields[0], "1"], [fields[1], ""]]);
});

test("text beyond the table found no place, an empty cell needs none", () => {
  const { fields, table } = sheet();
  const { homeless } = pasteAt(table, fields[1], [["7", "8", ""], [" ", ""], ["9"]]);
  assert.deepEqual([homeless, values(fields)], [2, ["1", "7", "2", ""]]);
});

test("a paste begins at the row of its field", () => {
  const { fields, table } = sheet();
  pasteAt(table, fields[3], [["7"]]);
  assert.deepEqual(values(fields), ["1", "", "2", "7"]);
});

test("the words after a paste say how many found no place", () => {
  assert.equal(pastedWords(9, 0), "已粘贴 9 格；Ctrl+Z 撤销，尚未保存");
  assert.equal(pastedWords(5, 3), "已粘贴 5 格，另有 3 格不能填入（只读或超出表格）；Ctrl+Z 撤销，尚未保存");
});
