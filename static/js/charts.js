/* Draws <div class="chart" data-chart="line|bar" data-source="id of a json_script">.
   The payload: {categories, series: [{name, type?, data, role: done|pace|plan|last}], unit, states?, hrefs?}.
   Without the library the figure goes away and the table beside it stays. */
(function () {
  "use strict";

  var STATE_COLOURS = { green: "--green", yellow: "--amber", red: "--red", grey: "--series-last", none: "--slate-line" };

  function token(name) {
    return window.getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  /* 1234.5 as 1,234.50 when two decimals are asked for; the numbers come rounded, only zeros are added. */
  function printed(value, decimals) {
    if (value === null || value === undefined) {
      return "—";
    }
    var parts = String(value).split(".");
    var fraction = parts[1] || "";
    while (fraction.length < decimals) {
      fraction += "0";
    }
    return grouped(parts[0]) + (fraction ? "." + fraction : "");
  }

  function decimalsOf(data) {
    return data.reduce(function (most, value) {
      return value === null || value === undefined ? most : Math.max(most, (String(value).split(".")[1] || "").length);
    }, 0);
  }

  function grouped(value) {
    var parts = String(value).replace("-", "−").split(".");
    parts[0] = parts[0].replace(/\B(?=(\d{3})+(?!\d))/g, ",");
    return parts.join(".");
  }

  function seriesOf(given, payload, horizontal, fallbackType) {
    var role = given.role || "done";
    var pace = role === "pace";
    var type = pace ? "line" : given.type || fallbackType;
    var colour = token("--series-" + role) || token("--series-done");
    return {
      name: given.name,
      type: type,
      color: colour,
      z: pace ? 5 : role === "plan" ? 2 : 3,
      barMaxWidth: horizontal ? 14 : 26,
      barGap: role === "plan" ? "-100%" : "20%",
      symbol: pace ? "none" : "circle",
      symbolSize: 6,
      connectNulls: false,
      lineStyle: { width: pace ? 1.5 : 2, type: pace && !horizontal ? [4, 3] : "solid" },
      data: given.data.map(function (value, i) {
        var state = role === "done" && type === "bar" && payload.states && payload.states[i];
        return state ? { value: value, itemStyle: { color: token(STATE_COLOURS[state]) } } : value;
      })
    };
  }

  /* The room that right-aligned digits of 12 px need. */
  function widest(numbers) {
    return 7 * Math.max.apply(null, numbers.map(function (each) { return each.length; }));
  }

  /* Beside lying bars the numbers stand in a column of their own, as in a table. */
  function numbersBeside(payload) {
    var data = payload.series.filter(function (each) { return each.role !== "pace"; })[0].data;
    var decimals = decimalsOf(data);
    var numbers = payload.categories.map(function (_, i) { return printed(data[i], decimals); });
    return {
      type: "category",
      position: "right",
      inverse: true,
      data: numbers,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { interval: 0, color: token("--ink"), fontSize: 12, align: "right", margin: 8 + widest(numbers) }
    };
  }

  /* What stands for a series in the legend: a line as it is drawn, or a block for bars. */
  function sampleOf(given, kind, horizontal) {
    if (given.role === "pace" && !horizontal) {
      return "path://M0 7h8v3H0zM12 7h8v3h-8zM24 7h8v3h-8z";
    }
    var line = given.role === "pace" || (given.type || kind) === "line";
    return line ? "path://M0 7h32v3H0z" : "rect";
  }

  function optionOf(payload, kind, horizontal) {
    var text = { color: token("--ink-2"), fontSize: 12 };
    var names = {
      type: "category",
      data: payload.categories,
      inverse: horizontal,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token("--line-strong") } },
      axisLabel: Object.assign({ interval: horizontal ? 0 : "auto", width: horizontal ? 132 : undefined, overflow: "truncate" }, text)
    };
    var values = {
      type: "value",
      name: horizontal ? "" : payload.unit || "",
      nameTextStyle: Object.assign({ align: "right" }, text),
      splitNumber: 4,
      splitLine: { lineStyle: { color: token("--line") } },
      axisLabel: Object.assign({ formatter: grouped }, text)
    };
    return {
      animation: false,
      textStyle: { fontFamily: token("--font") },
      grid: { left: 4, right: horizontal ? 4 : 12, top: 34, bottom: 4, containLabel: true },
      legend: {
        show: payload.series.length > 1,
        top: 0,
        left: horizontal ? 0 : "auto",
        right: horizontal ? "auto" : 0,
        itemWidth: 16,
        itemHeight: 8,
        textStyle: text,
        formatter: function (name) { return horizontal && payload.unit && name === payload.series[0].name ? name + "（" + payload.unit + "）" : name; },
        data: payload.series.map(function (given) {
          return { name: given.name, icon: sampleOf(given, kind, horizontal) };
        })
      },
      tooltip: {
        trigger: "axis",
        renderMode: "richText",
        confine: true,
        axisPointer: { type: kind === "bar" ? "shadow" : "line", shadowStyle: { color: "rgba(29, 79, 145, 0.07)" } },
        backgroundColor: token("--paper"),
        borderColor: token("--line-strong"),
        textStyle: { color: token("--ink"), fontSize: 12 },
        valueFormatter: function (value) {
          return printed(value, 0) + (payload.unit ? " " + payload.unit : "");
        }
      },
      xAxis: horizontal ? values : names,
      yAxis: horizontal ? [names, numbersBeside(payload)] : values,
      series: payload.series.map(function (given) { return seriesOf(given, payload, horizontal, kind); })
    };
  }

  function draw(place) {
    var source = document.getElementById(place.getAttribute("data-source"));
    if (!window.echarts || !source) {
      (place.closest(".chart-figure") || place).hidden = true;
      return;
    }
    var payload = JSON.parse(source.textContent);
    var kind = place.getAttribute("data-chart");
    var chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(optionOf(payload, kind, place.hasAttribute("data-horizontal")));
    if (payload.hrefs) {
      chart.on("click", function (point) {
        if (payload.hrefs[point.dataIndex]) {
          window.location.assign(payload.hrefs[point.dataIndex]);
        }
      });
    }
    window.addEventListener("resize", function () { chart.resize(); });
    window.addEventListener("beforeprint", function () { chart.resize(); });
  }

  function drawAll(root) {
    root.querySelectorAll(".chart[data-chart]:not([data-drawn])").forEach(function (place) {
      place.setAttribute("data-drawn", "");
      draw(place);
    });
  }

  drawAll(document);
  document.addEventListener("htmx:afterSwap", function () { drawAll(document); });
})();
