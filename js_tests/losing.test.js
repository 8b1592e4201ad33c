/* What a button would lose. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { changedWords, hasObjection, losesBy } from "../static/js/grid/losing.js";

const cell = (name) => ({ querySelector: () => name && { name } });
const changed = (...names) => ({ querySelectorAll: () => names.map(cell) });
const button = (sends) => ({ getAttribute: () => sends });

test("a deed loses what was typed, but not the words that it sends itself", () => {
  assert.equal(losesBy(changed(), button(null)), false);
  assert.equal(losesBy(changed("p1-month_amount"), button(null)), true);
  assert.equal(losesBy(changed("objection-7"), button("objection-7")), false);
  assert.equal(losesBy(changed("objection-7", "p1-month_amount"), button("objection-7")), true);
});

test("a tick, which is no field of the block, is lost too", () => {
  assert.equal(losesBy(changed(null), button(null)), true);
});

test("an objection is one that says something", () => {
  const table = (...values) => ({ querySelectorAll: () => values.map((value) => ({ value })) });
  assert.deepEqual([table(), table(" "), table("", "应为80万元")].map(hasObjection), [false, false, true]);
});

test("the status counts what is not saved", () => {
  assert.deepEqual([changedWords(0), changedWords(2)], ["没有未保存的修改", "已改 2 格，尚未保存"]);
  assert.deepEqual([changedWords(0, "unit"), changedWords(2, "unit")], ["", "已改 2 格，未存草稿"]);
  assert.equal(changedWords(2, "bureau"), "已改 2 格，尚未代填");
});
