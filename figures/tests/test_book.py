"""Figures by name, remainders, and parts held against their whole."""

from fractions import Fraction

import pytest

from accounts.models import Unit
from figures.book import FigureBook, UnknownFigure, check_book
from figures.facts import Facts
from figures.lights import Colour, Light
from figures.tests.factories import fact
from measures.months import Month
from measures.parts import PartsDoNotAddUp
from projects.models import AnnualPlan, MilestoneKind, PlanCategory


def book_of(*rows):
    plans = (AnnualPlan(key="省级", tier="provincial"), AnnualPlan(key="县级", tier="county"))
    return FigureBook(Facts(Unit(name="示范县"), Month(2019, 6), plans, rows, "系统默认"))


def preliminary(kind):
    return fact(category=PlanCategory.PRELIMINARY, milestone=kind, planned=None)


def test_a_figure_is_found_by_list_group_and_indicator():
    book = book_of(fact(done=500), fact(done=100, plan_key="省级", planned=2_000_000))
    assert book["县级.新建.完成率"].value == Fraction(1, 2)
    assert book["省级.全部.完成率"].value == Fraction(1, 2)


@pytest.mark.parametrize(
    "key",
    [
        "市级.新建.完成率",
        "县级.新建",
        "县级.新建.没有的指标",
        "县级.全部.可研完成数",
        "",
        "县级.前期.项目数-x",
    ],
)
def test_a_name_that_is_no_figure_is_an_error(key):
    with pytest.raises(UnknownFigure):
        book_of(fact())[key]


def test_the_remainder_is_what_the_named_parts_leave():
    book = book_of(
        preliminary(MilestoneKind.START),
        preliminary(MilestoneKind.FEASIBILITY),
        preliminary(MilestoneKind.INITIATED),
        preliminary(MilestoneKind.EXPERT_REVIEW),
    )
    rest = book["县级.前期.项目数-已开工数-可研完成数"]
    assert rest.value == 2
    assert {row.milestone for row in rest.rows} == {"initiated", "expert_review"}


def test_parts_that_overlap_leave_no_remainder_but_an_error():
    book = book_of(preliminary(MilestoneKind.START), preliminary(MilestoneKind.FEASIBILITY))
    with pytest.raises(PartsDoNotAddUp):
        book["县级.前期.项目数-已开工数-项目数"]


def test_a_book_whose_parts_make_their_whole_passes():
    check_book(book_of(fact(done=1), fact(), preliminary(MilestoneKind.START)))


def test_a_project_in_no_known_milestone_is_found_when_the_parts_are_checked():
    with pytest.raises(PartsDoNotAddUp, match=r"县级\.前期\.项目数1个，分项合计0个，相差1个"):
        check_book(book_of(preliminary("一个新节点")))


def test_every_colour_of_a_light_has_its_count():
    rows = [fact(light=Light(colour, "", "")) for colour in Colour]
    check_book(book_of(*rows))
