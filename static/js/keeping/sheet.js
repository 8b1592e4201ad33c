/* The keeping of one sheet: each cell on this machine at once and on the server within two seconds, and what became of
   it told beside the buttons. */

import { Asker, KEPT, OFFLINE, OTHER_PERSON, REFUSED, SIGNED_OUT } from "./asking.js";
import { baseOf, canType, fill, shownOf, textOf } from "./boxes.js";
import { Offers } from "./offers.js";
import { isCellName, nameOf, patience, Queue, sentAs } from "./queue.js";
import { scopeOf } from "./store.js";
import { standsWords, statusWords } from "./words.js";

const KEEPALIVE = { keepalive: true };
const UNREACHED = new Set([OFFLINE, SIGNED_OUT, OTHER_PERSON]);

function freshClient() {
  const bytes = window.crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class SheetKeeping {
  /* `marker` is the element of the page that names the sheet and its addresses. */
  constructor(marker, store) {
    this.marker = marker;
    this.form = marker.closest("form");
    this.facts = { ...marker.dataset };
    this.postsWhole = !this.facts.send;
    this.isPosted = false;
    this.store = store;
    this.scope = scopeOf(this.facts);
    this.queue = new Queue(freshClient());
    this.asker = new Asker(window.fetch.bind(window), this.form.elements.csrfmiddlewaretoken.value);
    this.offers = new Offers(this.form.querySelector("[data-keeping-offers]"), (name, choice) => this.choose(name, choice));
    this.beside = new Map(); // name → what stands and what was typed, where they differ
    this.unfit = new Map(); // name → why the server cannot keep it
    this.overrides = new Map(); // name → what a box is typed upon, once the person has seen another's
    this.state = { at: this.facts.kept || "", trouble: "", closed: "", refused: "", isLocal: true };
    this.failures = 0;
    this.timer = null;
    this.asking = null;
    this.marker.toggleAttribute("data-keeps", Boolean(store.storage));
    this.form.querySelectorAll("[data-drops]").forEach((button) => button.removeAttribute("hidden"));
    this.restore();
    this.tell();
  }

  field(name) {
    return this.form.querySelector(`[name="${name}"]`);
  }

  cellFields() {
    return [...this.form.elements].filter((field) => isCellName(field.name));
  }

  version(name) {
    const hidden = this.form.querySelector(`[name="${name.split("-")[0]}-version"]`);
    return hidden && hidden.value !== "" ? Number(hidden.value) : null;
  }

  /* --- Typing ------------------------------------------------------------------------- */

  typed(field) {
    if (!isCellName(field.name) || !canType(field)) {
      return;
    }
    const upon = {
      base: baseOf(field),
      version: this.version(field.name),
      upon: field.getAttribute("data-kept") || "",
      ...this.overrides.get(field.name),
    };
    const cell = this.queue.record(field.name, textOf(field), upon);
    if (cell) {
      this.keepHere(field, cell);
      this.dismiss(field.name);
      this.later(patience(this.failures));
      this.tell();
    }
  }

  keepHere(field, cell) {
    const label = field.getAttribute("aria-label") || field.name;
    const copy = { ...cell, label, at: Date.now(), address: this.facts.address };
    this.state.isLocal = this.store.put(this.scope, cell.name, copy);
    // Who leaves loses nothing while the machine has a copy.
    this.marker.toggleAttribute("data-keeps", this.state.isLocal);
  }

  later(wait) {
    if (this.timer === null) {
      this.timer = window.setTimeout(() => this.flush(), wait);
    }
  }

  /* Asks the server to keep what waits; one request at a time. */
  flush(more = {}) {
    window.clearTimeout(this.timer);
    this.timer = null;
    const due = this.queue.due();
    if (!due.length || this.asking) {
      return this.asking || Promise.resolve();
    }
    return this.ask(this.facts.address, { cells: due.map(sentAs) }, more);
  }

  /* Gives what it means. What was typed meanwhile is sent after it, never beside it. */
  async ask(address, body, more = {}) {
    const whole = { person: Number(this.facts.person), client: this.queue.client, ...body };
    this.asking = this.asker.ask(address, this.facts.address, whole, more);
    const said = await this.asking;
    this.asking = null;
    this.answered(said);
    if (this.queue.due().length) {
      this.later(patience(this.failures));
    }
    return said;
  }

  /* Until nothing is being asked. */
  async answer() {
    while (this.asking) {
      // Who waited too may have asked the next thing first.
      // oxlint-disable-next-line no-await-in-loop
      await this.asking;
    }
  }

  answered({ is, answer }) {
    const isKept = is === KEPT;
    this.failures = isKept ? 0 : this.failures + 1;
    this.state.trouble = isKept || is === REFUSED ? "" : is;
    this.state.refused = is === REFUSED ? answer.message : "";
    if (isKept) {
      this.confirm(answer);
      this.queue.hold(answer.conflicts || []).forEach((conflict) => this.differs(conflict));
      this.queue.hold(answer.faults || []).forEach((fault) => this.cannotKeep(fault));
      this.state.closed = answer.closed || "";
    }
    this.tell();
  }

  confirm({ kept, at }) {
    const safe = this.queue.confirm(kept);
    safe.forEach((cell) => this.store.drop(this.scope, cell.name, cell));
    if (safe.length) {
      this.state.at = at;
    }
  }

  /* --- Two texts for one cell --------------------------------------------------------- */

  differs(conflict) {
    const name = nameOf(conflict);
    const upon = conflict.own ? { upon: conflict.mark } : { base: conflict.now, version: conflict.version };
    this.offer(name, conflict.mine, conflict.now, standsWords(conflict), upon, !conflict.sent);
  }

  cannotKeep(fault) {
    const name = nameOf(fault);
    const field = this.field(name);
    this.unfit.set(name, `${field ? field.getAttribute("aria-label") : name}：${fault.message}`);
  }

  offer(name, mine, now, stands, upon, canFill) {
    const field = this.field(name);
    const [label, isTick] = [field ? field.getAttribute("aria-label") : name, Boolean(field) && field.type === "checkbox"];
    const fits = canFill && canType(field);
    this.beside.set(name, { mine, now, upon, fits });
    this.offers.show({ name, label, mine, stands, canFill: fits, isTick });
  }

  choose(name, choice) {
    const { mine, now, upon, fits } = this.beside.get(name);
    const field = this.field(name);
    if (choice === "mine" && !fits) {
      return; // It has no box to go into: what is kept is all there is of it.
    }
    this.dismiss(name);
    this.store.remove(this.scope, name);
    this.queue.waiting.delete(name);
    this.queue.last.delete(name);
    if (fits) {
      this.overrides.set(name, upon);
      fill(field, choice === "mine" ? mine : now);
      this.flush();
    } else {
      this.showSent(field, now);
      this.drop([name]);
    }
    this.tell();
  }

  /* A row that was sent since the page was made still has its boxes: what they show is not typed. */
  showSent(field, text) {
    if (canType(field)) {
      this.queue.last.set(field.name, text);
      fill(field, text);
    }
  }

  /* The server keeps no longer what has no box to go into. Gives whether it said so. */
  async drop(names) {
    await this.answer();
    const dropped = names.map((name) => sentAs({ name })).filter(Boolean);
    const said = await this.ask(this.facts.address, { dropped, shown: this.facts.shown });
    return said.is === KEPT;
  }

  /* 不再保留 below a row that cannot be typed in: the button names the boxes. */
  async giveUp(button) {
    const names = button.getAttribute("data-drops").split(" ");
    if (await this.drop(names)) {
      names.forEach((name) => this.store.remove(this.scope, name));
      names.filter((name) => this.beside.has(name)).forEach((name) => this.dismiss(name));
      button.parentElement.remove();
      this.tell();
    }
  }

  dismiss(name) {
    this.unfit.delete(name);
    this.beside.delete(name);
    this.offers.take(name);
  }

  /* --- Coming back -------------------------------------------------------------------- */

  /* What this machine has, and the server has not: into a box that is empty in both, else beside it. */
  restore() {
    this.store.all(this.scope).forEach(([name, copy]) => {
      const field = this.field(name);
      const shown = canType(field) ? shownOf(field) : null;
      if (shown === copy.text && this.isUnsaved(field)) {
        this.typed(field);
      } else if (shown === copy.text) {
        this.store.remove(this.scope, name);
      } else if (shown === "" && baseOf(field) === "" && copy.base === "") {
        fill(field, copy.text);
        this.typed(field);
      } else {
        const stands = shown === null ? "这一行现在不能填" : standsWords({ now: shown });
        this.offer(name, copy.text, shown || "", stands, {}, true);
      }
    });
    // A form that was posted as a whole and refused comes back with what nobody has saved.
    this.cellFields()
      .filter((field) => canType(field) && !this.beside.has(field.name) && this.isUnsaved(field))
      .forEach((field) => this.typed(field));
    // What the server has kept of this person, and another hand has changed since.
    this.cellFields()
      .filter((field) => field.hasAttribute("data-mine") && !this.beside.has(field.name))
      .forEach((field) => {
        const stands = field.getAttribute("data-stands") || standsWords({ now: shownOf(field) });
        this.offer(field.name, field.getAttribute("data-mine"), shownOf(field), stands, {}, true);
      });
  }

  isUnsaved(field) {
    return this.postsWhole && !field.hasAttribute("data-kept") && shownOf(field) !== baseOf(field);
  }

  /* --- Telling ------------------------------------------------------------------------ */

  tell() {
    const count = new Set([...this.queue.waiting.keys(), ...this.store.all(this.scope).map(([name]) => name)]).size;
    const conflicts = this.beside.size;
    const status = this.form.querySelector("[data-keeping-status]");
    const waits = Boolean(this.state.trouble) || this.queue.due().length || this.unfit.size ? count : 0;
    const refused = this.state.refused || [...this.unfit.values()][0] || "";
    const words = statusWords({ ...this.state, refused, count: waits, conflicts });
    if (status && status.textContent !== words) {
      status.textContent = words;
    }
    const link = this.form.querySelector("[data-keeping-sign-in]");
    if (link) {
      link.hidden = this.state.trouble !== SIGNED_OUT;
    }
  }

  /* --- Sending ------------------------------------------------------------------------ */

  /* Saves or sends the sheet; gives where to go on, or null where the page stays as it is. */
  async submit(sends) {
    await this.answer();
    if (sends && this.mustChoose()) {
      return null;
    }
    window.clearTimeout(this.timer);
    this.timer = null;
    const cells = this.queue.due().map(sentAs);
    const body = { cells, submit: sends, shown: this.facts.shown, seen: this.seen() };
    const said = await this.ask(this.facts.send, body);
    return said.is === KEPT ? said.answer.to : null;
  }

  /* Whether the form may be posted as a whole: what was typed is kept first. Where nobody is there to take it, the page
     stays as it is and says so. */
  async mayPost() {
    await this.answer();
    window.clearTimeout(this.timer);
    this.timer = null;
    const { is } = await this.ask(this.facts.address, { cells: this.queue.due().map(sentAs) });
    if (UNREACHED.has(is) || this.mustChoose()) {
      return false;
    }
    this.isPosted = true;
    this.form.elements.client.value = this.queue.client;
    this.form.elements.csrfmiddlewaretoken.value = this.asker.token;
    return true;
  }

  /* A sheet of which a cell has two texts is not sent: the choices are shown. */
  mustChoose() {
    const open = this.offers.open();
    if (open) {
      open.scrollIntoView({ block: "center" });
      open.focus();
    }
    return Boolean(open);
  }

  /* The version of each row as it was read, by project. */
  seen() {
    const versions = [...this.form.elements].filter((field) => /^p\d+-version$/.test(field.name));
    return Object.fromEntries(
      versions.map((field) => [field.name.slice(1, -8), field.value === "" ? null : Number(field.value)])
    );
  }

  /* What could not be kept before the form was posted goes with the form, and nothing comes in behind it. */
  leave() {
    if (!this.isPosted) {
      this.flush(KEEPALIVE);
    }
  }
}
