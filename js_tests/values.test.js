/* What a field holds against what is stored, and how text is put into it. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { canPut, choiceOf, isChanged, originalOf, put, readFor, valueOf } from "../static/js/grid/values.js";
import { Field, select } from "./table.js";

const REASONS = [["", "——"], ["winter", "冬休"], ["rain", " 雨季 "]];

test("a box is on or nothing", () => {
  const box = (checked) => valueOf(new Field({ type: "checkbox", checked, value: "on" }));
  assert.deepEqual([box(true), box(false)], ["on", ""]);
});

test("what is stored is told by data-original, else by what the page came with", () => {
  assert.equal(originalOf(new Field({ attributes: { "data-original": "3" }, defaultValue: "5" })), "3");
  assert.equal(originalOf(new Field({ defaultValue: "5" })), "5");
});

test("of a select the choice of the page is stored, else the first, else nothing", () => {
  const chosen = select(...REASONS);
  chosen.options[0].defaultSelected = false;
  chosen.options[1].defaultSelected = true;
  assert.equal(originalOf(chosen), "winter");
  chosen.options[1].defaultSelected = false;
  assert.equal(originalOf(chosen), "");
  assert.equal(originalOf(new Field({ tagName: "SELECT", options: [] })), "");
});

test("a field is changed while it holds something other than what is stored", () => {
  const field = new Field({ value: "3", attributes: { "data-original": "3" } });
  assert.equal(isChanged(field), false);
  field.value = "３";
  assert.equal(isChanged(field), true);
});

test("a choice is named by its key or its word, and the empty one by a dash and the like", () => {
  const texts = ["winter", "雨季", "", "-", "——", "/", "无", "下雨"];
  const { options } = select(...REASONS);
  assert.deepEqual(texts.map((text) => choiceOf(options, text)), ["winter", "rain", "", "", "", "", "", null]);
});

test("an amount is not changed by separators", () => {
  const box = (value) => new Field({ value, inputMode: "decimal", attributes: { "data-original": "5,248" } });
  assert.deepEqual(["5248", "５，２４８", "5249", ""].map((value) => isChanged(box(value))), [false, false, true, true]);
});

test("text is read without the space around it, and in one line where the field has one", () => {
  const [box, area] = [new Field(), new Field({ tagName: "TEXTAREA" })];
  assert.deepEqual([readFor(box, " 主体 \n 施工 "), readFor(area, " 主体\n施工 ")], ["主体 施工", "主体\n施工"]);
});

test("a field into which text was put says so as if it were typed", () => {
  const [field, tick] = [new Field(), new Field({ type: "checkbox", checked: false })];
  put(field, "5");
  put(tick, "on");
  assert.deepEqual([field.value, field.heard, tick.checked], ["5", ["input", "change"], true]);
});

test("a select takes only what names a choice", () => {
  const field = select(...REASONS);
  assert.deepEqual([canPut(field, "下雨"), canPut(field, "冬休"), readFor(field, "冬休")], [false, true, "winter"]);
});
