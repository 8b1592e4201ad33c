/* What a row and the sheet come to. The sentences are those of measures/rates.py. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { greyTotal, paceWords, summaryWords, sumsOf } from "../static/js/grid/sums.js";

const WAN = 10000n;
const row = (given) => ({
  owes: true, plan: 1000n * WAN, countedPlan: 1000n * WAN, before: 400n * WAN, lastTotal: 400n * WAN, month: null, total: null, correction: null,
  isFilled: given.month !== undefined || given.total !== undefined, ...given,
});

test("the total is the last one, the month and the correction, where they are known", () => {
  assert.equal(greyTotal(row({ month: 50n * WAN })), 450n * WAN);
  assert.equal(greyTotal(row({ month: 50n * WAN, correction: -20n * WAN })), 430n * WAN);
  assert.equal(greyTotal(row({})), null);
  assert.equal(greyTotal(row({ month: 50n * WAN, lastTotal: null })), null);
});

test("a row that says nothing stands with its last total, and a preliminary one apart", () => {
  const rows = [row({ month: 50n * WAN }), row({ total: 480n * WAN }), row({}), row({ owes: false, countedPlan: null, month: 9n * WAN })];
  assert.deepEqual(sumsOf(rows), {
    planned: 3000n * WAN, month: 130n * WAN, total: (450n + 480n + 400n) * WAN, filled: 2, owing: 3,
  });
});

test("a package counts with its plan, its parts with their money", () => {
  const rows = [row({ countedPlan: null, month: 50n * WAN, before: null }), row({ owes: false })];
  assert.deepEqual(sumsOf(rows), { planned: 1000n * WAN, month: 50n * WAN, total: 50n * WAN, filled: 1, owing: 1 });
});

test("a month that nobody knows is no zero", () => {
  assert.equal(sumsOf([row({})]).month, null);
});

test("how far the sum has come, and how far from the pace", () => {
  const pace = [7n, 12n];
  const said = (total, planned) => paceWords({ total, planned }, pace);
  assert.equal(said(690n, 1000n), "完成69%，超序时10.7个百分点");
  assert.equal(said(551n, 1000n), "完成55.1%，欠序时3.2个百分点");
  assert.equal(said(700n, 1200n), "完成58.3%，与序时持平");
  assert.equal(said(58300n, 100000n), "完成58.3%，欠序时0.03个百分点");
  assert.equal(said(583330n, 1000000n), "完成58.33%，欠序时不足0.01个百分点");
  assert.equal(said(12345n, 1000n), "完成1,234.5%，超序时1176.2个百分点");
  assert.equal(said(5n, 0n), "完成—");
});

test("rows of lists with paces of their own are held against none", () => {
  assert.equal(paceWords({ total: 690n, planned: 1000n }, null), "完成69%");
});

test("what is about to be sent is said in one line", () => {
  const rows = [row({ month: 5248n * WAN }), row({ month: 4979n * WAN })];
  const sums = { total: 690n, planned: 1000n };
  assert.equal(summaryWords(rows, sums, [7n, 12n]), "报送 2 项，本月合计 10,227 万元，完成69%，超序时10.7个百分点");
});
