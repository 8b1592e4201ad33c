/* A table as the grid's modules see one: rows of cells, a cell with a field or without. No browser is asked. */

export class Field {
  constructor(given = {}) {
    const usual = { tagName: "INPUT", value: "", defaultValue: "", readOnly: false, disabled: false, attributes: {} };
    Object.assign(this, usual, given);
    this.heard = [];
  }

  matches() {
    return this.type === "checkbox";
  }

  hasAttribute(name) {
    return name in this.attributes;
  }

  getAttribute(name) {
    return name in this.attributes ? this.attributes[name] : null;
  }

  closest() {
    return this.cell;
  }

  dispatchEvent(event) {
    this.heard.push(event.type);
  }
}

/* A select with [value, word] choices; the first is the one that is stored. */
export function select(...choices) {
  const options = choices.map(([value, text], at) => ({ value, text, defaultSelected: at === 0 }));
  return new Field({ tagName: "SELECT", options, value: options[0].value });
}

function cellWith(field, colSpan) {
  const cell = { colSpan, querySelector: () => field };
  if (field) {
    field.cell = cell;
  }
  return cell;
}

/* Each row is a list of fields, of null for a cell without one, or of a number for a cell so many columns wide. */
export function tableOf(...given) {
  const rows = given.map((cells) => {
    const row = { hidden: false };
    row.cells = cells.map((each) => (typeof each === "number" ? cellWith(null, each) : cellWith(each, 1)));
    row.cells.forEach((cell) => {
      cell.parentNode = row;
    });
    return row;
  });
  return { rows, querySelectorAll: () => rows };
}
