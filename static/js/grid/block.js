/* The clipboard's text as Excel writes it: tabs between cells, newlines between rows, quotes around a cell that
   holds either of them. */

const CELL = /"([^"]*(?:""[^"]*)*)"?([^\t\n]*)|[^\t\n]*/y;

/* One cell from the given place on, and where it ends. Inside quotes a doubled quote is one; what follows the
   closing quote belongs to the cell too. */
function cellFrom(text, at) {
  CELL.lastIndex = at;
  const [whole, quoted, rest] = CELL.exec(text);
  return [quoted === undefined ? whole : quoted.replace(/""/g, '"') + rest, at + whole.length];
}

/* Rows of cells; there is always a row with a cell. */
export function parseBlock(given) {
  const text = given.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const rows = [[]];
  for (let at = 0; ; at += 1) {
    const [value, end] = cellFrom(text, at);
    rows[rows.length - 1].push(value);
    if (end === text.length) {
      return rows;
    }
    if (text[end] === "\n") {
      rows.push([]);
    }
    at = end;
  }
}

/* One cell alone is a plain paste into its field, which the browser does better. */
export function isOneCell(block) {
  return block.length === 1 && block[0].length === 1;
}

/* A single cell that Excel has put in quotes, because it holds a line break or a tab; else null. */
export function quotedCell(text, block) {
  return isOneCell(block) && /^"[^]*[\t\n][^]*"\s*$/.test(text) ? block[0][0] : null;
}
