/* What a field holds, what is stored, and how text is put into it. Values stay as typed, full-width digits too;
   the server reads them. */

import { isSameAmount } from "./amounts.js";

// 预计数: it is kept with the row, but is no cell of the block.
export const TICK = "input[type=checkbox][data-original]";

// What people write into a cell that says nothing.
const BLANK = /^([-—–]{1,3}|\/|无)$/;

export function valueOf(field) {
  if (field.matches(TICK)) {
    return field.checked ? "on" : "";
  }
  return field.value;
}

/* After a refused save the page comes back holding what was typed; data-original tells what is stored. */
export function originalOf(field) {
  if (field.hasAttribute("data-original")) {
    return field.getAttribute("data-original");
  }
  if (field.tagName !== "SELECT") {
    return field.defaultValue;
  }
  const options = [...field.options];
  const chosen = options.find((option) => option.defaultSelected) || options[0];
  return chosen ? chosen.value : "";
}

/* An amount is the same however it is written: 5,248 and 5248. */
export function isChanged(field) {
  const [now, before] = [valueOf(field), originalOf(field)];
  return now !== before && !(field.inputMode === "decimal" && isSameAmount(now, before));
}

/* The value of the choice that the text names by its key or its word; a dash and the like name the empty one. */
export function choiceOf(options, text) {
  const wanted = BLANK.test(text) ? "" : text;
  const match = [...options].find((option) => option.value === wanted || option.text.trim() === wanted);
  return match ? match.value : null;
}

/* The text as the field takes it, or null where a select has no such choice. */
export function readFor(field, text) {
  const value = text.trim();
  if (field.tagName === "SELECT") {
    return choiceOf(field.options, value);
  }
  return field.tagName === "INPUT" ? value.replace(/\s*\n\s*/g, " ") : value;
}

export function canPut(field, text) {
  return readFor(field, text) !== null;
}

/* Puts a value into a field as if it were typed. */
export function put(field, value) {
  if (field.matches(TICK)) {
    field.checked = value === "on";
  } else {
    field.value = value;
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
