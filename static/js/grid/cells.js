/* Where things stand in the table: its fields, and its columns counted with colspans. */

export const FIELD = "input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea, select";

export function fieldOf(cell) {
  return cell ? cell.querySelector(FIELD) : null;
}

export function canType(field) {
  return Boolean(field) && !field.readOnly && !field.disabled;
}

export function cellOf(field) {
  return field.closest("td, th");
}

/* What is marked when a field is changed: its cell, or its place in a drawer. */
export function placeOf(field) {
  return field.closest(".drawer-field") || cellOf(field);
}

/* The cell of a row that begins in the given column, or null: also where a wider cell covers the column. */
export function cellAt(row, column) {
  let at = 0;
  for (const cell of row.cells) {
    if (at >= column) {
      return at === column ? cell : null;
    }
    at += cell.colSpan;
  }
  return null;
}

export function columnOf(cell) {
  const cells = [...cell.parentNode.cells];
  return cells.slice(0, cells.indexOf(cell)).reduce((at, before) => at + before.colSpan, 0);
}

/* The rows that have a field in the column: group heads and totals have none. */
export function rowsWithField(rows, column) {
  return rows.filter((row) => !row.hidden && fieldOf(cellAt(row, column)));
}

/* The rows of everyday cells; what is said below a row and its drawer are none. */
export function bodyRows(table) {
  return [...table.querySelectorAll("tbody > tr:not(.row-notes):not(.row-drawer)")];
}
