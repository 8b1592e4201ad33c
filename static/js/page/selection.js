/* The box in a table's head that ticks all of its rows, the count beside the button, and selects that submit. */

import { listen } from "../listening.js";

/* The boxes of that name that a user may tick, among the elements of a form. */
export function boxesOf(elements, name) {
  return [...elements].filter(
    (each) => each.type === "checkbox" && each.name === name && !each.disabled && !each.hasAttribute("data-select-all")
  );
}

/* How the box in the head stands for so many ticked rows. */
export function masterState(chosen, all) {
  return { checked: chosen > 0 && chosen === all, indeterminate: chosen > 0 && chosen < all };
}

export function countWords(chosen) {
  return `已选 ${chosen} 项`;
}

function show(form, name) {
  if (!form || !name) {
    return;
  }
  const boxes = boxesOf(form.elements, name);
  const chosen = boxes.filter((box) => box.checked).length;
  form.querySelectorAll(`[data-select-all="${name}"]`).forEach((master) => {
    Object.assign(master, masterState(chosen, boxes.length));
  });
  form.querySelectorAll(`[data-select-count="${name}"]`).forEach((place) => {
    place.textContent = countWords(chosen);
  });
  boxes.forEach((box) => {
    const row = box.closest("tr");
    if (row) {
      row.classList.toggle("is-selected", box.checked);
    }
  });
}

function onChange(event) {
  const target = event.target;
  const all = target.getAttribute("data-select-all");
  if (target.matches("[data-autosubmit]") && target.form) {
    target.form.requestSubmit();
  } else if (all) {
    boxesOf(target.form.elements, all).forEach((box) => {
      box.checked = target.checked;
    });
    show(target.form, all);
  } else if (target.type === "checkbox") {
    show(target.form, target.name);
  }
}

function showAll() {
  document.querySelectorAll("[data-select-all]").forEach((master) => {
    show(master.form, master.getAttribute("data-select-all"));
  });
}

export function bindSelection() {
  showAll();
  return listen([document, "change", onChange], [document, "htmx:afterSwap", showAll]);
}
