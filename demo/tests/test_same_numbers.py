"""Command, dashboard, workbook, page and prose say the same numbers, whoever is asked."""

import datetime
import io
import json
import re
from fractions import Fraction
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import openpyxl
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.urls import reverse

from accounts import clock
from accounts.models import User
from demo.loading import load_demonstration
from figures import words
from figures.book import Book, FigureBook
from figures.facts import load_facts
from figures.subjects import subjects
from figures.units import MONEY, RATE
from measures.money import WAN, YI, format_money
from measures.months import Month
from measures.rates import format_points, percent

JUNE = Month(2019, 6)
LINK = re.compile(r'<a\b[^>]*?href="([^"]*/figures/[^"]*)"[^>]*>\s*([^<]*?)\s*</a>')
ADDRESS = re.compile(r"/figures/(\d{4}-\d{2})/([^/]+)/$")


def spellings(figure):
    """Every way in which a page may write this figure's exact value."""
    value = figure.value
    if value is None:
        return {"—"}
    if figure.unit.is_counted:
        return {str(value), f"{value}个"}
    if figure.unit == MONEY:
        wan, yi = format_money(value, WAN, 0), format_money(value, YI, 2)
        prose = {f"{format_money(value, YI)}亿元", f"{format_money(value, WAN, grouped=False)}万元"}
        return {wan, yi, format_money(value, YI), f"{yi}亿元", f"{wan}万元"} | prose
    if figure.unit == RATE:
        rates = {percent(Fraction(value), digits) for digits in (1, 2)}
        rates.add(percent(Fraction(value), 1, trim=True))
        return rates | {f"{rate}%" for rate in rates}
    if not figure.unit.is_signed:
        return {figure.text()}
    lead = Fraction(value)
    in_tables = {format_points(lead, digits) for digits in (1, 2)}
    return in_tables | {words.distance(lead), words.against_pace(lead)}


@override_settings(
    XUSHI_DEMO=True,
    EMBEDDED=True,
    XUSHI_TODAY="2019-08-02",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
)
class TestTheSameNumbersEverywhere(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demonstration(today=datetime.date(2019, 8, 2), say=lambda sentence: None)
        cls.leader = User.objects.get(username="lingdao")
        cls.county = cls.leader.held_roles[0].unit

    def setUp(self):
        self.client.force_login(self.leader, backend="django.contrib.auth.backends.ModelBackend")
        self.books = {}

    def book(self, month, unit=None):
        if (month, unit) not in self.books:
            facts = load_facts(self.county, month)
            self.books[month, unit] = FigureBook(facts.of_units({unit}) if unit else facts)
        return self.books[month, unit]

    def figures_linked(self, address, **query):
        """Key, month, unit and text of every figure on a page."""
        page = self.client.get(address, query).content.decode()
        for href, text in LINK.findall(page):
            parts = urlsplit(unescape(href))
            found = ADDRESS.search(unquote(parts.path))
            if found is None:
                continue  # a project's own page
            month, key = found.groups()
            unit = parse_qs(parts.query).get("unit")
            text = unescape(text).removeprefix("全部 ").replace(" ", "")
            yield key, Month.parse(month), int(unit[0]) if unit else None, text

    def assert_same(self, address, *, at_least, **query):
        seen = 0
        for key, month, unit, text in self.figures_linked(address, **query):
            if not re.search(r"\d|—", text):
                continue
            figure = self.book(month, unit)[key]
            assert text in spellings(figure), (key, month, text, spellings(figure))
            seen += 1
        assert seen >= at_least

    def test_the_command_prints_what_the_book_says(self):
        out = io.StringIO()
        call_command("figures", "--as-of", "2019-06-30", "--format", "json", stdout=out)
        printed = json.loads(out.getvalue())
        books = [Book(each, each.load(self.county, JUNE, clock.today())) for each in subjects()]
        figures = {key: figure for book in books for key, figure in book.items()}
        assert {key: figure["value"] for key, figure in printed.items()} == {
            key: figure.number() for key, figure in figures.items()
        }

    def test_every_figure_of_the_dashboard_is_the_commands(self):
        for plan in ("县级", "市级", "省级"):
            self.assert_same(reverse("reports:dashboard"), at_least=100, list=plan)

    def test_every_figure_of_a_units_dashboard_is_the_commands(self):
        unit = self.book(JUNE).facts.rows[0].unit_id
        self.assert_same(reverse("reports:dashboard"), at_least=50, unit=unit)

    def test_every_figure_of_the_prose_is_the_commands(self):
        self.assert_same(reverse("reports:summary", args=[JUNE]), at_least=60)

    def test_the_totals_of_the_workbook_are_the_commands(self):
        answer = self.client.get(reverse("reports:monthly_xlsx", args=[JUNE, "县级"]))
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        book = self.book(JUNE)
        for label, group in (
            ("合计（85个）", "全部"),
            ("其中：新建（51个）", "新建"),
            ("其中：续建（34个）", "续建"),
        ):
            (row,) = [row for row in rows if label in row]
            money = ("总投资", "年度计划投资", "本月完成投资", "完成投资")
            assert row[4:8] == [int(book.of("县级", group, name)) // WAN for name in money]
            rates = [book.of("县级", group, name).text() for name in ("完成率", "超序时")]
            assert [f"{row[8]:.2f}", f"{row[9]:+.2f}"] == rates

    def test_the_text_of_the_command_is_the_text_of_the_page(self):
        out = io.StringIO()
        call_command("summary", "--as-of", "2019-06-30", "--format", "text", stdout=out)
        page = self.client.get(reverse("reports:summary", args=[JUNE])).content.decode()
        article = re.search(r"<article.*?</article>", page, re.DOTALL)[0]
        words = re.sub(r"<[^>]*>|\s", "", unescape(article))
        assert words == re.sub(r"\s", "", out.getvalue())
