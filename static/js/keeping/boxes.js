/* The boxes of a sheet as the keeping sees them: what they hold, what the server had put there. */

export function textOf(field) {
  return field.type === "checkbox" ? (field.checked ? "on" : "") : field.value;
}

/* What the page came with, typed or stored. */
export function shownOf(field) {
  if (field.type === "checkbox") {
    return field.defaultChecked ? "on" : "";
  }
  if (field.tagName === "SELECT") {
    const options = [...field.options];
    const chosen = options.find((option) => option.defaultSelected) || options[0];
    return chosen ? chosen.value : "";
  }
  return field.defaultValue;
}

/* What stood in the box before anybody typed in it: that of the entry. */
export function baseOf(field) {
  return field.getAttribute("data-original") || "";
}

export function canType(field) {
  return Boolean(field) && !field.readOnly && !field.disabled;
}

/* Puts text into a box as if it were typed. */
export function fill(field, text) {
  if (field.type === "checkbox") {
    field.checked = text === "on";
  } else {
    field.value = text;
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
