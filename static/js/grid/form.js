/* Saving, sending and leaving the page of the table. */

import { closest } from "../listening.js";
import { isComposing, withControl } from "./keys.js";
import { hasObjection, LOSES, losesBy, OBJECTS } from "./losing.js";
import { keepPlace } from "./place.js";
import { agreed } from "./sending.js";
import { GRID, gridIn } from "./showing.js";
import { heldField, settle } from "./steps.js";

const SENDS = "button[name=submit]";

// What is typed here stays on this machine whatever the page does (static/js/keeping/).
const KEEPS = "[data-keeps]";

let leaving = false;
let agreedTo = null; // the form whose sending was agreed to

/* Ctrl+S saves, Ctrl+Enter sends: from anywhere on the page. Where nothing can be sent, Ctrl+Enter does nothing. */
function press(event, form) {
  const button = event.key === "s" ? null : form.querySelector(SENDS);
  if (button) {
    form.requestSubmit(button);
  } else if (event.key === "s") {
    form.requestSubmit();
  }
}

export function onFormKey(event) {
  const isOurs = withControl(event) && ["s", "Enter"].includes(event.key) && !isComposing(event);
  if (!isOurs || document.querySelector("dialog[open]")) {
    return;
  }
  const table = closest(event.target, GRID) || document.querySelector(GRID);
  const form = table && table.closest("form");
  if (form) {
    event.preventDefault();
    press(event, form);
  }
}

export function onClick(event) {
  const button = closest(event.target, "button[formaction]");
  const table = button && gridIn(button.form);
  if (table && !button.form.querySelector(KEEPS) && losesBy(table, button) && !window.confirm(LOSES)) {
    event.preventDefault();
  }
}

async function askToSend(form, table, button) {
  settle();
  if (await agreed(table)) {
    agreedTo = form;
    form.requestSubmit(button);
  }
}

function keepPlaceIn(table, isSending) {
  keepPlace(table.contains(document.activeElement) ? document.activeElement : heldField(), isSending);
}

function isElsewhere(submitter) {
  return Boolean(submitter) && submitter.hasAttribute("formaction");
}

function mustAsk(form, submitter) {
  return Boolean(submitter) && submitter.matches(SENDS) && agreedTo !== form;
}

export function onSubmit(event) {
  const { target: form, submitter } = event;
  const table = gridIn(form);
  if (event.defaultPrevented || !table || isElsewhere(submitter)) {
    return;
  }
  if (hasObjection(table) && !window.confirm(OBJECTS)) {
    event.preventDefault();
  } else if (mustAsk(form, submitter)) {
    event.preventDefault();
    askToSend(form, table, submitter);
  } else {
    keepPlaceIn(table, agreedTo === form);
    agreedTo = null;
  }
}

export function onSent(event) {
  if (gridIn(event.target) && !event.defaultPrevented) {
    leaving = true;
  }
}

export function onLeave(event) {
  if (!leaving && !document.querySelector(KEEPS) && document.querySelector(`${GRID} .is-changed`)) {
    event.preventDefault();
    event.returnValue = "";
  }
}

export function onShow() {
  leaving = false;
}
