"""A line on a package counts the money of its parts once."""

import pytest

from figures.book import Book
from figures.facts import load_facts
from figures.subjects.plan_lines import PLAN_LINES
from figures.tests.scene import JUNE, enter, make_line
from investment.models import EntryState
from investment.standing import MonthState
from measures.money import WAN
from projects.models import Tier
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory, ProjectFactory


@pytest.fixture
def package(unit_a):
    return make_line(unit_a, "农村公路打包项目", 1_200).project


@pytest.fixture
def parts(package, unit_a, unit_b):
    return [
        ProjectFactory(county=package.county, name=name, reporting=unit, package=package)
        for name, unit in (("一标段", unit_a), ("二标段", unit_b))
    ]


def line_of(package):
    [fact] = load_facts(package.county, JUNE).rows
    assert fact.project_id == package.pk
    return fact


def june_of(project, amount, **values):
    return enter(project, 6, month_amount=amount * WAN, year_to_date=amount * WAN, **values)


def test_the_line_has_the_money_and_words_of_all_parts(package, parts):
    june_of(parts[0], 300, progress="路基完成")
    june_of(parts[1], 400, progress="桥墩施工")
    fact = line_of(package)
    assert (fact.done, fact.done_this_month, fact.planned) == (700 * WAN, 700 * WAN, 1_200 * WAN)
    assert fact.progress == "一标段：路基完成；二标段：桥墩施工"
    assert (fact.is_started, fact.is_reported, fact.light.word) == (True, True, "达序时")
    book = Book(PLAN_LINES, load_facts(package.county, JUNE))
    assert book["县级.全部.项目数"].value == 1
    assert book["县级.全部.完成投资"].number() == "700"


def test_a_part_that_is_silent_is_not_zero(package, parts):
    june_of(parts[0], 300)
    fact = line_of(package)
    assert (fact.done, fact.is_reported, fact.light.word) == (300 * WAN, False, "未报")
    assert fact.standing.this_month.state is MonthState.SILENT


def test_a_part_that_waits_makes_the_package_wait(package, parts):
    june_of(parts[0], 300)
    june_of(parts[1], 400, state=EntryState.SUBMITTED)
    assert (line_of(package).is_waiting, line_of(package).light.word) == (True, "待审定")


def test_what_was_reported_on_the_package_itself_is_added_and_owed_no_more(package, parts):
    enter(package, 5, month_amount=100 * WAN, year_to_date=100 * WAN)
    june_of(parts[0], 300)
    june_of(parts[1], 400)
    fact = line_of(package)
    assert (fact.done, fact.is_reported, fact.light.word) == (800 * WAN, True, "达序时")


def test_another_list_may_hold_the_parts(package, parts):
    june_of(parts[0], 300)
    june_of(parts[1], 400)
    city = AnnualPlanFactory(county=package.county, tier=Tier.MUNICIPAL)
    for part in parts:
        PlanItemFactory(plan=city, project=part)
    facts = load_facts(package.county, JUNE)
    assert [(row.plan_key, row.done) for row in facts.rows] == [
        ("市级", 300 * WAN),
        ("市级", 400 * WAN),
        ("县级", 700 * WAN),
    ]
