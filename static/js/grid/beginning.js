/* The table as the page comes. */

import { canType, FIELD } from "./cells.js";
import { prepareCards } from "./cards.js";
import { beginning, takePlace } from "./place.js";
import { boxOf, ROW, rowOf, rowsOf, showGrey, showZeroReason } from "./rows.js";
import { fit, GRID, mark, showSums } from "./showing.js";
import { TICK } from "./values.js";
import { go, stops } from "./walking.js";

const UNREAD = "[data-unread]";
const MENDED_FIRST = "[aria-invalid=true], [data-asked]";
const NARROW = "(max-width: 720px)";

/* Marks what the page came back with and was not saved. */
function prepare(table) {
  table.querySelectorAll("textarea").forEach((field) => fit(field, false));
  table.querySelectorAll(`${FIELD}, ${TICK}`).forEach((field) => {
    if (field.hasAttribute("data-original") && canType(field)) {
      mark(table, field);
    }
  });
  rowsOf(table).forEach((row) => {
    showGrey(row);
    showZeroReason(row);
  });
  // The drawer is for the mouse and for Alt+↓: Tab walks the everyday cells alone.
  table.querySelectorAll(".row-drawer summary").forEach((handle) => handle.setAttribute("tabindex", "-1"));
  if (table.querySelector(ROW)) {
    showSums(table);
    begin(table);
  }
}

/* The first cell of the row that the address names. */
function namedIn(all) {
  const row = /^#project-\d+$/.test(window.location.hash) && document.querySelector(window.location.hash);
  return row ? all.find((field) => row.contains(field)) : null;
}

function isEmptyMonth(field) {
  return !field.value && Boolean(rowOf(field)) && boxOf(rowOf(field), "month_amount") === field;
}

/* Where there is nothing left to report that is owed, nothing asks for the focus. */
function isOwed(field) {
  return Boolean(rowOf(field)) && rowOf(field).hasAttribute("data-owes");
}

function begin(table) {
  const place = takePlace();
  const all = stops(table);
  const owed = all.filter(isOwed);
  const first = beginning({
    faults: [...table.querySelectorAll(place && place.isSending ? MENDED_FIRST : UNREAD)].filter(canType),
    kept: (place && all.find((field) => field.name === place.name)) || namedIn(all),
    empty: owed.filter(isEmptyMonth),
    all: owed,
  });
  prepareCards(table, first);
  if (place) {
    window.scrollTo(0, place.top);
  }
  // On a phone the keyboard would cover the sheet.
  if (first && !window.matchMedia(NARROW).matches) {
    go(first);
  }
}

/* A swap elsewhere on the page leaves a grid, and what its status says, alone. */
export function prepareNew() {
  document.querySelectorAll(`${GRID}:not([data-prepared])`).forEach((table) => {
    table.setAttribute("data-prepared", "");
    prepare(table);
  });
}
