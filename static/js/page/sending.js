/* A form is asked about before it is sent, and sent once only. */

import { listen } from "../listening.js";

export const LOCK_MS = 10000; // A download leaves the page where it is, so its button must come back.

/* What is asked before the form is sent; the button that was pressed comes before the form. */
export function questionOf(form, submitter) {
  return (submitter && submitter.getAttribute("data-confirm")) || form.getAttribute("data-confirm");
}

/* Takes the form's buttons away while it is sent. One that was disabled before stays so afterwards. */
export function lock(form) {
  [...form.elements].forEach((element) => {
    if (element.type === "submit" && !element.disabled) {
      element.disabled = true;
      element.classList.add("is-sending");
    }
  });
}

export function unlock(form) {
  form.removeAttribute("data-sending");
  [...form.elements].forEach((element) => {
    if (element.classList.contains("is-sending")) {
      element.disabled = false;
      element.classList.remove("is-sending");
    }
  });
}

function onSubmit(event) {
  const question = questionOf(event.target, event.submitter);
  if (event.target.hasAttribute("data-sending") || (question && !window.confirm(question))) {
    event.preventDefault();
  }
}

function onSent(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") {
    return;
  }
  form.setAttribute("data-sending", "");
  // Disabled after the form data is gathered, so the pressed button's own value is still sent.
  window.setTimeout(() => lock(form), 0);
  window.setTimeout(() => unlock(form), LOCK_MS);
}

// Coming back by the browser's button restores the page as it was left: buttons locked.
function onShow(event) {
  if (event.persisted) {
    document.querySelectorAll("form[data-sending]").forEach(unlock);
  }
}

export function bindSending() {
  return listen(
    [document, "submit", onSubmit],
    // On window, after every other listener has had the chance to call the sending off.
    [window, "submit", onSent],
    [window, "pageshow", onShow]
  );
}
