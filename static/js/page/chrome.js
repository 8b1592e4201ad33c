/* Messages that close, menus that close, the print button, and / that goes to the search. */

import { closest, listen } from "../listening.js";

const OPEN_MENU = "details.menu[open]";

function onClick(event) {
  const close = closest(event.target, ".message-close");
  if (close) {
    close.closest(".message").remove();
    return;
  }
  if (closest(event.target, "[data-print]")) {
    window.print();
  }
  document.querySelectorAll(OPEN_MENU).forEach((menu) => {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  });
}

function onEscape(event) {
  if (event.key !== "Escape") {
    return;
  }
  document.querySelectorAll(OPEN_MENU).forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// Buttons that only a script can serve are in the page hidden.
function reveal() {
  document.querySelectorAll("[data-needs-script]").forEach((element) => {
    element.hidden = false;
  });
}

// Where somebody types, / is a sign like others.
function onSlash(event) {
  const field = document.querySelector("[data-search]");
  const isTyped = closest(event.target, "input, select, textarea, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || !field || isTyped) {
    return;
  }
  event.preventDefault();
  field.focus();
  field.select();
}

export function bindChrome() {
  reveal();
  return listen([document, "click", onClick], [document, "keydown", onEscape], [document, "keydown", onSlash], [document, "htmx:afterSwap", reveal]);
}
