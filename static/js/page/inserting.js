/* A button that puts its words into the box that was written in last, where the caret stood: data-insert is what is
   put in. Where no box was written in yet it is the first one of the page's form. */

import { closest, listen } from "../listening.js";

let last = null;

/* Puts words at the caret of a box, in place of what is selected, and leaves the caret behind them. */
export function insertInto(box, words) {
  box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
  box.focus();
}

function onFocus(event) {
  if (closest(event.target, "textarea")) {
    last = event.target;
  }
}

function onClick(event) {
  const button = closest(event.target, "[data-insert]");
  if (!button) {
    return;
  }
  const box = last?.isConnected ? last : document.querySelector("form textarea");
  if (box) {
    insertInto(box, button.getAttribute("data-insert"));
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function bindInserting() {
  return listen([document, "focusin", onFocus], [document, "click", onClick]);
}
