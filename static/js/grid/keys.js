/* The keys of the table. */

import { canType, FIELD } from "./cells.js";
import { boxOf, drawerOf, isAmountBox, rowOf, rowsOf } from "./rows.js";
import { fit, gridOf } from "./showing.js";
import { fill, isTyping, retrace } from "./steps.js";
import { beside, go, neighbour, nextColumn, sideStepOf, stepOf } from "./walking.js";

export function withControl(event) {
  return event.ctrlKey || event.metaKey;
}

// While pinyin is being composed, Enter and the arrows belong to the input method.
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

function openBoxes(place) {
  return [...place.querySelectorAll(FIELD)].filter((box) => canType(box) && !box.closest("[hidden]"));
}

/* What is being typed is taken back by the browser, letter by letter; all before it by steps. */
function undoOrRedo(table, event) {
  const key = event.key.toLowerCase();
  const isRedo = key === "y" || (key === "z" && event.shiftKey);
  if ((isRedo || key === "z") && !isTyping(event.target) && retrace(table, isRedo)) {
    event.preventDefault();
  }
}

/* Ctrl+': last month's words. On an amount, those of the whole row that are still empty. */
function takeOver(field) {
  const row = rowOf(field);
  const boxes = isAmountBox(field) && row ? ["progress", "problem"].map((name) => boxOf(row, name)) : [field];
  const empty = boxes.filter((box) => canType(box) && !box.value.trim() && box.getAttribute("data-last"));
  if (empty.length) {
    fill(empty.map((box) => [box, box.getAttribute("data-last")]));
    empty.forEach((box) => fit(box, box === field));
  }
}

function openDrawer(field) {
  const drawer = rowOf(field) && drawerOf(rowOf(field));
  if (drawer) {
    drawer.open = true;
    openBoxes(drawer).slice(0, 1).forEach(go);
  }
}

/* In a drawer Enter goes on box by box, and from the last one to the next row. */
function walkDrawer(table, event) {
  if (event.key !== "Enter") {
    return;
  }
  event.preventDefault();
  const field = event.target;
  const boxes = openBoxes(field.closest(".drawer"));
  const rows = rowsOf(table);
  const below = rows.slice(rows.indexOf(rowOf(field)) + 1).map((row) => boxOf(row, "month_amount"));
  const next = boxes[boxes.indexOf(field) + (event.shiftKey ? -1 : 1)] || below.find(canType);
  if (next) {
    go(next);
  }
}

/* Enter at the foot of a column goes on at the head of the next one. */
function downOrUp(table, event, step) {
  event.preventDefault();
  const next = neighbour(table, event.target, step);
  return next || (event.key === "Enter" && step > 0 ? nextColumn(table, event.target) : null);
}

function aside(table, event) {
  const step = sideStepOf(event, event.target);
  const next = step ? beside(table, event.target, step) : null;
  if (next) {
    event.preventDefault();
  }
  return next;
}

function walk(table, event) {
  if (event.target.closest(".drawer")) {
    walkDrawer(table, event);
    return;
  }
  const step = stepOf(event, event.target);
  const next = step ? downOrUp(table, event, step) : aside(table, event);
  if (next) {
    go(next);
  }
}

const OWN_KEYS = [
  [(event) => withControl(event) && event.key === "'", takeOver],
  [(event) => event.altKey && event.key === "ArrowDown" && event.target.tagName !== "SELECT", openDrawer],
];

export function onKey(event) {
  const table = gridOf(event, FIELD);
  if (!table || isComposing(event)) {
    return;
  }
  const own = OWN_KEYS.find(([isIt]) => isIt(event));
  if (own) {
    event.preventDefault();
    own[1](event.target);
  } else if (withControl(event)) {
    undoOrRedo(table, event);
  } else {
    walk(table, event);
  }
}
