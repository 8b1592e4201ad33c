/* The copies on this machine of what was typed and is not yet safe on the server: one key a cell, so that two tabs do
   not write over each other. The key names the person, the county, the unit, the month and the hand (the unit's own, or
   the bureau's that keys for it), and never a version: with one, a text would be lost when the server moves on. */

const PREFIX = "xushi:typed:";
export const KEPT_MS = 14 * 24 * 3600 * 1000;

/* A sheet is {person, county, unit, month, hand}. */
export function scopeOf({ person, county, unit, month, hand }) {
  return `${PREFIX}${person}:${county}:${unit}:${month}:${hand}:`;
}

function keysOf(storage, beginning) {
  const keys = [];
  for (let at = 0; at < storage.length; at += 1) {
    const key = storage.key(at);
    if (key.startsWith(beginning)) {
      keys.push(key);
    }
  }
  return keys;
}

function read(storage, key) {
  try {
    const copy = JSON.parse(storage.getItem(key));
    return copy && typeof copy.text === "string" ? copy : null;
  } catch {
    return null;
  }
}

export class Store {
  constructor(storage) {
    this.storage = storage;
  }

  /* Whether the machine has kept it: a full or forbidden storage has not. */
  put(scope, name, copy) {
    try {
      this.storage.setItem(scope + name, JSON.stringify(copy));
      return true;
    } catch {
      return false;
    }
  }

  /* Takes a copy away where it still is the one that the server has confirmed. */
  drop(scope, name, { client, number }) {
    const copy = this.storage && read(this.storage, scope + name);
    if (copy && copy.client === client && copy.number === number) {
      this.storage.removeItem(scope + name);
    }
  }

  remove(scope, name) {
    if (this.storage) {
      this.storage.removeItem(scope + name);
    }
  }

  /* [name, copy] of every cell of a sheet. */
  all(scope) {
    const keys = this.storage ? keysOf(this.storage, scope) : [];
    return keys.map((key) => [key.slice(scope.length), read(this.storage, key)]).filter(([, copy]) => copy);
  }

  /* [scope, name, copy] of every cell of a person, whatever sheet it belongs to. */
  ofPerson(person) {
    const keys = this.storage ? keysOf(this.storage, `${PREFIX}${person}:`) : [];
    return keys
      .map((key) => [key.slice(0, key.lastIndexOf(":") + 1), key.slice(key.lastIndexOf(":") + 1), read(this.storage, key)])
      .filter(([, , copy]) => copy);
  }

  /* What is fourteen days old goes, whosever it is. */
  sweep(now) {
    (this.storage ? keysOf(this.storage, PREFIX) : []).forEach((key) => {
      const copy = read(this.storage, key);
      if (!copy || !(now - copy.at < KEPT_MS)) {
        this.storage.removeItem(key);
      }
    });
  }
}

/* The browser's storage, or null where it is forbidden. */
export function localStore() {
  try {
    return new Store(window.localStorage);
  } catch {
    return new Store(null);
  }
}
