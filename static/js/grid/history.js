/* What was done to the table, step by step, so that it can be undone after more was typed. A step is a list of
   [field, before, after]; what a person typed in a cell is a step when the cell is left. */

export class History {
  constructor() {
    this.done = [];
    this.undone = [];
  }

  /* Keeps a step; one that changes nothing is none. */
  add(step) {
    const changes = step.filter(([, before, after]) => before !== after);
    if (changes.length) {
      this.done.push(changes);
      this.undone = [];
    }
  }

  /* The values that take the last step back, as [field, value] pairs, or null where there is none. */
  undo() {
    return this.move(this.done, this.undone, (step) => step.map(([field, before]) => [field, before]));
  }

  redo() {
    return this.move(this.undone, this.done, (step) => step.map(([field, , after]) => [field, after]));
  }

  move(from, to, values) {
    const step = from.pop();
    if (!step) {
      return null;
    }
    to.push(step);
    return values(step);
  }
}
