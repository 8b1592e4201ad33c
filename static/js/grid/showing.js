/* What the table shows of what is typed: marks, heights, the grey totals, the last line. */

import { inWan } from "./amounts.js";
import { placeOf } from "./cells.js";
import { changedCells, changedWords } from "./losing.js";
import { columnNameOf, figuresOf, followingTotal, rowOf, rowsOf, showGrey, showZeroReason } from "./rows.js";
import { paceWords, sumsOf } from "./sums.js";
import { isChanged, put } from "./values.js";

export const GRID = "table[data-grid]";

/* The grid that holds the event's target, where the target is one of the fields that the selector names. */
export function gridOf(event, selector) {
  return event.target instanceof Element && event.target.matches(selector) ? event.target.closest(GRID) : null;
}

export function gridIn(form) {
  return form ? form.querySelector(GRID) : null;
}

export function say(table, text) {
  const form = table.closest("form");
  const status = form && form.querySelector("[data-grid-status]");
  if (status) {
    status.textContent = text;
    status.classList.toggle("is-dirty", changedCells(table).length > 0);
  }
}

/* How many cells are changed, in the line beside the buttons. */
export function sayChanged(table, before = "") {
  const form = table.closest("form");
  const keeping = form && form.querySelector("[data-keeping]");
  say(table, before + changedWords(changedCells(table).length, keeping && keeping.dataset.hand));
}

export function mark(table, field) {
  placeOf(field).classList.toggle("is-changed", isChanged(field));
  sayChanged(table);
}

/* A text stands in full while it is typed, and in two lines afterwards. */
export function fit(field, isHeld) {
  if (field.tagName !== "TEXTAREA") {
    return;
  }
  field.style.height = "";
  const isLong = field.scrollHeight > field.clientHeight + 2;
  field.classList.toggle("is-long", isLong && !isHeld);
  field.title = isLong ? field.value : "";
  if (isLong && isHeld) {
    field.style.height = `${field.scrollHeight}px`;
  }
}

/* The pace of the month as [elapsed, whole], null where the lists of the rows differ in it. */
export function paceOf(table) {
  const pace = table.getAttribute("data-pace");
  return pace ? pace.split("/").map(BigInt) : null;
}

export function showSums(table) {
  const sums = sumsOf(rowsOf(table).map(figuresOf));
  const words = {
    filled: `已填 ${sums.filled}/${sums.owing}`,
    month: sums.month === null ? "—" : inWan(sums.month),
    total: inWan(sums.total),
    pace: paceWords(sums, paceOf(table)),
  };
  table.querySelectorAll("[data-sum]").forEach((place) => {
    place.textContent = words[place.getAttribute("data-sum")];
  });
}

export function reckon(table, field) {
  const row = rowOf(field);
  if (row) {
    const follows = columnNameOf(field) === "year_to_date" ? null : followingTotal(row);
    if (follows) {
      put(...follows);
    }
    showGrey(row);
    showZeroReason(row);
    showSums(table);
  }
}
