/* Up and down a column by the keys. */

import { bodyRows, cellAt, cellOf, columnOf, fieldOf, rowsWithField } from "./cells.js";

/* Whether an up or down key still has lines to walk inside a text of several lines. */
function walksInside(field, step) {
  if (field.tagName !== "TEXTAREA") {
    return false;
  }
  const beyond = step < 0 ? field.value.slice(0, field.selectionStart) : field.value.slice(field.selectionEnd);
  return beyond.includes("\n");
}

/* How many rows a key leads on from the field: −1, 1, or 0 where the key belongs to the field or the browser. */
export function stepOf(event, field) {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return 0;
  }
  if (event.key === "Enter") {
    return event.shiftKey ? -1 : 1;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] || 0;
  return field.tagName === "SELECT" || event.shiftKey || walksInside(field, step) ? 0 : step;
}

/* The field so many rows on in the same column, past rows that have none, or undefined at the end. */
export function neighbour(table, field, step) {
  const cell = cellOf(field);
  const column = columnOf(cell);
  const rows = rowsWithField(bodyRows(table), column).filter((row) => !fieldOf(cellAt(row, column)).disabled);
  const next = rows[rows.indexOf(cell.parentNode) + step];
  return next && fieldOf(cellAt(next, column));
}

export function go(field) {
  field.focus();
  if (field.select) {
    field.select();
  }
}
