/* Binds the keeping of typed cells to the sheet of the page. Without it the form works as a form. */

import { listen } from "./listening.js";
import { SheetKeeping } from "./keeping/sheet.js";
import { localStore } from "./keeping/store.js";
import { lock, unlock } from "./page/sending.js";

const store = localStore();
store.sweep(Date.now());

const marker = document.querySelector("[data-keeping]");
const sheet = marker && marker.closest("form") ? new SheetKeeping(marker, store) : null;

let isPosting = false;

function isOurs(field) {
  return sheet !== null && field instanceof Element && field.form === sheet.form;
}

/* While pinyin is being composed the box holds half a word. */
function onInput(event) {
  if (isOurs(event.target) && !event.isComposing) {
    sheet.typed(event.target);
  }
}

function onComposed(event) {
  if (isOurs(event.target)) {
    sheet.typed(event.target);
  }
}

async function send(form, submitter) {
  form.setAttribute("data-sending", "");
  lock(form);
  const to = await sheet.submit(Boolean(submitter) && submitter.name === "submit");
  if (to) {
    window.location.assign(to);
  } else {
    unlock(form);
  }
}

/* 代填 is a form that is posted as a whole, once what was typed is kept. */
async function post(form, submitter) {
  form.setAttribute("data-sending", "");
  lock(form);
  const goes = await sheet.mayPost();
  unlock(form);
  if (goes) {
    isPosting = true;
    form.requestSubmit(submitter);
    isPosting = false;
  }
}

/* On document, after those who may call the sending off. */
function onSubmit(event) {
  const goesElsewhere = event.submitter && event.submitter.hasAttribute("formaction");
  if (event.defaultPrevented || isPosting || !isOurs(event.target.elements[0]) || goesElsewhere) {
    return;
  }
  event.preventDefault();
  (sheet.postsWhole ? post : send)(event.target, event.submitter);
}

function onClick(event) {
  const pressed = event.target instanceof Element && event.target.closest("[data-drops]");
  if (pressed && pressed.closest("form") === sheet.form) {
    sheet.giveUp(pressed);
  }
}

function onBack() {
  sheet.failures = 0;
  sheet.flush();
}

function onHidden() {
  if (document.visibilityState === "hidden") {
    sheet.leave();
  } else {
    onBack();
  }
}

const listeners = [
  [document, "input", onInput],
  [document, "change", onInput],
  [document, "compositionend", onComposed],
  [document, "submit", onSubmit],
  [document, "click", onClick],
  [document, "visibilitychange", onHidden],
  [window, "pagehide", () => sheet.leave()],
  [window, "online", onBack],
];

/* A module runs once however often a page names it: so the page listens once, until this is called. */
export const unbind = sheet ? listen(...listeners) : () => undefined;
