/* What is typed stays on this machine until the server has confirmed that very cell. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Asker, FAILED, KEPT, meaningOf, OFFLINE, OTHER_PERSON, REFUSED, SIGNED_OUT } from "../static/js/keeping/asking.js";
import { groupsOf, upload } from "../static/js/keeping/leaving.js";
import { isCellName, patience, Queue, sentAs } from "../static/js/keeping/queue.js";
import { KEPT_MS, scopeOf, Store } from "../static/js/keeping/store.js";
import { standsWords, statusWords } from "../static/js/keeping/words.js";

class Storage {
  constructor() {
    this.map = new Map();
  }

  get length() {
    return this.map.size;
  }

  key(at) {
    return [...this.map.keys()][at];
  }

  getItem(key) {
    return this.map.has(key) ? this.map.get(key) : null;
  }

  setItem(key, value) {
    if (this.isFull) {
      throw new Error("full");
    }
    this.map.set(key, value);
  }

  removeItem(key) {
    this.map.delete(key);
  }
}

const PLACE = { person: 5, county: 1, unit: 2, month: "2019-07", hand: "unit" };
const SHEET = scopeOf(PLACE);
const NAME = "p7-month_amount";
const copy = (text, number, more = {}) => ({ text, number, client: "a", at: 0, address: "/keep", ...more });
const facts = { base: "", version: null, upon: "" };

test("a copy is keyed by person, county, unit, month and hand, one key a cell", () => {
  const store = new Store(new Storage());
  assert.equal(store.put(SHEET, NAME, copy("120", 1)), true);
  store.put(scopeOf({ ...PLACE, person: 51 }), NAME, copy("9", 1));
  assert.deepEqual(store.all(SHEET), [[NAME, copy("120", 1)]]);
  assert.deepEqual(store.ofPerson(5), [[SHEET, NAME, copy("120", 1)]]);
  assert.equal(store.storage.key(0), "xushi:typed:5:1:2:2019-07:unit:p7-month_amount");
});

test("who reports for a unit and keys for it too has two sheets, and both are theirs", () => {
  const store = new Store(new Storage());
  const keyed = scopeOf({ ...PLACE, hand: "bureau" });
  store.put(SHEET, NAME, copy("120", 1));
  store.put(keyed, NAME, copy("55", 1, { address: "/key/keeping/" }));
  assert.deepEqual([store.all(SHEET), store.all(keyed)].map(([[, { text }]]) => text), ["120", "55"]);
  assert.deepEqual(store.ofPerson(5).map(([scope, name]) => [scope, name]), [[SHEET, NAME], [keyed, NAME]]);
  assert.deepEqual(groupsOf(store.ofPerson(5)).map(({ address }) => address), ["/keep", "/key/keeping/"]);
});

test("a copy goes only with its own number, and after fourteen days", () => {
  const store = new Store(new Storage());
  store.put(SHEET, NAME, copy("120", 2));
  store.drop(SHEET, NAME, { client: "a", number: 1 });
  store.drop(SHEET, NAME, { client: "b", number: 2 });
  assert.equal(store.all(SHEET).length, 1);
  store.sweep(KEPT_MS - 1);
  assert.equal(store.all(SHEET).length, 1);
  store.sweep(KEPT_MS);
  assert.equal(store.all(SHEET).length, 0);
  store.put(SHEET, NAME, copy("120", 2));
  store.drop(SHEET, NAME, { client: "a", number: 2 });
  assert.equal(store.all(SHEET).length, 0);
});

test("a storage that is full or forbidden is told, and what is no copy of ours is passed over", () => {
  const storage = new Storage();
  storage.setItem(`${SHEET}p1-progress`, "{");
  assert.deepEqual(new Store(storage).all(SHEET), []);
  storage.isFull = true;
  assert.equal(new Store(storage).put(SHEET, NAME, copy("1", 1)), false);
  const none = new Store(null);
  assert.equal(none.put(SHEET, NAME, copy("1", 1)), false);
  none.drop(SHEET, NAME, copy("1", 1));
  none.sweep(0);
  assert.deepEqual([none.all(SHEET), none.ofPerson(5)], [[], []]);
});

test("a cell is safe only when its own number comes back", () => {
  const queue = new Queue("a");
  queue.record(NAME, "1", facts);
  queue.record("p7-progress", "桩基", facts);
  queue.record(NAME, "12", facts);
  assert.equal(queue.record(NAME, "12", facts), null);
  assert.deepEqual(queue.confirm([1, 99]), []);
  assert.deepEqual(queue.confirm([2]).map((cell) => cell.name), ["p7-progress"]);
  assert.deepEqual(queue.due().map((cell) => cell.number), [3]);
  queue.confirm([3]);
  assert.deepEqual(queue.due(), []);
});

test("a cell that another hand has changed waits for the choice, and typing on asks again", () => {
  const queue = new Queue("a");
  queue.record(NAME, "23", facts);
  const conflict = { project: 7, field: "month_amount", number: 1, now: "99" };
  assert.deepEqual(queue.hold([{ ...conflict, number: 9 }]), []);
  assert.deepEqual(queue.hold([conflict]), [conflict]);
  assert.deepEqual([queue.due().length, queue.waiting.size], [0, 1]);
  queue.record(NAME, "24", facts);
  assert.equal(queue.due().length, 1);
});

test("a cell as the server reads it", () => {
  const queue = new Queue("a");
  const cell = queue.record(NAME, "23", { base: "7", version: 3, upon: "b:1" });
  const sent = { project: 7, field: "month_amount", text: "23", base: "7", version: 3, number: 1, upon: "b:1" };
  assert.deepEqual(sentAs(cell), sent);
  assert.equal(sentAs({ name: "objection-7" }), null);
  assert.deepEqual(["p7-progress", "p7-version", "p7-was", "objection-7", ""].map(isCellName), [true, false, false, false, false]);
});

test("one waits longer from failure to failure", () => {
  assert.deepEqual([0, 1, 2, 3, 9].map(patience), [1000, 2000, 4000, 8000, 30000]);
});

test("nothing but an answer of the server's own means anything", () => {
  const kept = { kept: [1] };
  assert.equal(meaningOf(200, kept).is, KEPT);
  assert.equal(meaningOf(409, { kept: [], conflicts: [] }).is, KEPT);
  assert.equal(meaningOf(200, null).is, FAILED);
  assert.equal(meaningOf(500, kept).is, FAILED);
  assert.equal(meaningOf(401, { error: "sign-in" }).is, SIGNED_OUT);
  assert.equal(meaningOf(401, { error: "person" }).is, OTHER_PERSON);
  assert.equal(meaningOf(409, { error: "late", message: "已关闭" }).is, REFUSED);
  assert.equal(meaningOf(403, { error: "token", message: "过期" }).is, FAILED);
});

const JSON_HEADERS = { get: () => "application/json; charset=utf-8" };
const said = (status, answer, more = {}) => ({ status, headers: JSON_HEADERS, json: async () => answer, ...more });

/* A server that gives these answers one after the other, and the requests that it got. */
function server(...answers) {
  const got = [];
  const fetch = async (address, options) => {
    got.push([options.method || "GET", options.headers["X-CSRFToken"]]);
    const answer = answers.shift();
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
  return { got, ask: () => new Asker(fetch, "old").ask("/keep", "/keep", {}) };
}

test("a stale token is fetched anew, and the cells are sent again, once", async () => {
  const mended = server(said(403, null), said(200, { token: "new", person: 5 }), said(200, { kept: [1] }));
  assert.equal((await mended.ask()).is, KEPT);
  assert.deepEqual(mended.got, [["POST", "old"], ["GET", undefined], ["POST", "new"]]);
  const never = server(said(403, null), said(200, { token: "new" }), said(403, null));
  assert.equal((await never.ask()).is, FAILED);
  const out = server(said(403, null), said(401, { error: "sign-in" }));
  assert.equal((await out.ask()).is, SIGNED_OUT);
});

test("a redirect, a page in the place of the answer and a cut wire are no answer", async () => {
  const page = { get: () => "text/html" };
  assert.equal((await server(said(0, { kept: [1] }, { type: "opaqueredirect" })).ask()).is, FAILED);
  assert.equal((await server(said(200, { kept: [1] }, { redirected: true })).ask()).is, FAILED);
  assert.equal((await server(said(200, { kept: [1] }, { headers: page })).ask()).is, FAILED);
  assert.equal((await server(new TypeError("offline")).ask()).is, OFFLINE);
});

test("the line beside the buttons counts what only this machine has", () => {
  const state = { trouble: "", count: 0, isLocal: true, at: "16:58" };
  const words = (more) => statusWords({ ...state, ...more });
  assert.equal(words({}), "已保存 16:58");
  assert.equal(words({ at: "" }), "");
  assert.equal(words({ count: 3 }), "正在保存…");
  assert.equal(words({ count: 12, trouble: OFFLINE }), "已断网，本机存有 12 格，联网后自动上传");
  assert.equal(words({ count: 1, trouble: OFFLINE, isLocal: false }), "已断网，1 格未保存，请不要关闭本页，联网后自动上传");
  assert.equal(words({ count: 2, trouble: SIGNED_OUT }), "登录已过期，本机存有 2 格，重新登录后自动上传");
  assert.equal(words({ trouble: SIGNED_OUT }), "登录已过期，没有提交");
  assert.equal(words({ conflicts: 1 }), "有 1 格有两个数，请选择以谁的为准");
  assert.equal(words({ closed: "已关闭" }), "已关闭");
  assert.equal(words({ refused: "已关闭", count: 1 }), "已关闭（本机存有 1 格）");
});

test("what stands is told with who and when", () => {
  assert.equal(standsWords({ now: "99", who: "林同事", at: "16:58" }), "现为 99（林同事 16:58）");
  assert.equal(standsWords({ now: "", own: true, at: "16:58" }), "现为 （空）（您在另一个窗口 16:58）");
  assert.equal(standsWords({ now: "120" }), "现为 120");
});

test("leaving uploads what each page had typed, and counts what the server would not take", async () => {
  const store = new Store(new Storage());
  store.put(SHEET, NAME, copy("120", 1));
  store.put(SHEET, "p7-progress", copy("桩基", 2));
  store.put(SHEET, "p8-progress", copy("主体", 1, { client: "b" }));
  assert.deepEqual(groupsOf(store.ofPerson(5)).map(({ client, cells }) => [client, cells.length]), [["a", 2], ["b", 1]]);
  const answers = [{ is: KEPT, answer: { kept: [1, 2] } }, { is: OFFLINE, answer: null }];
  const asked = [];
  const asker = {
    ask: async (address, tokens, body) => {
      asked.push(body);
      return answers.shift();
    },
  };
  assert.equal(await upload(store, "5", asker), 1);
  assert.deepEqual(asked.map(({ person, client, cells }) => [person, client, cells.length]), [[5, "a", 2], [5, "b", 1]]);
  assert.deepEqual(store.all(SHEET).map(([name]) => name), ["p8-progress"]);
});
