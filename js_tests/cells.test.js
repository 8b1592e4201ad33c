/* Columns are counted with colspans; a row without a field in a column is no stop of it. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { canType, cellAt, columnOf, rowsWithField } from "../static/js/grid/cells.js";
import { Field, tableOf } from "./table.js";

test("a cell is found by the column in which it begins", () => {
  const [row] = tableOf([null, 2, null]).rows;
  assert.deepEqual([0, 1, 2, 3, 4].map((at) => row.cells.indexOf(cellAt(row, at))), [0, 1, -1, 2, -1]);
});

test("the column of a cell counts what stands before it", () => {
  const [row] = tableOf([null, 2, null]).rows;
  assert.deepEqual(row.cells.map(columnOf), [0, 1, 3]);
});

test("rows that are hidden or have no field in the column are passed over", () => {
  const { rows } = tableOf([null, new Field()], [3], [null, null], [null, new Field()], [null, new Field()]);
  rows[3].hidden = true;
  assert.deepEqual(rowsWithField(rows, 1).map((row) => rows.indexOf(row)), [0, 4]);
});

test("a field that is read-only, disabled or not there takes no typing", () => {
  const fields = [new Field(), new Field({ readOnly: true }), new Field({ disabled: true }), null];
  assert.deepEqual(fields.map(canType), [true, false, false, false]);
});
