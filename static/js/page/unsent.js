/* Words that were typed and not sent: a page that goes for another reason than sending them asks first. */

import { listen } from "../listening.js";

const BOXES = "[data-unsent]";

let sending = null; // the form that is on its way

/* The boxes that hold words which the form, null where none is sent, does not take along. */
export function left(boxes, form) {
  return [...boxes].filter((box) => box.value.trim() !== "" && (form === null || box.form !== form));
}

function onSent(event) {
  if (!event.defaultPrevented) {
    sending = event.target;
  }
}

function onLeave(event) {
  if (left(document.querySelectorAll(BOXES), sending).length) {
    event.preventDefault();
    event.returnValue = "";
    sending = null;
  }
}

function onShow() {
  sending = null;
}

export function bindUnsent() {
  return listen([window, "submit", onSent], [window, "beforeunload", onLeave], [window, "pageshow", onShow]);
}
