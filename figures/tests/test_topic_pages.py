"""The tables of gaps and funds: by list, source and unit; every number opens its rows."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from figures.tests.scene import JUNE, make_line, sign_in
from measures.money import WAN, YI
from projects.funds.roll import FUNDS
from projects.gaps.roll import GAPS
from projects.models import FundMark, FundSource, GapKind
from projects.tests.rolls_scene import added, day

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(unit_a, unit_b, approver):
    """What unit A's 甲公路 and unit B's 乙厂 are short of, and who gives to them."""
    sites = [
        (make_line(unit, name, 1000, {6: 100}).project, unit)
        for name, unit in (("甲公路", unit_a), ("乙厂", unit_b))
    ]
    county = unit_a.own_county
    bonds = FundSource.objects.create(county=county, name="专项债券", mark=FundMark.BOND)
    for number, (project, unit) in enumerate(sites, 1):
        of = (project, unit, approver, day(2))
        added(GAPS, *of, kind=GapKind.FUNDS, short_money=number * YI)
        money = {"planned": 400 * WAN, "arrived": number * 100 * WAN}
        added(FUNDS, *of, source=bonds, year=2019, **money)


def shown(page, parted_by):
    """The lines of a table, each with its figures as text."""
    (table,) = (each for each in page.context["tables"] if each.parted_by == parted_by)
    lines = (*table.lines, table.whole)
    return {line.name: [figure.text() for figure in line.figures] for line in lines}


def test_a_leader_sees_gaps_by_list_and_unit(kept, client, leader, unit_a, unit_b):
    page = sign_in(client, leader).get(reverse("figures:topic", args=[JUNE, "gaps"]))
    nothing = ["0", "0", "0", "0", "0"]
    assert shown(page, "填报单位") == {
        unit_a.name: ["1", "1", "10000", *nothing],
        unit_b.name: ["1", "1", "20000", *nothing],
        "合计": ["2", "2", "30000", *nothing],
    }
    assert shown(page, "清单") == {
        "县级": ["2", "2", "30000", *nothing],
        "合计": ["2", "2", "30000", *nothing],
    }


def test_a_number_opens_its_rows(kept, client, leader, unit_a):
    signed_in = sign_in(client, leader)
    page = signed_in.get(reverse("figures:topic", args=[JUNE, "gaps"])).content.decode()
    key = f"要素.全部.填报单位={unit_a.name}.资金缺口"
    address = reverse("figures:rows", args=[JUNE, key])
    assert address in page
    rows = signed_in.get(address).context["page"].rows
    assert [row.project_name for row in rows] == ["甲公路"]


def test_funds_have_their_rates(kept, client, leader, unit_a):
    page = sign_in(client, leader).get(reverse("figures:topic", args=[JUNE, "funds"]))
    assert shown(page, "资金来源") == {
        "专项债券": ["2", "—", "800", "300", "37.50", "—", "—", "0"],
        "合计": ["2", "—", "800", "300", "37.50", "—", "—", "0"],
    }
    assert shown(page, "填报单位")[unit_a.name][3:5] == ["100", "25.00"]


def test_a_reporter_sees_the_rows_of_the_own_unit(kept, client, reporter, unit_a):
    page = sign_in(client, reporter).get(reverse("figures:topic", args=[JUNE, "gaps"]))
    assert list(shown(page, "填报单位")) == [unit_a.name, "合计"]
    assert shown(page, "填报单位")["合计"][2] == "10000"


def test_the_workbook_says_the_same(kept, client, leader, unit_b):
    answer = sign_in(client, leader).get(reverse("figures:topic_export", args=[JUNE, "funds"]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["按资金来源", "按填报单位"]
    rows = [[cell.value for cell in row] for row in book["按填报单位"].iter_rows()]
    (own,) = (row for row in rows if row[0] == unit_b.name)
    assert own[1:6] == [1, None, 400, 200, 50]


def test_without_months_and_without_lines_the_pages_say_so(client, leader, unit_a):
    signed_in = sign_in(client, leader)
    assert "还没有审定的月报" in signed_in.get(reverse("figures:gaps_latest")).content.decode()
    make_line(unit_a, "甲公路", 1000, {6: 100})
    latest = signed_in.get(reverse("figures:funds_latest"))
    assert latest.status_code == 302
    assert "还没有登记" in signed_in.get(latest.url).content.decode()


def test_a_topic_that_there_is_not_is_404(kept, client, leader):
    address = reverse("figures:topic", args=[JUNE, "other"])
    assert sign_in(client, leader).get(address).status_code == 404


def test_the_page_asks_as_much_for_many_rows_as_for_one(
    kept, client, leader, unit_a, approver, django_assert_max_num_queries
):
    signed_in = sign_in(client, leader)
    address = reverse("figures:topic", args=[JUNE, "gaps"])
    signed_in.get(address)
    with django_assert_max_num_queries(30) as one:
        signed_in.get(address)
    for number in range(28):
        project = make_line(unit_a, f"第{number}厂", 10).project
        added(GAPS, project, unit_a, approver, day(3), kind=GapKind.LAND, short_amount=100)
    with django_assert_max_num_queries(30) as many:
        signed_in.get(address)
    assert len(many) == len(one)


def test_a_day_after_the_month_is_told_as_of_it(kept, client, leader):
    address = reverse("figures:topic", args=[datetime.date(2019, 7, 15), "gaps"])
    page = sign_in(client, leader).get(address)
    assert "截至2019年7月15日" in page.content.decode()
