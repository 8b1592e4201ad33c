/* Files dropped on a project's row of the sheet are laid beside its figures. Nothing else on the page changes: what is being
   typed stays. Without this file the row's link leads to a form. */

import { sendDropped } from "./evidence/sending.js";
import { closest, listen } from "./listening.js";

const OVER = "is-dropped-on";

/* The line of the row that a drag is over; null beside rows, and where nothing may be added. */
function lineAt(target) {
  const row = closest(target, "tbody");
  return row && row.querySelector('[data-evidence]:not([data-evidence=""])');
}

function carriesFiles(event) {
  return Boolean(event.dataTransfer) && [...event.dataTransfer.types].includes("Files");
}

function mark(target) {
  const row = target && closest(target, "tbody");
  document.querySelectorAll(`.${OVER}`).forEach((each) => each !== row && each.classList.remove(OVER));
  if (row) {
    row.classList.add(OVER);
  }
}

/* A file dropped beside a row would be opened in the place of the sheet: it is not taken at all. */
function onDragOver(event) {
  if (!carriesFiles(event)) {
    return;
  }
  event.preventDefault();
  const line = lineAt(event.target);
  event.dataTransfer.dropEffect = line ? "copy" : "none";
  mark(line);
}

function onDragLeave(event) {
  if (!event.relatedTarget) {
    mark(null);
  }
}

function onDrop(event) {
  if (!carriesFiles(event)) {
    return;
  }
  event.preventDefault();
  mark(null);
  const line = lineAt(event.target);
  if (line && event.dataTransfer.files.length) {
    sendDropped(line, event.dataTransfer.files);
  }
}

/* A module runs once however often a page names it: so the page listens once, until this is called. */
const bound = listen([document, "dragover", onDragOver], [document, "dragleave", onDragLeave], [document, "drop", onDrop]);

export function unbind() {
  bound();
}
