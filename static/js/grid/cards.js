/* On a phone the sheet shows one project at a time. */

import { rowsOf } from "./rows.js";

export function isShown(row) {
  return row.classList.contains("is-shown");
}

/* Shows a row in place of the one that was shown. */
export function showCard(row) {
  const table = row.closest("table");
  const rows = rowsOf(table);
  rows.forEach((each) => each.classList.toggle("is-shown", each === row));
  const bar = document.querySelector("[data-cards]");
  if (bar) {
    const place = rows.indexOf(row);
    bar.querySelector("[data-card-place]").textContent = `${place + 1}/${rows.length}`;
    bar.querySelectorAll("[data-card]").forEach((button) => {
      button.disabled = !rows[place + Number(button.getAttribute("data-card"))];
    });
  }
}

/* The wide screen shows all rows whatever is chosen here; the sheets say from where on it is narrow. */
export function prepareCards(table, field) {
  const bar = document.querySelector("[data-cards]");
  const row = (field && rowsOf(table).find((each) => each.contains(field))) || rowsOf(table)[0];
  if (bar && row) {
    bar.hidden = false;
    table.setAttribute("data-one", "");
    showCard(row);
  }
}

export function onCard(event) {
  const button = event.target instanceof Element ? event.target.closest("[data-card]") : null;
  const table = button && document.querySelector("table[data-one]");
  if (table) {
    const rows = rowsOf(table);
    const next = rows[rows.findIndex(isShown) + Number(button.getAttribute("data-card"))];
    if (next) {
      showCard(next);
    }
  }
}
