/* A question with more to read than the browser's own has room for. */

/* An element with properties and children. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/* Asks; resolves to whether the person pressed the button, which has the focus. Without a word for it there is only the way
   back. The element that had the focus has it again. */
export function confirmed(title, parts, word) {
  const back = document.activeElement;
  const yes = word ? [make("button", { type: "submit", value: "yes", className: "button button-primary" }, word)] : [];
  const no = make("button", { type: "submit", value: "no", className: "button" }, word ? "取消" : "知道了");
  const bar = make("div", { className: "dialog-bar" }, no, ...yes);
  const form = make("form", { method: "dialog" }, make("h2", {}, title), ...parts, bar);
  const dialog = make("dialog", { className: "dialog" }, form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (back instanceof HTMLElement) {
        back.focus();
      }
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
    (yes[0] || no).focus();
  });
}
