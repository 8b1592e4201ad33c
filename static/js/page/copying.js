/* A button that copies the text of a box: data-copy names the box, data-copied where it is said. An office opens these
   pages over http, where a browser gives no clipboard: then the old command copies, or the text is left selected. */

import { closest, listen } from "../listening.js";

export const COPIED = "已复制，到工作群里粘贴";
export const SELECTED = "已选中，请按 Ctrl+C 复制";

/* What to say, once the box is selected and `copy` was asked to copy it. */
export function copyWords(box, copy) {
  box.focus();
  box.select();
  let done = false;
  try {
    done = copy();
  } catch {
    done = false;
  }
  return done ? COPIED : SELECTED;
}

function onClick(event) {
  const button = closest(event.target, "[data-copy]");
  const box = button && document.getElementById(button.getAttribute("data-copy"));
  if (!box) {
    return;
  }
  const words = copyWords(box, () => document.execCommand("copy"));
  const place = document.querySelector(`[data-copied="${box.id}"]`);
  if (place) {
    place.textContent = words;
  }
}

export function bindCopying() {
  return listen([document, "click", onClick]);
}
