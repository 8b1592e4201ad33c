"""The page of a figure's rows: the rows add up to the figure, and to no more than one may see."""

import io
from fractions import Fraction

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from figures.rows_page import sorted_rows
from figures.subjects import PLAN_LINES
from figures.tests.scene import JUNE, enter, make_line, sign_in
from investment.models import EntryState
from measures.money import WAN
from projects.models import PlanCategory


@pytest.fixture
def lines(unit_a, unit_b):
    """A road ahead of pace and a bridge behind it; a reservoir silent since May; a road that
    never reported."""
    return [
        make_line(unit_a, "甲公路", 1000, dict.fromkeys(range(1, 7), 100)),
        make_line(unit_a, "乙大桥", 2000, {6: 600}, category=PlanCategory.CONTINUING),
        make_line(unit_b, "丙水库", 1000, dict.fromkeys(range(1, 6), 50)),
        make_line(unit_b, "丁水渠", 500),
    ]


def open_rows(client, user, key, name="rows", **query):
    return sign_in(client, user).get(reverse(f"figures:{name}", args=[JUNE, key]), query)


def names(response):
    return [row.project_name for row in response.context["page"].rows]


def test_the_rows_add_up_to_the_figure(client, lines, leader):
    page = open_rows(client, leader, "县级.全部.完成投资").context["page"]
    assert page.figure.value == 1450 * WAN
    assert sum(row.done for row in page.rows if row.done is not None) == 1450 * WAN
    assert page.total("done") == page.figure.value


def test_the_foot_of_a_rate_is_the_rate(client, lines, leader):
    page = open_rows(client, leader, "县级.全部.完成率").context["page"]
    assert page.figure.value == page.total("rate") == Fraction(1450, 4500)
    assert page.explanation.numbers == "1,450 万元 ÷ 4,500 万元"


def test_the_foot_of_a_lead_is_subtracted_before_it_is_rounded(client, lines, leader):
    page = open_rows(client, leader, "县级.新建.超序时").context["page"]
    assert page.figure.value == page.total("lead") == Fraction(850 * 100, 2500) - 50


def test_what_was_not_reported_is_said_and_is_no_zero(client, lines, leader):
    response = open_rows(client, leader, "县级.全部.完成投资")
    silent = next(row for row in response.context["page"].rows if row.project_name == "丁水渠")
    assert (silent.done, silent.rate) == (None, None)
    assert ("报送情况", "4个项目中报送2个") in response.context["page"].about


def test_a_share_marks_the_rows_that_are_counted(client, lines, leader):
    page = open_rows(client, leader, "县级.全部.达序时比例").context["page"]
    assert page.explanation.numbers == "1 个 ÷ 4 个"
    assert [row.project_name for row in page.explanation.counted] == ["甲公路"]


def test_the_verified_figure_is_used_and_said(client, lines, leader):
    enter(lines[3].project, 6, month_amount=100 * WAN, verified_month_amount=80 * WAN)
    response = open_rows(client, leader, "县级.全部.完成投资")
    assert response.context["page"].total("done") == 1530 * WAN
    assert "1个项目用核定数，其余用上报数" in response.content.decode()


def test_what_waits_for_approval_is_not_counted(client, lines, leader):
    enter(lines[2].project, 6, month_amount=70 * WAN, state=EntryState.SUBMITTED)
    page = open_rows(client, leader, "县级.全部.待审定数").context["page"]
    assert [row.project_name for row in page.rows] == ["丙水库"]
    assert page.total("done") == 250 * WAN


def test_a_reporter_sees_the_rows_of_his_own_unit_only(client, lines, other_reporter):
    response = open_rows(client, other_reporter, "县级.全部.完成投资")
    assert names(response) == ["丙水库", "丁水渠"]
    assert response.context["page"].figure.value == 250 * WAN
    assert "甲公路" not in response.content.decode()


def test_a_reporter_of_another_unit_gets_404_for_a_unit(client, lines, other_reporter, unit_a):
    response = open_rows(client, other_reporter, "县级.全部.完成投资", unit=unit_a.pk)
    assert response.status_code == 404


def test_rows_are_narrowed_to_one_unit(client, lines, leader, unit_a):
    response = open_rows(client, leader, "县级.全部.完成投资", unit=unit_a.pk)
    assert names(response) == ["甲公路", "乙大桥"]
    assert response.context["page"].figure.value == 1200 * WAN


@pytest.mark.parametrize(
    "key",
    [
        "县级.全部.没有的",
        "市级.全部.完成率",
        "县级.全部",
        "县级.全部.完成率.多余",
        "县级.全部.完成率-项目数",
        "县级.全部.项目数-开工数-达序时数",
    ],
)
def test_a_key_that_is_no_figure_is_404(client, lines, leader, key):
    assert open_rows(client, leader, key).status_code == 404


@pytest.mark.parametrize("unit", ["0", "x", "９", "-1", "9" * 30, "9" * 5000])
def test_a_unit_that_is_none_is_404(client, lines, leader, unit):
    assert open_rows(client, leader, "县级.全部.完成率", unit=unit).status_code == 404


def test_an_administrator_holds_no_right_over_figures(client, lines, administrator):
    assert open_rows(client, administrator, "县级.全部.完成率").status_code == 404
    export = open_rows(client, administrator, "县级.全部.完成率", name="rows_export")
    assert export.status_code == 404


def test_rows_sort_by_a_column_and_the_unknown_goes_last(client, lines, leader):
    rising = open_rows(client, leader, "县级.全部.完成率", sort="lead")
    falling = open_rows(client, leader, "县级.全部.完成率", sort="-lead")
    assert names(rising) == ["乙大桥", "甲公路", "丙水库", "丁水渠"]
    assert names(falling) == ["甲公路", "乙大桥", "丙水库", "丁水渠"]


def test_a_column_that_is_none_leaves_the_order_of_the_list(client, lines, leader):
    page = open_rows(client, leader, "县级.全部.完成率", sort="password").context["page"]
    assert sorted_rows(PLAN_LINES, page.figure.rows, "password") == page.rows == page.figure.rows


def test_the_workbook_holds_the_rows_of_the_page(client, lines, leader):
    response = open_rows(client, leader, "县级.新建.完成率", name="rows_export")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=7)]
    assert [row[1] for row in rows] == ["甲公路", "丙水库", "丁水渠", "合计（3个）"]
    assert [row[7] for row in rows] == [100, "未报", "未报", 100]
    assert [row[8] for row in rows] == [600, 250, "未报", 850]
    assert [row[9] for row in rows] == [60, 25, "—", 34]


def test_a_reporter_exports_his_own_rows_only(client, lines, other_reporter):
    response = open_rows(client, other_reporter, "县级.全部.完成率", name="rows_export")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert {row[1].value for row in sheet.iter_rows(min_row=4, max_row=6)} == {
        "丙水库",
        "丁水渠",
        "合计（2个）",
    }


def test_thirty_rows_take_as_many_queries_as_one(client, unit_a, leader):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert open_rows(client, leader, "县级.全部.完成率").status_code == 200
        return len(seen)

    make_line(unit_a, "甲公路", 1000, {6: 100})
    queries()  # the first request of a session also writes it
    at_one = queries()
    for number in range(29):
        make_line(unit_a, f"第{number}条公路", 1000, {6: 100})
    assert queries() == at_one
