"""The ranking as pages, paper and workbook have it: fixed decimals, and reckonings for whom they
are."""

import io
import re

import openpyxl
import pytest

from accounts.models import Unit
from assessment.kinds import read_parameters
from assessment.models import SchemePeriod
from assessment.ranking_workbook import ranking_workbook
from assessment.services import draft_scheme, excuse_unit, force_scheme, publish_result, set_rule
from figures.tests.scene import make_line, sign_in

pytestmark = pytest.mark.django_db

DONE = {"甲局": 700, "乙局": 189, "丙局": 300}  # of 1,000 万元; the last is excused
REASON = "机构改革"


@pytest.fixture
def units(county):
    made = {}
    for name, done in DONE.items():
        made[name] = Unit.objects.create(parent=county, name=name, kind="department")
        make_line(made[name], f"{name}工程", 1000, {6: done})
    return made


@pytest.fixture
def scheme(county, units, approver, today):
    values = {
        "year": 2019,
        "period": SchemePeriod.HALF,
        "name": "2019年上半年考核办法",
        "part": "reporting",
        "plan_key": "县级",
        "source": "2019年考核细则",
    }
    made = draft_scheme(county=county, by=approver, values=values)
    rules = (
        ("完成率", "share", {"figure": "全部.完成率", "points": "10"}),
        ("项目个数", "count", {"figure": "全部.项目数", "each": "-0.5"}),
    )
    for name, kind, typed in rules:
        parameters = read_parameters(kind, typed)
        set_rule(
            scheme=made,
            rule=None,
            name=name,
            kind=kind,
            parameters=parameters,
            by=approver,
            version=made.version,
        )
    force_scheme(scheme=made, by=approver, version=made.version, today=today)
    excuse_unit(scheme=made, term=1, unit=units["丙局"], reason=REASON, by=approver)
    return made


@pytest.fixture
def result(scheme, approver, today):
    return publish_result(scheme=scheme, term=1, by=approver, today=today)


def cells(html):
    """The rows of the table as words."""
    rows = re.findall(r"<tr.*?</tr>", html[html.index("<tbody>") : html.index("</table>")], re.S)
    return [
        [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r'<t[dh][^>]*class="num"[^>]*>(.*?)</t[dh]>', row, re.S)
        ]
        for row in rows
    ]


def test_the_ranking_has_two_decimals_and_no_points_for_the_excused(client, result, leader):
    html = sign_in(client, leader).get(f"/supervision/results/{result.pk}/").content.decode()
    assert cells(html) == [
        ["1", "7.00", "−0.50", "6.50"],
        ["2", "1.89", "−0.50", "1.39"],
        ["—", "—", "—", "—"],
    ]


def test_the_ledger_has_two_decimals_in_its_table_and_none_to_spare_above(
    client, result, units, scheme, leader
):
    address = f"/supervision/units/{units['甲局'].pk}/schemes/{scheme.pk}/terms/1/"
    html = sign_in(client, leader).get(address).content.decode()
    assert cells(html) == [["7.00"], ["−0.50"], ["6.50"]]
    assert "得分 6.5 分，是以下 2 行之和。" in html


def sheets(result, **options):
    book = openpyxl.load_workbook(io.BytesIO(ranking_workbook(result, **options)))
    return [[[cell for cell in row if cell is not None] for row in sheet.values] for sheet in book]


def test_the_workbook_shows_every_reckoning_where_nothing_is_asked(result):
    ranking, reckonings = sheets(result)
    assert [row for row in ranking if row and row[0] in (1, 2, "—")] == [
        [1, "甲局", 7, -0.5, 6.5],
        [2, "乙局", 1.89, -0.5, 1.39],
        ["—", "丙局", "—", "—", "—", "不参加考核：机构改革"],
    ]
    assert [row[:3] for row in reckonings if row and row[0] in DONE] == [
        ["甲局", "完成率", 7],
        ["甲局", "项目个数", -0.5],
        ["乙局", "完成率", 1.89],
        ["乙局", "项目个数", -0.5],
        ["丙局", "完成率", "—"],
        ["丙局", "项目个数", "—"],
    ]


def test_a_unit_gets_its_own_reckoning_and_every_place(result, units):
    ranking, reckonings = sheets(result, reckoned_units={units["乙局"].pk})
    assert [row for row in ranking if row and row[0] in (1, 2)] == [
        [1, "甲局", 7, -0.5, 6.5],
        [2, "乙局", 1.89, -0.5, 1.39],
    ]
    assert [row[:3] for row in reckonings if row and row[0] in DONE] == [
        ["乙局", "完成率", 1.89],
        ["乙局", "项目个数", -0.5],
    ]


def test_who_may_see_no_reckoning_gets_the_ranking_alone(result):
    book = openpyxl.load_workbook(io.BytesIO(ranking_workbook(result, reckoned_units=set())))
    assert book.sheetnames == ["排名"]
