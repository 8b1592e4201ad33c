/* The entry grid: a table of real inputs that the arrow keys walk and that takes a block pasted from Excel. It listens
   on the document, so a table swapped in by htmx needs no listener of its own. */

import { closest, listen } from "./listening.js";
import { isOneCell, parseBlock, quotedCell } from "./grid/block.js";
import { canType, cellOf, FIELD } from "./grid/cells.js";
import { changedCells, changedWords, hasObjection, LOSES, losesBy, OBJECTS } from "./grid/losing.js";
import { pasteAt, pastedWords } from "./grid/pasting.js";
import { isChanged, put, TICK } from "./grid/values.js";
import { go, neighbour, stepOf } from "./grid/walking.js";

const GRID = "table[data-grid]";
// What is typed here stays on this machine whatever the page does (static/js/keeping/).
const KEEPS = "[data-keeps]";

let leaving = false;
let lastPaste = null; // what the last paste filled, until something else is typed

/* The grid that holds the event's target, where the target is one of its fields. */
function gridOf(event, selector = FIELD) {
  return event.target instanceof Element && event.target.matches(selector) ? event.target.closest(GRID) : null;
}

function gridIn(form) {
  return form ? form.querySelector(GRID) : null;
}

function say(table, text) {
  const form = table.closest("form");
  const status = form && form.querySelector("[data-grid-status]");
  if (status) {
    status.textContent = text;
    status.classList.toggle("is-dirty", changedCells(table).length > 0);
  }
}

function mark(table, field) {
  cellOf(field).classList.toggle("is-changed", isChanged(field));
  say(table, changedWords(changedCells(table).length));
}

function fit(field) {
  if (field.tagName === "TEXTAREA") {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  }
}

function undo(table) {
  lastPaste.forEach(([field, before]) => put(field, before));
  lastPaste = null;
  say(table, "已撤销粘贴");
}

function withControl(event) {
  return event.ctrlKey || event.metaKey;
}

// While pinyin is being composed, Enter and the arrows belong to the input method.
function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

function walk(table, event) {
  const step = stepOf(event, event.target);
  if (step) {
    event.preventDefault();
    const next = neighbour(table, event.target, step);
    if (next) {
      go(next);
    }
  }
}

function onKey(event) {
  const table = gridOf(event);
  if (!table || isComposing(event)) {
    return;
  }
  if (event.key === "z" && withControl(event) && lastPaste) {
    event.preventDefault();
    undo(table);
  } else {
    walk(table, event);
  }
}

function onInput(event) {
  const table = gridOf(event, `${FIELD}, ${TICK}`);
  if (table) {
    mark(table, event.target);
    fit(event.target);
    if (event.isTrusted) {
      lastPaste = null;
    }
  }
}

function onChange(event) {
  const table = gridOf(event);
  if (table) {
    mark(table, event.target);
  }
}

function onPaste(event) {
  const table = gridOf(event);
  if (!table) {
    return;
  }
  const field = event.target;
  const text = event.clipboardData.getData("text");
  const block = parseBlock(text);
  const single = quotedCell(text, block);
  if (single !== null && canType(field) && field.setRangeText) {
    event.preventDefault();
    field.setRangeText(single, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (!isOneCell(block)) {
    event.preventDefault();
    const { filled, homeless } = pasteAt(table, field, block);
    lastPaste = filled;
    say(table, pastedWords(filled.length, homeless));
  }
}

function onSaveKey(event) {
  if (event.key !== "s" || !withControl(event)) {
    return;
  }
  const table = closest(event.target, GRID) || document.querySelector(GRID);
  const form = table && table.closest("form");
  if (form) {
    event.preventDefault();
    form.requestSubmit();
  }
}

function onClick(event) {
  const button = closest(event.target, "button[formaction]");
  const table = button && gridIn(button.form);
  if (table && !button.form.querySelector(KEEPS) && losesBy(table, button) && !window.confirm(LOSES)) {
    event.preventDefault();
  }
}

function onSubmit(event) {
  const table = gridIn(event.target);
  const saves = !(event.submitter && event.submitter.hasAttribute("formaction"));
  if (!event.defaultPrevented && table && saves && hasObjection(table) && !window.confirm(OBJECTS)) {
    event.preventDefault();
  }
}

function onSent(event) {
  if (gridIn(event.target) && !event.defaultPrevented) {
    leaving = true;
  }
}

function onLeave(event) {
  if (!leaving && !document.querySelector(KEEPS) && document.querySelector(`${GRID} .is-changed`)) {
    event.preventDefault();
    event.returnValue = "";
  }
}

function onShow() {
  leaving = false;
}

/* Marks what the page came back with and was not saved, and lets texts stand in full. */
function prepare(table) {
  table.querySelectorAll("textarea").forEach(fit);
  table.querySelectorAll(`${FIELD}, ${TICK}`).forEach((field) => {
    if (field.hasAttribute("data-original") && canType(field)) {
      mark(table, field);
    }
  });
}

/* A swap elsewhere on the page leaves a grid, and what its status says, alone. */
function prepareNew() {
  document.querySelectorAll(`${GRID}:not([data-prepared])`).forEach((table) => {
    table.setAttribute("data-prepared", "");
    prepare(table);
  });
}

prepareNew();

/* A module runs once however often a page names it: so the page listens once, until this is called. */
export const unbind = listen(
  [document, "keydown", onKey],
  [document, "keydown", onSaveKey],
  [document, "input", onInput],
  [document, "change", onChange],
  [document, "paste", onPaste],
  [document, "click", onClick],
  [document, "submit", onSubmit],
  // On window, after every other listener has had the chance to call the sending off.
  [window, "submit", onSent],
  [window, "beforeunload", onLeave],
  [window, "pageshow", onShow],
  [document, "htmx:afterSwap", prepareNew]
);
