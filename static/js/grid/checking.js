/* Asks the server what its checks say of a row that was left, and shows it below the row. There is no second set of checks
   here. Where the server does not answer, sending says it. */

import { boxesOf, boxOf, openDrawerOf, ROW } from "./rows.js";

const asked = new WeakMap(); // what was asked last of a row

function bodyOf(row) {
  const pairs = [...row.querySelectorAll("input[name], textarea[name], select[name]")]
    .filter((field) => field.type !== "checkbox" || field.checked)
    .map((field) => [field.name, field.value]);
  return new URLSearchParams(pairs).toString();
}

function tokenOf(row) {
  const field = row.closest("form").querySelector("[name=csrfmiddlewaretoken]");
  return field ? field.value : "";
}

function setOrNot(field, name, value) {
  if (value === null) {
    field.removeAttribute(name);
  } else {
    field.setAttribute(name, value);
  }
}

function markBox(field, note) {
  const isInvalid = Boolean(note && note.hasAttribute("data-invalid"));
  const asks = Boolean(note && note.hasAttribute("data-asks"));
  field.toggleAttribute("data-asked", asks && !isInvalid);
  setOrNot(field, "aria-invalid", isInvalid ? "true" : null);
  setOrNot(field, "aria-describedby", note ? note.id : null);
}

/* Marks the boxes of which something is said, and opens the drawer where the answer belongs into it. */
export function showMarks(row) {
  const notes = [...row.querySelectorAll("[data-note]")];
  boxesOf(row).forEach((field) => markBox(field, notes.find((note) => note.getAttribute("data-note") === field.name)));
  const isInvalid = notes.some((note) => note.hasAttribute("data-invalid"));
  const asks = notes.some((note) => note.hasAttribute("data-asks"));
  row.classList.toggle("row-error", isInvalid);
  row.classList.toggle("row-explain", asks && !isInvalid);
  const why = boxOf(row, "explanation");
  if (asks && why && !why.value.trim()) {
    openDrawerOf(row);
  }
}

export async function checkRow(row) {
  const place = row.querySelector("[data-checks]");
  const body = bodyOf(row);
  if (!place || asked.get(row) === body) {
    return;
  }
  asked.set(row, body);
  const headers = { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": tokenOf(row) };
  let html = null;
  try {
    const answer = await fetch(row.getAttribute("data-check"), { method: "POST", body, headers, redirect: "error" });
    html = answer.ok ? await answer.text() : null;
  } catch {
    asked.delete(row);
  }
  if (html !== null && asked.get(row) === body) {
    place.innerHTML = html;
    showMarks(row);
  }
}

/* The row that is left when the focus goes from one element to another, or null. */
export function rowLeft(from, to) {
  const row = from.closest(`${ROW}[data-check]`);
  return row && !(to instanceof Node && row.contains(to)) ? row : null;
}
