/* 退出: what this machine still has of the person goes to the server first; where it cannot, the person says whether it
   stays here. Listens on every page, because one signs out from any. */

import { listen } from "../listening.js";
import { Asker, KEPT } from "./asking.js";
import { sentAs } from "./queue.js";
import { localStore } from "./store.js";
import { leavingWords } from "./words.js";

const SIGN_OUT = "form[data-signs-out]";

/* The copies by the sheet and the page that typed them: each is asked for by itself. */
export function groupsOf(copies) {
  const groups = new Map();
  copies.forEach(([scope, name, copy]) => {
    const key = `${scope} ${copy.client}`;
    const group = groups.get(key) || { scope, address: copy.address, client: copy.client, cells: [] };
    group.cells.push({ ...copy, name });
    groups.set(key, group);
  });
  return [...groups.values()];
}

/* How many cells the server would not take. */
export async function upload(store, person, asker) {
  for (const { scope, address, client, cells } of groupsOf(store.ofPerson(person))) {
    const body = { person: Number(person), client, cells: cells.map(sentAs) };
    // One after the other: a hundred requests at once help nobody.
    // oxlint-disable-next-line no-await-in-loop
    const { is, answer } = await asker.ask(address, address, body);
    if (is === KEPT) {
      cells.filter((cell) => answer.kept.includes(cell.number)).forEach((cell) => store.drop(scope, cell.name, cell));
    }
  }
  return store.ofPerson(person).length;
}

function button(text, value) {
  const made = document.createElement("button");
  made.type = "submit";
  made.className = "button";
  made.value = value;
  made.textContent = text;
  return made;
}

/* "stay", "delete", or "" where the person does not leave after all. */
function question(count) {
  const dialog = document.createElement("dialog");
  const form = document.createElement("form");
  form.method = "dialog";
  const words = document.createElement("p");
  words.textContent = leavingWords(count);
  const row = document.createElement("div");
  row.className = "button-row";
  row.append(button("留在本机", "stay"), button("删除", "delete"), button("取消", ""));
  form.append(words, row);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}

async function leave(form, store, person) {
  const asker = new Asker(window.fetch.bind(window), form.elements.csrfmiddlewaretoken.value);
  const left = await upload(store, person, asker);
  const answer = left ? await question(left) : "stay";
  if (answer === "delete") {
    store.ofPerson(person).forEach(([scope, name]) => store.remove(scope, name));
  }
  if (answer) {
    form.elements.csrfmiddlewaretoken.value = asker.token;
    form.submit();
  }
}

function onSubmit(event) {
  const form = event.target;
  const store = localStore();
  const person = form.matches(SIGN_OUT) ? form.getAttribute("data-signs-out") : "";
  if (person && !event.defaultPrevented && store.ofPerson(person).length) {
    event.preventDefault();
    leave(form, store, person);
  }
}

export function bindLeaving() {
  return listen([document, "submit", onSubmit]);
}
