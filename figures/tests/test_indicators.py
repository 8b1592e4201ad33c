"""Each indicator over hand-made lines, with its base."""

import datetime
from fractions import Fraction

import pytest

from figures.figure import OverlappingSets
from figures.indicators import GROUPS, INDICATORS, in_group
from figures.tests.factories import fact
from figures.units import MONEY
from measures.money import WAN
from projects.models import MilestoneKind, PlanCategory


def value(name, rows):
    return INDICATORS[name].over(rows, name).value


def test_the_rate_is_completed_over_planned_and_keeps_its_fraction():
    rows = [fact(done=600), fact(done=100)]
    assert value("完成率", rows) == Fraction(700, 2000)
    assert value("超序时", rows) == Fraction(-15)


def test_a_silent_project_counts_in_the_plan_but_is_no_zero_in_the_sum():
    rows = [fact(done=600), fact(done=None)]
    assert value("完成投资", rows) == 600 * WAN
    assert value("报送数", rows) == 1
    assert value("未报送数", rows) == 1
    assert value("零投资数", rows) == 0


def test_when_nothing_is_reported_there_is_no_sum_and_no_rate():
    rows = [fact(), fact()]
    assert value("完成投资", rows) is None
    assert value("完成率", rows) is None
    assert INDICATORS["完成率"].over(rows, "x").text() == "—"


def test_money_of_a_line_without_a_plan_does_not_raise_the_rate():
    rows = [fact(done=500), fact(done=300, planned=None, category=PlanCategory.PRELIMINARY)]
    assert value("完成率", rows) == Fraction(1, 2)


def test_start_rates_name_their_base():
    rows = [
        fact(is_started=True),
        fact(),
        fact(planned_start=datetime.date(2019, 9, 1)),
        fact(category=PlanCategory.CONTINUING, is_started=True),
    ]
    assert value("开工数", rows) == 1
    assert value("开工率", rows) == Fraction(1, 3)
    assert value("应开工数", rows) == 2
    assert value("时序开工率", rows) == Fraction(1, 2)


def test_a_project_due_next_year_is_not_due_now():
    assert value("应开工数", [fact(planned_start=datetime.date(2020, 1, 1))]) == 0


def test_a_project_whose_start_was_planned_last_year_is_due():
    assert value("应开工数", [fact(planned_start=datetime.date(2018, 11, 1))]) == 1


@pytest.mark.parametrize(
    ("planned", "over_yi", "half_to_one"),
    [(4999, 0, 0), (5000, 0, 1), (10000, 0, 1), (10001, 1, 0)],
)
def test_size_bands_meet_without_overlap(planned, over_yi, half_to_one):
    rows = [fact(planned=planned * WAN)]
    assert value("过亿元项目数", rows) == over_yi
    assert value("五千万元至一亿元项目数", rows) == half_to_one


def test_the_productive_share_is_of_planned_money():
    rows = [fact(is_productive=True, planned=300 * WAN), fact(planned=700 * WAN)]
    assert value("产业项目投资占比", rows) == Fraction(3, 10)
    assert value("产业项目数", rows) == 1


def test_preliminary_projects_are_counted_at_their_furthest_milestone():
    rows = [
        fact(category=PlanCategory.PRELIMINARY, milestone=MilestoneKind.START),
        fact(category=PlanCategory.PRELIMINARY, milestone=MilestoneKind.FEASIBILITY),
        fact(category=PlanCategory.PRELIMINARY),
    ]
    assert value("已开工数", rows) == value("可研完成数", rows) == value("未报节点数", rows) == 1


def test_groups_take_the_categories_of_a_list():
    rows = [fact(category=category) for category in PlanCategory.values]
    assert {group: len(in_group(rows, group)) for group in GROUPS} == {
        "全部": 2,
        "新建": 1,
        "续建": 1,
        "前期": 1,
        "合计": 3,
    }


def test_a_figure_prints_by_its_unit():
    rows = [fact(done=547)]
    printed = {name: INDICATORS[name].over(rows, name).text() for name in INDICATORS}
    assert printed["完成率"] == "54.70"
    assert printed["超序时"] == "+4.70"
    assert printed["完成投资"] == "547"
    assert printed["项目数"] == "1"
    assert INDICATORS["完成投资"].unit == MONEY


def test_separate_figures_add_and_carry_both_rows():
    one = INDICATORS["完成投资"].over([fact(done=100)], "甲")
    two = INDICATORS["完成投资"].over([fact(done=50)], "乙")
    assert (one + two).value == 150 * WAN
    assert len((one + two).rows) == 2


def test_adding_overlapping_sets_is_an_error():
    shared = fact(done=100)
    provincial = INDICATORS["完成投资"].over([shared], "省级.全部.完成投资")
    county = INDICATORS["完成投资"].over([shared, fact(done=1)], "县级.全部.完成投资")
    with pytest.raises(OverlappingSets, match="有 1 个相同项目，不能相加"):
        provincial + county


def test_a_rate_cannot_be_added():
    rate = INDICATORS["完成率"].over([fact(done=1)], "完成率")
    with pytest.raises(TypeError):
        rate + rate


@pytest.mark.parametrize(
    ("name", "row", "number"),
    [
        ("超序时", {"done": 412}, "-8.80"),
        ("超序时", {"done": 547}, "4.70"),
        ("超序时", {"done": 49_996, "planned": 100_000 * WAN}, "-0.004"),
        ("超序时", {"done": 500}, "0.00"),
        ("完成率", {"done": 12_345}, "1234.50"),
        ("完成投资", {"done": 12_345}, "12345"),
        ("完成投资", {}, None),
        ("项目数", {}, "1"),
    ],
)
def test_programs_read_plain_numbers_and_null_where_there_is_none(name, row, number):
    assert INDICATORS[name].over([fact(**row)], name).number() == number
