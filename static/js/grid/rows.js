/* A project's body of the table: its boxes by the name of their column, and the amounts they hold. */

import { greyTotal } from "./sums.js";
import { inWan, yuanOf } from "./amounts.js";
import { FIELD } from "./cells.js";

export const ROW = "[data-project]";
export const AMOUNTS = ["month_amount", "year_to_date", "correction"];

export function rowsOf(table) {
  return [...table.querySelectorAll(ROW)];
}

export function rowOf(field) {
  return field.closest(ROW);
}

export function boxOf(row, column) {
  const place = row.querySelector(`[data-column="${column}"]`);
  return place ? place.querySelector(FIELD) : null;
}

export function columnNameOf(field) {
  const place = field.closest("[data-column]");
  return place ? place.getAttribute("data-column") : "";
}

export function isAmountBox(field) {
  return AMOUNTS.includes(columnNameOf(field));
}

export function boxesOf(row) {
  return [...row.querySelectorAll(FIELD)].filter((field) => field.name && !field.name.startsWith("objection-"));
}

function given(row, name) {
  const text = row.getAttribute(name);
  return text ? BigInt(text) : null;
}

function amountIn(row, column) {
  const box = boxOf(row, column);
  return box ? yuanOf(box.value) : null;
}

/* Whether a person has written something of the row: a version or a tick alone says nothing. */
export function isFilled(row) {
  return [...row.querySelectorAll("[data-column]")].some((place) => {
    const box = place.querySelector(FIELD);
    return Boolean(box && box.value.trim());
  });
}

export function figuresOf(row) {
  return {
    owes: row.hasAttribute("data-owes"),
    plan: given(row, "data-plan"),
    countedPlan: given(row, "data-counted-plan"),
    before: given(row, "data-before"),
    lastTotal: given(row, "data-last-total"),
    month: amountIn(row, "month_amount"),
    total: amountIn(row, "year_to_date"),
    correction: amountIn(row, "correction"),
    isFilled: isFilled(row),
  };
}

/* Shows in grey what 本年累计 comes to: of an empty box, and of one that holds no other total than the sum. */
export function showGrey(row) {
  const box = boxOf(row, "year_to_date");
  if (box && box.name) {
    const total = greyTotal(figuresOf(row));
    box.placeholder = total === null ? "" : inWan(total);
    box.classList.toggle("is-following", total !== null && yuanOf(box.value) === total);
  }
}

/* A total that was the sum before one of its parts was changed is the new sum afterwards; null where it stays as it is. */
export function followingTotal(row) {
  const box = boxOf(row, "year_to_date");
  if (!box || !box.name || !box.classList.contains("is-following")) {
    return null;
  }
  const total = greyTotal(figuresOf(row));
  const text = total === null ? "" : inWan(total);
  return text === box.value ? null : [box, text];
}

/* 零投资原因 is asked where the month is zero. */
export function showZeroReason(row) {
  const box = boxOf(row, "zero_reason");
  if (box) {
    const isZero = amountIn(row, "month_amount") === 0n;
    box.closest("[data-column]").hidden = !(isZero || box.value);
    return isZero && !box.value;
  }
  return false;
}

export function drawerOf(row) {
  return row.querySelector(".row-drawer details");
}

export function openDrawerOf(row) {
  const drawer = drawerOf(row);
  if (drawer) {
    drawer.open = true;
  }
}

/* A month without money and without a reason; 形象进度 that begins with 未开工 is one. */
export function isUnexplainedZero(row) {
  const progress = boxOf(row, "progress");
  return showZeroReason(row) && !(progress && progress.value.startsWith("未开工"));
}
