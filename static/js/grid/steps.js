/* The steps of this page that can be taken back, and the field that is typed in just now. */

import { FIELD } from "./cells.js";
import { History } from "./history.js";
import { sayChanged } from "./showing.js";
import { put, valueOf } from "./values.js";
import { go } from "./walking.js";

const history = new History();
let held = null; // {field, before}: the field that has the focus, and what it held when it came

export function hold(field) {
  held = field && { field, before: valueOf(field) };
}

export function heldField() {
  return held && held.field;
}

/* Whether something is being typed into the field that is not a step yet. */
export function isTyping(field) {
  return Boolean(held && held.field === field && valueOf(field) !== held.before);
}

/* What was typed in the held field becomes a step. */
export function settle() {
  if (held && held.field.isConnected) {
    history.add([[held.field, held.before, valueOf(held.field)]]);
    held.before = valueOf(held.field);
  }
}

function putAll(pairs) {
  pairs.forEach(([field, value]) => put(field, value));
  if (held) {
    held.before = valueOf(held.field);
  }
}

/* Puts [field, value] pairs in as one step. */
export function fill(pairs) {
  settle();
  history.add(pairs.map(([field, value]) => [field, valueOf(field), value]));
  putAll(pairs);
}

/* Takes the last step back, or does it again; whether there was one. */
export function retrace(table, isRedo) {
  const pairs = isRedo ? history.redo() : history.undo();
  if (!pairs) {
    return false;
  }
  putAll(pairs);
  const [[field]] = pairs;
  if (field.matches(FIELD)) {
    go(field);
  }
  sayChanged(table, `${isRedo ? "已重做" : "已撤销"} ${pairs.length} 格；`);
  return true;
}
