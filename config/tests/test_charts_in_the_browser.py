"""Where a chart is drawn, and what a page shows without the library, in a real browser."""

import pytest

from config.tests.served_page import ServedPage

pytestmark = pytest.mark.browser

FIGURE = """
<figure class="chart-figure"><div class="chart" data-chart="bar" data-source="rates"></div></figure>
<script type="application/json" id="rates">{"categories": ["甲局", "乙局"], "unit": "%",
"series": [{"name": "完成率", "data": [40, 50]}], "hrefs": ["/rows", null]}</script>
<table><tr><td>甲局</td><td>40</td></tr></table>
"""
# The library as far as it is called: it notes what it is told.
LIBRARY = """
window.told = [];
window.echarts = { init: (place) => ({
  getDom: () => place,
  setOption: (option) => window.told.push(["draw", option.series[0].data]),
  on: (name, press) => { window.press = press; },
  resize: () => window.told.push(["fit"]),
  dispose: () => window.told.push(["dispose"]),
}) };
"""
SWAP = """(html) => {
  document.querySelector("figure").outerHTML = html;
  document.dispatchEvent(new CustomEvent("htmx:afterSwap"));
}"""


@pytest.fixture
def chart(page):
    page.add_init_script(LIBRARY)
    return ServedPage(page, FIGURE, "charts.js")


def told(chart):
    return chart.page.evaluate("window.told")


def test_without_the_library_the_figure_goes_and_the_table_stays(page):
    ServedPage(page, FIGURE, "charts.js")
    assert page.locator("figure").get_attribute("hidden") == ""
    assert page.locator("table").is_visible()


def test_a_figure_is_drawn_once_and_fits_its_place_again_on_paper_and_in_another_window(chart):
    chart.page.evaluate("document.dispatchEvent(new CustomEvent('htmx:afterSwap'))")
    assert told(chart) == [["draw", [40, 50]]]
    chart.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    chart.page.evaluate("window.dispatchEvent(new Event('resize'))")
    assert told(chart) == [["draw", [40, 50]], ["fit"], ["fit"]]


def test_a_figure_that_a_swap_replaces_is_let_go(chart):
    chart.page.evaluate(SWAP, FIGURE)
    assert told(chart) == [["draw", [40, 50]], ["dispose"], ["draw", [40, 50]]]
    chart.page.evaluate("window.dispatchEvent(new Event('resize'))")
    assert told(chart)[3:] == [["fit"]]


def test_a_press_on_a_bar_opens_its_rows_and_one_without_rows_stays(chart):
    chart.page.evaluate("window.press({dataIndex: 1})")
    chart.page.wait_for_timeout(100)
    assert chart.sent == []
    chart.page.evaluate("window.press({dataIndex: 0})")
    chart.page.wait_for_timeout(100)
    assert chart.sent == ["rows"]


def test_charts_that_are_unbound_stay_as_they_are(chart):
    chart.unbind("charts.js")
    chart.page.evaluate("window.dispatchEvent(new Event('resize'))")
    assert told(chart) == [["draw", [40, 50]]]
