/* The page reads amounts as the server does: both are held against measures/tests/amounts.json. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { halfUp, inWan, isAbout, isBlank, isSameAmount, tidied, yuanOf } from "../static/js/grid/amounts.js";

const CASES = JSON.parse(readFileSync(new URL("../measures/tests/amounts.json", import.meta.url), "utf8"));

test("what the server understands is understood to the same yuan, and shown in the same way", () => {
  const found = CASES.understood.map(([text]) => [text, String(yuanOf(text)), inWan(yuanOf(text))]);
  assert.deepEqual(found, CASES.understood);
});

test("what says nothing is blank, and no amount", () => {
  assert.deepEqual(CASES.blank.map((text) => [isBlank(text), yuanOf(text)]), CASES.blank.map(() => [true, null]));
});

test("what the server refuses is left to it", () => {
  assert.deepEqual(CASES.not_understood.filter((text) => isBlank(text) || yuanOf(text) !== null), []);
});

test("an amount written 约 is about, and only an amount is", () => {
  assert.deepEqual(CASES.about.map(isAbout), CASES.about.map(() => true));
  assert.deepEqual(["603", "约", "约定"].map(isAbout), [false, false, false]);
});

test("halves go away from zero", () => {
  assert.deepEqual([[5n, 2n], [-5n, 2n], [4n, 3n]].map((each) => halfUp(...each)), [3n, -3n, 1n]);
});

test("a box that is left shows separators, and leaves alone what names a unit or is no amount", () => {
  const typed = ["5248", "５２４８", "1234.50", "0.5亿", "约120", "12o0", "", "—"];
  assert.deepEqual(typed.map(tidied), ["5,248", "5,248", "1,234.5", "0.5亿", "约120", "12o0", "", "—"]);
});

test("an amount is the same however it is written", () => {
  assert.deepEqual([isSameAmount("5,248", "5248"), isSameAmount("5248", ""), isSameAmount("", "")], [true, false, true]);
});
