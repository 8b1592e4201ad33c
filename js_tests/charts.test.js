/* What a chart prints and what ECharts is told. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { decimalsOf, grouped, printed, widest } from "../static/js/charts/numbers.js";
import { numbersBeside, optionOf, sampleOf, seriesOf } from "../static/js/charts/option.js";

const token = (name) => (name === "--series-odd" ? "" : name);
const BARS = {
  categories: ["交通运输局", "水利局"],
  series: [
    { name: "完成率", role: "done", data: [-8.8, null] },
    { name: "序时", role: "pace", data: [50, 50] },
  ],
  unit: "%",
  states: ["red", "none"],
};

test("thousands are separated and the minus is a minus", () => {
  assert.deepEqual([1234.5, -1234567, 12, 0.125].map(grouped), ["1,234.5", "−1,234,567", "12", "0.125"]);
});

test("only zeros are added, and no number is a dash", () => {
  const asked = [[1234.5, 2], [7, 1], [7, 0], [1.25, 1]];
  assert.deepEqual(asked.map(([value, decimals]) => printed(value, decimals)), ["1,234.50", "7.0", "7", "1.25"]);
  assert.deepEqual([printed(null, 2), printed(undefined, 0)], ["—", "—"]);
});

test("a column has the decimals of its longest number", () => {
  assert.deepEqual([[1, 2.5, null, 3.25], [1, 2], []].map(decimalsOf), [2, 0, 0]);
  assert.equal(widest(["1.0", "−12.5"]), 35);
});

test("a bar of what is done takes the colour of its light, its neighbours do not", () => {
  const series = seriesOf(BARS.series[0], BARS, "bar", true, token);
  assert.deepEqual(series.data, [
    { value: -8.8, itemStyle: { color: "--red" } },
    { value: null, itemStyle: { color: "--slate-line" } },
  ]);
  assert.deepEqual(seriesOf(BARS.series[1], BARS, "bar", true, token).data, [50, 50]);
});

test("the pace is a line without points, before all others, dashed where it lies", () => {
  const { type, z, symbol, lineStyle } = seriesOf(BARS.series[1], BARS, "bar", false, token);
  assert.deepEqual([type, z, symbol, lineStyle], ["line", 5, "none", { width: 1.5, type: [4, 3] }]);
  assert.equal(seriesOf(BARS.series[1], BARS, "bar", true, token).lineStyle.type, "solid");
});

test("a role without a colour of its own takes that of what is done", () => {
  assert.equal(seriesOf({ role: "odd", data: [] }, BARS, "bar", false, token).color, "--series-done");
});

test("the legend shows a dash, a line or a block", () => {
  const pace = { role: "pace" };
  const samples = [sampleOf(pace, "bar", false), sampleOf(pace, "bar", true), sampleOf({}, "bar", false)];
  assert.deepEqual(samples, ["path://M0 7h8v3H0zM12 7h8v3h-8zM24 7h8v3h-8z", "path://M0 7h32v3H0z", "rect"]);
});

test("beside lying bars the numbers stand with equal decimals", () => {
  const { data, axisLabel } = numbersBeside(BARS, token);
  assert.deepEqual([data, axisLabel.margin], [["−8.8", "—"], 36]);
});

test("lying bars carry the unit in the legend, standing ones at the axis", () => {
  const lying = optionOf(BARS, "bar", true, token);
  const standing = optionOf(BARS, "bar", false, token);
  assert.deepEqual([lying.legend.formatter("完成率"), standing.legend.formatter("完成率")], ["完成率（%）", "完成率"]);
  assert.deepEqual([lying.xAxis.name, standing.yAxis.name], ["", "%"]);
  assert.deepEqual([lying.yAxis.length, standing.xAxis.type], [2, "category"]);
});

test("the tooltip is drawn on the canvas and prints as the page does", () => {
  const { renderMode, valueFormatter } = optionOf(BARS, "bar", true, token).tooltip;
  assert.deepEqual([renderMode, valueFormatter(-1234.5)], ["richText", "−1,234.5 %"]);
});
