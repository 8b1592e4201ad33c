"""A subject nobody has thought of yet is one object: keys, a page of rows, an export."""

import io
import json
from fractions import Fraction
from typing import NamedTuple

import openpyxl
from django.core.management import call_command
from django.urls import reverse

from figures.book import Book, check_book
from figures.figure import Indicator, counted, ratio
from figures.subject import Column, Noun, Subject, Topic, named
from figures.subjects import TOPICS
from figures.tests.scene import JUNE, make_line, sign_in
from figures.units import FigureUnit

MU, PLOTS = FigureUnit("亩", digits=1, is_trimmed=True), FigureUnit("宗")
ALL = Indicator("用地宗数", PLOTS, counted)
APPROVED = Indicator("已批宗数", PLOTS, counted, of=lambda plot: plot.is_approved)
AREA = Indicator("用地面积", MU, lambda plots: sum(plot.area for plot in plots))
COLUMNS = (Column("地块", lambda p: p.name), Column("面积", lambda p: p.area, MU, key="area"))


class Plot(NamedTuple):
    project_id: int
    unit_id: int
    unit_name: str
    name: str
    area: Fraction
    is_approved: bool


def test_a_sixth_subject_has_keys_a_page_of_rows_and_an_export(monkeypatch, client, unit_a, leader):
    of = (make_line(unit_a, "甲公路", 1000, {6: 100}).project_id, unit_a.pk, unit_a.name)
    plots = (Plot(*of, "东段", Fraction(25, 2), True), Plot(*of, "西段", Fraction(4), False))
    subject = Subject(
        name="用地",
        load=lambda county, month, today: Topic("用地", county, month, plots),
        columns=COLUMNS,
        indicators=named(ALL, APPROVED, AREA, ratio("批复率", APPROVED, ALL, "已批 ÷ 全部")),
        groups=lambda table: {"全部": lambda p: True, "未批": lambda p: not p.is_approved},
        partitions=lambda facts, start: (("全部.用地宗数", ("全部.已批宗数", "未批.用地宗数")),),
        noun=Noun("地块", PLOTS),
    )
    monkeypatch.setitem(TOPICS, subject.name, subject)
    call_command("figures", "--as-of", "2019-06-30", stdout=(out := io.StringIO()))
    printed = json.loads(out.getvalue())["用地.全部.用地面积"]
    assert printed == {"value": "16.5", "unit": "亩", "rows": 2}
    check_book(Book(subject, subject.load(unit_a.own_county, JUNE, None)))
    address = reverse("figures:rows", args=[JUNE, "用地.全部.批复率"])
    page = sign_in(client, leader).get(address, {"sort": "area"}).context["page"]
    assert (page.title, page.figure.value) == ("用地 · 批复率", Fraction(1, 2))
    assert [plot.name for plot in page.rows] == ["西段", "东段"]
    export = io.BytesIO(client.get(f"{address}rows.xlsx").content)
    sheet = openpyxl.load_workbook(export).active
    assert [cell.value for cell in sheet[3]] == ["序号", "地块", "面积", "已批宗数"]
    assert [cell.value for cell in sheet[4]] == [1, "东段", 12.5, "计入"]
