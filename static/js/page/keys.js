/* Keys of a page: data-key names the key that follows a link, presses a button or goes to a box. */

import { closest, listen } from "../listening.js";

const TYPED_INTO = "input, textarea, select, [contenteditable]";

/* The name of the key that a press asks for, "" where it is typed into a box or belongs to the browser. */
export function keyOf(event, isTyping) {
  const isHeld = event.ctrlKey || event.metaKey || event.altKey;
  if (isTyping || isHeld || event.isComposing || event.keyCode === 229 || event.repeat) {
    return "";
  }
  return event.key.length === 1 ? event.key.toLowerCase() : "";
}

/* The text in the box with one more reason, which is not written twice. */
export function joined(text, more) {
  const before = text.trim().replace(/；$/, "");
  if (!before || before === more) {
    return more;
  }
  return before.split("；").includes(more) ? before : `${before}；${more}`;
}

function fill(button) {
  const box = document.getElementById(button.getAttribute("data-fills"));
  box.value = joined(box.value, button.getAttribute("data-text"));
  box.focus();
}

function onKey(event) {
  const key = keyOf(event, Boolean(closest(event.target, TYPED_INTO)));
  const named = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!named) {
    return;
  }
  event.preventDefault();
  if (named.matches(TYPED_INTO)) {
    named.focus();
  } else {
    named.click();
  }
}

/* Enter in a box presses its own button, and not the first of the form. */
function onEnter(event) {
  const box = event.key === "Enter" && !event.isComposing && closest(event.target, "[data-presses]");
  if (box) {
    event.preventDefault();
    document.getElementById(box.getAttribute("data-presses")).click();
  }
}

/* Escape leaves a box, so that the keys work again. */
function onEscape(event) {
  if (event.key === "Escape" && closest(event.target, "[data-unsent]")) {
    event.target.blur();
  }
}

function onClick(event) {
  const button = closest(event.target, "[data-fills]");
  if (button) {
    fill(button);
  }
}

export function bindKeys() {
  return listen(
    [document, "keydown", onKey],
    [document, "keydown", onEnter],
    [document, "keydown", onEscape],
    [document, "click", onClick]
  );
}
