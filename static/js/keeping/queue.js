/* What was typed on this page, cell by cell: what waits for the server, what is safe there, what it would
   not take. A cell is safe only when its own number has come back. */

export class Queue {
  constructor(client) {
    this.client = client;
    this.count = 0;
    this.waiting = new Map(); // name → cell
    this.held = new Map(); // name → why the server did not take it: what stands there, or a fault
    this.last = new Map(); // name → the text that was recorded last
  }

  /* The cell with its number, or null where nothing new was typed. */
  record(name, text, facts) {
    if (this.last.get(name) === text) {
      return null;
    }
    this.count += 1;
    const { base, version, upon } = facts;
    const cell = { name, text, base, version, upon, number: this.count, client: this.client };
    this.last.set(name, text);
    this.held.delete(name);
    this.waiting.set(name, cell);
    return cell;
  }

  /* The cells to send now. */
  due() {
    return [...this.waiting.values()].filter((cell) => !this.held.has(cell.name));
  }

  /* The cells that an answer makes safe; those that were typed on meanwhile wait on. */
  confirm(numbers) {
    const safe = [...this.waiting.values()].filter((cell) => numbers.includes(cell.number));
    safe.forEach((cell) => this.waiting.delete(cell.name));
    return safe;
  }

  /* Holds back what the server would not take, a conflict or a fault; what was typed on meanwhile is asked again. */
  hold(refusals) {
    const held = refusals.filter((refusal) => {
      const cell = this.waiting.get(nameOf(refusal));
      return cell && cell.number === refusal.number;
    });
    held.forEach((refusal) => this.held.set(nameOf(refusal), refusal));
    return held;
  }
}

const NAME = /^p(\d+)-(\w+)$/;

export function nameOf({ project, field }) {
  return `p${project}-${field}`;
}

/* A cell as the server reads it; null for a box that is no cell of a sheet. */
export function sentAs(cell) {
  const parts = NAME.exec(cell.name);
  if (!parts) {
    return null;
  }
  return {
    project: Number(parts[1]),
    field: parts[2],
    text: cell.text,
    base: cell.base,
    version: cell.version,
    number: cell.number,
    upon: cell.upon,
  };
}

export function isCellName(name) {
  return NAME.test(name || "") && !/-(version|was)$/.test(name);
}

/* How long to wait before the next try, in milliseconds. */
export function patience(failures) {
  return failures === 0 ? 1000 : Math.min(30000, 2000 * 2 ** (failures - 1));
}
