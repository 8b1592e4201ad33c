/* A box for text of which each line has its number: the page stands with the lines of what it was sent, and this
   follows what is typed. data-numbered names the element under the box that holds the lines. */

import { listen } from "../listening.js";

/* The lines under the box, as many as the text has, each with its words. */
export function number(lines, text, line) {
  const words = text.split("\n");
  while (lines.children.length > words.length) {
    lines.lastElementChild.remove();
  }
  words.forEach((each, place) => {
    const own = lines.children[place] ?? lines.appendChild(line());
    if (own.textContent !== each) {
      own.textContent = each;
    }
  });
}

function onInput(event) {
  const lines = document.getElementById(event.target.dataset?.numbered ?? "");
  if (lines) {
    number(lines, event.target.value, () => document.createElement("div"));
  }
}

export function bindNumbering() {
  return listen([document, "input", onInput]);
}
