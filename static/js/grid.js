/* The entry grid: a table of real inputs that the keys walk, that adds itself up, and that takes a block pasted from Excel.
   It listens on the document, so a table swapped in by htmx needs no listener of its own. */

import { listen } from "./listening.js";
import { inWan, isAbout, tidied, yuanOf } from "./grid/amounts.js";
import { prepareNew } from "./grid/beginning.js";
import { isOneCell, parseBlock, quotedCell } from "./grid/block.js";
import { onCard } from "./grid/cards.js";
import { canType, FIELD } from "./grid/cells.js";
import { checkRow, rowLeft } from "./grid/checking.js";
import { onClick, onFormKey, onLeave, onSent, onShow, onSubmit } from "./grid/form.js";
import { onKey } from "./grid/keys.js";
import { oneLine } from "./grid/landing.js";
import { pastedWords, planFor, previewed } from "./grid/pasting.js";
import { isAmountBox, isUnexplainedZero, openDrawerOf, rowOf } from "./grid/rows.js";
import { fit, gridOf, mark, reckon, say } from "./grid/showing.js";
import { fill, hold, settle } from "./grid/steps.js";
import { TICK } from "./grid/values.js";

const TYPED = `${FIELD}, ${TICK}`;

function onInput(event) {
  const table = gridOf(event, TYPED);
  if (table) {
    mark(table, event.target);
    fit(event.target, event.target === document.activeElement);
    reckon(table, event.target);
  }
}

function onFocusIn(event) {
  const table = gridOf(event, TYPED);
  hold(table ? event.target : null);
  if (table) {
    fit(event.target, true);
  }
}

function checkLeft(field, to) {
  const row = rowOf(field);
  if (row && isUnexplainedZero(row)) {
    openDrawerOf(row);
  }
  const left = rowLeft(field, to);
  if (left && left.querySelector(".is-changed")) {
    checkRow(left);
  }
}

/* 约120 is 120 and an estimate. */
function tidy(field) {
  const tick = rowOf(field) && rowOf(field).querySelector(TICK);
  if (isAbout(field.value) && tick) {
    fill([[field, inWan(yuanOf(field.value))], [tick, "on"]]);
  } else {
    field.value = tidied(field.value);
  }
}

function onFocusOut(event) {
  const field = event.target;
  if (!gridOf(event, TYPED)) {
    return;
  }
  if (isAmountBox(field) && canType(field)) {
    tidy(field);
  }
  settle();
  fit(field, false);
  checkLeft(field, event.relatedTarget);
}

function pasteOne(field, text) {
  field.setRangeText(oneLine(text), field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function pasteBlock(table, field, block) {
  const pairs = await previewed(planFor(table, field, block));
  if (pairs) {
    fill(pairs);
    pairs.forEach(([box]) => fit(box, false));
    new Set(pairs.map(([box]) => rowOf(box))).forEach(checkRow);
    say(table, pastedWords(pairs.length));
  }
}

/* One cell alone is a plain paste, which the browser does better. */
function onPaste(event) {
  const table = gridOf(event, FIELD);
  if (!table) {
    return;
  }
  const text = event.clipboardData.getData("text");
  const block = parseBlock(text);
  const single = quotedCell(text, block);
  if (single !== null && canType(event.target) && event.target.setRangeText) {
    event.preventDefault();
    pasteOne(event.target, single);
  } else if (!isOneCell(block) && rowOf(event.target)) {
    event.preventDefault();
    pasteBlock(table, event.target, block);
  }
}

prepareNew();

/* A module runs once however often a page names it: so the page listens once, until this is called. */
export const unbind = listen(
  [document, "keydown", onKey],
  [document, "keydown", onFormKey],
  [document, "input", onInput],
  [document, "change", onInput],
  [document, "focusin", onFocusIn],
  [document, "focusout", onFocusOut],
  [document, "paste", onPaste],
  [document, "click", onClick],
  [document, "click", onCard],
  [document, "submit", onSubmit],
  // On window, after every other listener has had the chance to call the sending off.
  [window, "submit", onSent],
  [window, "beforeunload", onLeave],
  [window, "pageshow", onShow],
  [document, "htmx:afterSwap", prepareNew]
);
