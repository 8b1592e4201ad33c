"""What nobody has told is —, never 0; and who owes nothing is never silent (DESIGN §4.3)."""

import datetime

import pytest

from figures.book import FigureBook, check_book
from figures.facts import load_facts
from figures.subjects.plan_lines import PLAN_LINES
from figures.tests.scene import JUNE, make_line
from measures.money import WAN
from projects.models import MilestoneKind, PlanCategory, PlanItem
from projects.tests.factories import MilestoneFactory

pytestmark = pytest.mark.django_db

MARCH = datetime.date(2019, 3, 1)


def figures(county, group, *names):
    book = FigureBook(load_facts(county, JUNE))
    check_book(book)
    return [book.of("县级", group, name).value for name in names]


@pytest.fixture
def continuing(unit_a):
    return make_line(unit_a, "滨河路", 1000, {6: 410})


@pytest.fixture
def new(unit_a):
    return [
        make_line(unit_a, name, 1000, {6: 10}, category=PlanCategory.NEW) for name in ("甲", "乙")
    ]


@pytest.fixture
def preliminary(unit_a):
    return [
        make_line(unit_a, name, None, {}, category=PlanCategory.PRELIMINARY)
        for name in ("丙", "丁")
    ]


def test_without_any_planned_start_nothing_is_said_of_what_should_have_started(
    county, continuing, new
):
    for group in ("全部", "新建", "合计"):
        assert figures(county, group, "应开工数", "时序开工率") == [None, None]
    assert figures(county, "续建", "应开工数", "时序开工率") == [0, None]
    PlanItem.objects.filter(pk=new[0].pk).update(planned_start=datetime.date(2019, 9, 1))
    assert figures(county, "全部", "应开工数", "时序开工率") == [0, None]
    PlanItem.objects.filter(pk=new[0].pk).update(planned_start=MARCH)
    assert figures(county, "全部", "应开工数", "时序开工率") == [1, 1]


def test_a_preliminary_project_owes_nothing_and_is_not_silent(county, preliminary):
    names = ("项目数", "未报送数", "报送数", "未报送单位数", "零报告单位数", "待审定单位数")
    assert figures(county, "合计", *names) == [2, 0, 0, 0, 0, 0]
    assert figures(county, "前期", *names) == [2, 0, 0, 0, 0, 0]


def test_beside_a_silent_project_the_preliminary_ones_are_not_counted(county, unit_b, preliminary):
    make_line(unit_b, "戊", 1000, {})
    assert figures(county, "合计", "未报送数", "未报送单位数") == [1, 1]


def test_without_a_plan_no_share_is_told(county, preliminary):
    shares = ("达序时比例", "过亿元项目占比", "五千万元至一亿元项目占比", "完成率", "超序时")
    assert figures(county, "前期", *shares) == [None] * 5
    assert figures(county, "合计", "年度计划投资", "达序时数") == [0, 0]


def test_milestones_that_were_never_told_are_not_known(county, preliminary):
    names = ("可研完成数", "已开工数", "未报节点数")
    assert figures(county, "前期", *names) == [None, None, 2]
    book = FigureBook(load_facts(county, JUNE))
    assert book["县级.前期.项目数-可研完成数"].value == 2
    MilestoneFactory(
        project=preliminary[0].project, kind=MilestoneKind.FEASIBILITY, reached_on=MARCH
    )
    assert figures(county, "前期", *names) == [1, 0, 1]


def test_the_foot_of_a_column_that_no_row_has_told_of_is_no_zero(county, preliminary, continuing):
    facts = load_facts(county, JUNE)
    (planned,) = [column for column in PLAN_LINES.columns if column.title == "年度计划投资"]
    untold = [row for row in facts.rows if row.planned is None]
    assert len(untold) == 2
    assert planned.total_of(untold) is None
    assert planned.total_of(facts.rows) == 1000 * WAN
