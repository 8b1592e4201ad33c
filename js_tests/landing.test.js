/* Which row of a block is which project, and which column is which box. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { landing, oneLine } from "../static/js/grid/landing.js";
import { isHead, titleOf } from "../static/js/grid/titles.js";

const WAN = 10000n;
const project = (name, number, given = {}) => ({ name, code: "", number: String(number), plan: null, before: null, takes: true, ...given });
const SHEET = [
  project("镇区道路改造工程", 1, { code: "2019-420000-48-01-000001", plan: 531n * WAN, before: 267n * WAN }),
  project("客运站迁建工程", 2, { plan: 500n * WAN, before: 245n * WAN }),
  project("铁路县境段建设项目", 3, { plan: 52000n * WAN, before: 31488n * WAN }),
];
const MONTH = ["month_amount", "year_to_date", "progress", "problem"];

function landed(block, start = MONTH, first = 0) {
  const plan = landing(block, SHEET, first, start);
  return { ...plan, lines: plan.lines.map(({ project: { number }, values }) => [number, values]) };
}

test("rows with names go to their projects, in whatever order they stand", () => {
  const { by, lines } = landed([["客运站迁建工程", "40", "285"], ["镇区道路改造工程", "39", "306"]]);
  assert.equal(by, "name");
  assert.deepEqual(lines, [
    ["2", { month_amount: "40", year_to_date: "285" }],
    ["1", { month_amount: "39", year_to_date: "306" }],
  ]);
});

test("a head names the columns; head and total rows are dropped", () => {
  const { lines, dropped, homeless } = landed([
    ["序号", "项目名称", "年度计划", "1-6月累计", "形象进度", "本月完成", "完成率"],
    ["", "合计", "53031", "5327", "", "5327", ""],
    ["1", "镇区道路改造工程", "531", "306", "主体施工", "39", "57.6%"],
    ["2", "铁路县境段建设项目", "52000", "36736", "路基", "5248", "70%"],
  ]);
  assert.equal(dropped, 2);
  assert.deepEqual(homeless, []);
  assert.deepEqual(lines, [
    ["1", { year_to_date: "306", progress: "主体施工", month_amount: "39" }],
    ["3", { year_to_date: "36736", progress: "路基", month_amount: "5248" }],
  ]);
});

test("without a head, columns that repeat the plan and the last total are passed over", () => {
  const { lines } = landed([["镇区道路改造工程", "531", "267", "39", "306", "主体"], ["客运站迁建工程", "500", "245", "40", "285", "基础"]]);
  assert.deepEqual(lines[0], ["1", { month_amount: "39", year_to_date: "306", progress: "主体" }]);
});

test("figures alone go by order from the row that was pasted into, and it is said", () => {
  const { by, lines, homeless } = landed([["40", "285"], ["5248", "36736"], ["7", "8"]], MONTH, 1);
  assert.equal(by, "order");
  assert.deepEqual(lines.map(([number]) => number), ["2", "3"]);
  assert.deepEqual(homeless, [{ name: "第 3 行（7，8）", why: "超出表格" }]);
});

test("rows are matched by code or by number where the block has them", () => {
  const code = landed([["2019-420000-48-01-000001", "39"]]);
  assert.deepEqual([code.by, code.lines], ["code", [["1", { month_amount: "39" }]]]);
  const number = landed([["序号", "本月完成"], ["3", "5248"], ["1", "39"]]);
  assert.deepEqual([number.by, number.lines], ["number", [["3", { month_amount: "5248" }], ["1", { month_amount: "39" }]]]);
});

test("rows that found no place are listed by name: unknown, repeated, not to be typed in", () => {
  const sheet = [SHEET[0], { ...SHEET[1], takes: false }];
  const block = [["镇区道路改造工程", "1"], ["镇区道路改造工程", "2"], ["客运站迁建工程", "3"], ["别处的桥", "4"], ["二、续建项目", ""]];
  assert.deepEqual(landing(block, sheet, 0, MONTH).homeless, [
    { name: "镇区道路改造工程", why: "重复" },
    { name: "客运站迁建工程", why: "不能填写" },
    { name: "别处的桥", why: "表中没有" },
  ]);
});

test("a part of one name alone is that project, of two is none", () => {
  assert.deepEqual(landed([["铁路县境段", "5"], ["客运站迁建", "6"]]).lines.map(([number]) => number), ["3", "2"]);
  const twins = [project("城南学校一期", 1), project("城南学校二期", 2)];
  assert.deepEqual(landing([["城南学校", "5"], ["城南学校一期", "6"]], twins, 0, MONTH).homeless, [{ name: "城南学校", why: "表中没有" }]);
});

test("blank cells leave what stands, and 约 makes an estimate", () => {
  const { lines } = landing([["客运站迁建工程", "约120万", "—", "", "无"]], SHEET, 0, MONTH);
  assert.deepEqual(lines.map(({ values, isEstimate }) => [values, isEstimate]), [[{ month_amount: "约120万" }, true]]);
});

test("titles say what a column is: a rate is no amount, a plan nothing that was done", () => {
  const titles = ["本月完成投资（万元）", "7月完成", "1-7月累计", "上月累计", "年度计划", "完成率", "形象进度", "存在的问题", "张三"];
  assert.deepEqual(titles.map(titleOf), [
    "month_amount", "month_amount", "year_to_date", "before", "plan", "ignore", "progress", "problem", null,
  ]);
  assert.deepEqual([isHead(["项目名称", "本月完成"]), isHead(["镇区道路改造工程", "39"]), isHead(["", "本月", "累计"])], [true, false, true]);
});

test("a line break becomes a semicolon where no other mark stands", () => {
  assert.deepEqual(["主体\n施工", "一层。\n二层", " 封顶 \n\n 装修 "].map(oneLine), ["主体；施工", "一层。二层", "封顶；装修"]);
});
