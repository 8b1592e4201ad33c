/* Draws <div class="chart" data-chart="line|bar" data-source="id of a json_script">, data-horizontal for lying bars.
   Without the library the figure goes away and the table beside it stays. */

import { optionOf } from "./charts/option.js";
import { listen } from "./listening.js";

let drawn = [];

function token(name) {
  return window.getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/* A press on a bar or a point opens the page of its rows. */
function openRows(payload, point) {
  const href = payload.hrefs && payload.hrefs[point.dataIndex];
  if (href) {
    window.location.assign(href);
  }
}

function draw(place) {
  const source = document.getElementById(place.getAttribute("data-source"));
  if (!window.echarts || !source) {
    (place.closest(".chart-figure") || place).hidden = true;
    return;
  }
  const payload = JSON.parse(source.textContent);
  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(optionOf(payload, place.getAttribute("data-chart"), place.hasAttribute("data-horizontal"), token));
  chart.on("click", (point) => openRows(payload, point));
  drawn.push(chart);
}

function drawAll() {
  document.querySelectorAll(".chart[data-chart]:not([data-drawn])").forEach((place) => {
    place.setAttribute("data-drawn", "");
    draw(place);
  });
}

/* Lets go of charts that a swap took out of the page, then draws what it brought. */
function renew() {
  const gone = drawn.filter((chart) => !document.contains(chart.getDom()));
  gone.forEach((chart) => chart.dispose());
  drawn = drawn.filter((chart) => !gone.includes(chart));
  drawAll();
}

function fit() {
  drawn.forEach((chart) => chart.resize());
}

drawAll();

/* A module runs once however often a page names it: so the page listens once, until this is called. */
export const unbind = listen(
  [window, "resize", fit],
  [window, "beforeprint", fit],
  [document, "htmx:afterSwap", renew]
);
