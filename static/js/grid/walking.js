/* From cell to cell by the keys. */

import { showCard } from "./cards.js";
import { bodyRows, canType, cellAt, cellOf, columnOf, fieldOf, rowsWithField } from "./cells.js";

/* Whether an up or down key still has lines to walk inside a text of several lines. */
function walksInside(field, step) {
  if (field.tagName !== "TEXTAREA") {
    return false;
  }
  const beyond = step < 0 ? field.value.slice(0, field.selectionStart) : field.value.slice(field.selectionEnd);
  return beyond.includes("\n");
}

function isPlain(event) {
  return !(event.ctrlKey || event.metaKey || event.altKey);
}

/* How many rows a key leads on from the field: −1, 1, or 0 where the key belongs to the field or the browser. */
export function stepOf(event, field) {
  if (!isPlain(event)) {
    return 0;
  }
  if (event.key === "Enter") {
    return event.shiftKey ? -1 : 1;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] || 0;
  return field.tagName === "SELECT" || event.shiftKey || walksInside(field, step) ? 0 : step;
}

/* How many cells a key leads aside from the field: only from the end of its text to which the arrow points. */
export function sideStepOf(event, field) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] || 0;
  if (!step || !isPlain(event) || event.shiftKey || field.tagName === "SELECT") {
    return 0;
  }
  const isAtEnd = step < 0 ? field.selectionStart === 0 : field.selectionEnd === field.value.length;
  return isAtEnd ? step : 0;
}

/* The field so many rows on in the same column that can be typed in, past rows that have none, or undefined at the end. */
export function neighbour(table, field, step) {
  const cell = cellOf(field);
  const column = columnOf(cell);
  const rows = rowsWithField(bodyRows(table), column).filter(
    (row) => row === cell.parentNode || canType(fieldOf(cellAt(row, column)))
  );
  const next = rows[rows.indexOf(cell.parentNode) + step];
  return next && fieldOf(cellAt(next, column));
}

/* All cells that can be typed in, row by row. */
export function stops(table) {
  return bodyRows(table).flatMap((row) => [...row.cells].map(fieldOf).filter(canType));
}

export function beside(table, field, step) {
  const all = stops(table);
  return all[all.indexOf(field) + step];
}

/* Where Enter leads from the last row of a column: to the first of the next one. */
export function nextColumn(table, field) {
  const column = columnOf(cellOf(field));
  return stops(table).find((each) => columnOf(cellOf(each)) > column);
}

/* The card of the row is shown first: what is hidden takes no focus. */
export function go(field) {
  const row = field.closest("[data-project]");
  if (row && row.closest("[data-one]")) {
    showCard(row);
  }
  field.focus();
  if (field.select) {
    field.select();
  }
}
