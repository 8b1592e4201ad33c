/* Excel's clipboard text, read as Excel wrote it. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { isOneCell, parseBlock, quotedCell } from "../static/js/grid/block.js";

const READ = [
  ["", [[""]]],
  ["12", [["12"]]],
  ["12\r\n", [["12"]]],
  ["１２\t34\r\n5\t6\r\n", [["１２", "34"], ["5", "6"]]],
  ["1\t\t3", [["1", "", "3"]]],
  ["1\t", [["1", ""]]],
  ["1\n\n2", [["1"], [""], ["2"]]],
  ["1\n\n", [["1"], [""]]],
  ["1\r2", [["1"], ["2"]]],
  ['"两行\n说明"\t7', [["两行\n说明", "7"]]],
  ['"一\t二"', [["一\t二"]]],
  ['"他说""好"""', [['他说"好"']]],
  ['""', [[""]]],
  ['""\t2', [["", "2"]]],
  ['5"管\t2', [['5"管', "2"]]],
  ['"三"米"\t2', [['三米"', "2"]]],
  ['"没有收口\t2\n3', [["没有收口\t2\n3"]]],
];

for (const [text, rows] of READ) {
  test(`the block ${JSON.stringify(text)} is read`, () => {
    assert.deepEqual(parseBlock(text), rows);
  });
}

test("one cell is told from a row and from a column", () => {
  assert.deepEqual([[["1"]], [["1", "2"]], [["1"], ["2"]]].map(isOneCell), [true, false, false]);
});

test("a single cell that Excel quoted for its line break comes without the quotes", () => {
  const text = '"主体\n施工"\r\n';
  assert.equal(quotedCell(text, parseBlock(text)), "主体\n施工");
});

test("quotes that the writer set around one line stay his own", () => {
  const text = '"示范"';
  assert.equal(quotedCell(text, parseBlock(text)), null);
});

test("of several cells none is the quoted one", () => {
  const text = '"主体\n施工"\t7';
  assert.equal(quotedCell(text, parseBlock(text)), null);
});
