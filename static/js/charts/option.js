/* From a payload to what ECharts is told.
   payload  {categories, series: [{name, type?, data, role: done|pace|plan|last}], unit, states?, hrefs?}
   kind     line | bar
   token    gives a colour or a font by the name of its css variable */

import { decimalsOf, grouped, printed, widest } from "./numbers.js";

const STATE_COLOURS = {
  green: "--green",
  yellow: "--amber",
  red: "--red",
  grey: "--series-last",
  none: "--slate-line",
};

// What stands for a series in the legend: a line as it is drawn, or a block for bars.
const DASHES = "path://M0 7h8v3H0zM12 7h8v3h-8zM24 7h8v3h-8z";
const LINE = "path://M0 7h32v3H0z";
const BLOCK = "rect";

function typeOf(given, kind) {
  return given.role === "pace" ? "line" : given.type || kind;
}

export function sampleOf(given, kind, horizontal) {
  if (given.role === "pace" && !horizontal) {
    return DASHES;
  }
  return typeOf(given, kind) === "line" ? LINE : BLOCK;
}

/* A bar of what is done takes the colour of its light. */
function pointOf(value, state, token) {
  return state ? { value, itemStyle: { color: token(STATE_COLOURS[state]) } } : value;
}

// The pace lies over what is done, and that over the plan, whose bar it covers.
const LOOK = { z: 3, barGap: "20%", symbol: "circle" };
const LOOKS = { pace: { ...LOOK, z: 5, symbol: "none" }, plan: { ...LOOK, z: 2, barGap: "-100%" } };

function strokeOf(role, horizontal) {
  return role === "pace" ? { width: 1.5, type: horizontal ? "solid" : [4, 3] } : { width: 2, type: "solid" };
}

export function seriesOf(given, payload, kind, horizontal, token) {
  const role = given.role || "done";
  const type = typeOf(given, kind);
  const states = (role === "done" && type === "bar" && payload.states) || [];
  return {
    name: given.name,
    type,
    color: token(`--series-${role}`) || token("--series-done"),
    ...(LOOKS[role] || LOOK),
    barMaxWidth: horizontal ? 14 : 26,
    symbolSize: 6,
    connectNulls: false,
    lineStyle: strokeOf(role, horizontal),
    data: given.data.map((value, i) => pointOf(value, states[i], token)),
  };
}

/* Beside lying bars the numbers stand in a column of their own, as in a table. */
export function numbersBeside(payload, token) {
  const { data } = payload.series.find((each) => each.role !== "pace");
  const decimals = decimalsOf(data);
  const numbers = payload.categories.map((_, i) => printed(data[i], decimals));
  return {
    type: "category",
    position: "right",
    inverse: true,
    data: numbers,
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { interval: 0, color: token("--ink"), fontSize: 12, align: "right", margin: 8 + widest(numbers) },
  };
}

function namesAxis(payload, horizontal, text, token) {
  const width = horizontal ? { interval: 0, width: 132 } : { interval: "auto", width: undefined };
  return {
    type: "category",
    data: payload.categories,
    inverse: horizontal,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: token("--line-strong") } },
    axisLabel: { ...width, overflow: "truncate", ...text },
  };
}

function valuesAxis(payload, horizontal, text, token) {
  return {
    type: "value",
    name: horizontal ? "" : payload.unit || "",
    nameTextStyle: { align: "right", ...text },
    splitNumber: 4,
    splitLine: { lineStyle: { color: token("--line") } },
    axisLabel: { formatter: grouped, ...text },
  };
}

/* Lying bars have no axis name: the first of them carries the unit. */
function legendOf(payload, kind, horizontal, text) {
  const [first] = payload.series;
  return {
    show: payload.series.length > 1,
    top: 0,
    left: horizontal ? 0 : "auto",
    right: horizontal ? "auto" : 0,
    itemWidth: 16,
    itemHeight: 8,
    textStyle: text,
    formatter: (name) => (horizontal && payload.unit && name === first.name ? `${name}（${payload.unit}）` : name),
    data: payload.series.map((given) => ({ name: given.name, icon: sampleOf(given, kind, horizontal) })),
  };
}

// Rich text draws the tooltip on the canvas: one of HTML carries inline styles, which the CSP forbids.
function tooltipOf(payload, kind, token) {
  return {
    trigger: "axis",
    renderMode: "richText",
    confine: true,
    axisPointer: { type: kind === "bar" ? "shadow" : "line", shadowStyle: { color: "rgba(29, 79, 145, 0.07)" } },
    backgroundColor: token("--paper"),
    borderColor: token("--line-strong"),
    textStyle: { color: token("--ink"), fontSize: 12 },
    valueFormatter: (value) => printed(value, 0) + (payload.unit ? ` ${payload.unit}` : ""),
  };
}

export function optionOf(payload, kind, horizontal, token) {
  const text = { color: token("--ink-2"), fontSize: 12 };
  const names = namesAxis(payload, horizontal, text, token);
  const values = valuesAxis(payload, horizontal, text, token);
  return {
    animation: false,
    textStyle: { fontFamily: token("--font") },
    grid: { left: 4, right: horizontal ? 4 : 12, top: 34, bottom: 4, containLabel: true },
    legend: legendOf(payload, kind, horizontal, text),
    tooltip: tooltipOf(payload, kind, token),
    xAxis: horizontal ? values : names,
    yAxis: horizontal ? [names, numbersBeside(payload, token)] : values,
    series: payload.series.map((given) => seriesOf(given, payload, kind, horizontal, token)),
  };
}
