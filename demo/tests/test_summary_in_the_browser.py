"""Every figure of the sample county's summary opens its rows, and the rows make the figure."""

import re
from fractions import Fraction
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from demo.tests.test_july_in_the_browser import Desk, demonstration  # noqa: F401 - the same county
from figures.subjects import TOPICS
from measures.money import WAN, YI
from measures.months import Month

pytestmark = pytest.mark.browser

JUNE = Month(2019, 6)
# In which column of the page of rows the rows of an amount have theirs.
COLUMNS = {
    "总投资": "总投资",
    "年度计划投资": "年度计划",
    "产业项目年度计划投资": "年度计划",
    "完成投资": "累计完成",
    "本月完成投资": "本月完成",
}
_QUOTIENT = re.compile(r"([\d,.]+)\D*?(?:万元|亿元|个)\s*÷\s*([\d,.]+)")
_DIFFERENCE = re.compile(r"([\d,.]+)%\s*−\s*([\d,.]+)%")


class Opened(HTMLParser):
    """The rows that a figure opened, as a page has them: its text, its heads, its cells."""

    def __init__(self, html):
        super().__init__()
        self.text, self.heads, self.rows = "", [], []
        self._place = ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag in ("thead", "tbody", "tfoot"):
            self._place = tag
        elif tag == "tr" and self._place == "tbody":
            self.rows.append([])
        elif tag in ("th", "td") and self._place == "thead":
            self.heads.append("")
        elif tag in ("th", "td") and self._place == "tbody":
            self.rows[-1].append("")

    def handle_data(self, data):
        data = " ".join(data.split())
        self.text += f" {data}"
        if self._place == "thead" and self.heads:
            self.heads[-1] += data
        elif self._place == "tbody" and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data

    def column(self, name):
        at = next(at for at, head in enumerate(self.heads) if head.startswith(name))
        return [row[at] for row in self.rows]


def number(text):
    return Fraction(text.replace(",", ""))


def fault(key, printed, opened):
    """What is wrong of a figure, by the rows that it opened; "" where they make it."""
    name = key.rpartition(".")[2]
    shown = number(re.match(r"[\d,.]+", printed)[0])
    decimals = len(printed.partition(".")[2].rstrip("%亿万元个百分点"))
    half = Fraction(1, 2 * 10**decimals)
    if key.partition(".")[0] in TOPICS:
        # Its rows have columns of their own; what they add up to is held in figures/tests.
        return "" if opened.rows or shown == 0 else "no rows"
    if name in COLUMNS:
        unit = YI if printed.endswith("亿元") else WAN
        amounts = [number(cell) for cell in opened.column(COLUMNS[name]) if cell != "—"]
        # Each cell is whole 万元.
        off = abs(sum(amounts) * WAN - shown * unit)
        return "" if amounts and off <= half * unit + len(amounts) * WAN / 2 else f"{off}元"
    if "单位数" in name:
        return "" if len(set(opened.column("填报单位"))) == shown else "units"
    if name.endswith("数"):
        return "" if len(opened.rows) == shown else f"{len(opened.rows)} rows"
    if printed.endswith("百分点"):
        rate, pace = map(number, _DIFFERENCE.search(opened.text).groups())
        return "" if opened.rows and abs(abs(rate - pace) - shown) <= 2 * half else "points"
    upper, lower = map(number, _QUOTIENT.search(opened.text).groups())
    return "" if opened.rows and abs(upper / lower * 100 - shown) <= 2 * half else "rate"


def test_each_figure_of_the_summary_opens_the_rows_that_make_it(
    page,
    live_server,
    demonstration,  # noqa: F811
):
    desk = Desk(page, live_server)
    desk.sign_in("shending")
    desk.open("reports:summary", JUNE)
    links = page.locator("a.figure-link").evaluate_all(
        "links => links.map(link => [link.getAttribute('href'), link.textContent.trim()])"
    )
    assert len(links) > 80
    faults = {}
    for address, printed in dict.fromkeys(map(tuple, links)):
        answer = page.request.get(live_server.url + address)
        assert answer.status == 200
        key = unquote(address.rstrip("/").rpartition("/")[2])
        if wrong := fault(key, printed, Opened(answer.text())):
            faults[key, printed] = wrong
    assert faults == {}

    for printed, rows in (("59.6亿元", 85), ("42", 42), ("6.5个百分点", 85)):
        desk.open("reports:summary", JUNE)
        with page.expect_navigation():
            page.get_by_role("link", name=printed, exact=True).first.click()
        assert page.locator("tbody tr").count() == rows
