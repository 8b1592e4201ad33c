/* Spreads a block over the table. Cells that cannot be typed in swallow their value, and what found no place is
   counted. */

import { bodyRows, canType, cellAt, cellOf, columnOf, fieldOf, rowsWithField } from "./cells.js";
import { put } from "./values.js";

/* [field, text] for each cell of the block, its first cell at the column of the first row; the field is null beyond
   the table. */
export function placesOf(block, rows, column) {
  return block.flatMap((values, down) =>
    values.map((text, right) => [rows[down] ? fieldOf(cellAt(rows[down], column + right)) : null, text])
  );
}

/* What was filled, as [field, value before], and how many texts found no place. */
export function fill(places) {
  const filled = [];
  let homeless = 0;
  places.forEach(([field, text]) => {
    const before = field ? field.value : "";
    if (canType(field) && put(field, text)) {
      filled.push([field, before]);
    } else if (text.trim() !== "") {
      homeless += 1;
    }
  });
  return { filled, homeless };
}

export function pasteAt(table, field, block) {
  const cell = cellOf(field);
  const column = columnOf(cell);
  const all = bodyRows(table);
  const rows = rowsWithField(all.slice(all.indexOf(cell.parentNode)), column);
  return fill(placesOf(block, rows, column));
}

export function pastedWords(filled, homeless) {
  const lost = homeless ? `，另有 ${homeless} 格不能填入（只读或超出表格）` : "";
  return `已粘贴 ${filled} 格${lost}；Ctrl+Z 撤销，尚未保存`;
}
