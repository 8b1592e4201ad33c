"""What totals cover, and units told apart by what they sent."""

import pytest

from figures.coverage import coverage_of
from figures.indicators import INDICATORS
from figures.lines import month_words, totals_over, verified_words
from figures.tests.factories import entry, fact
from investment.standing import stand
from projects.models import PlanCategory

UNIT_FIGURES = (
    *("填报单位数", "报送单位数", "有投资单位数", "达序时单位数"),
    *("无投资单位数", "零报告单位数", "待审定单位数", "未报送单位数"),
)


def of_unit(unit_id, *, done=None, **values):
    return fact(done=done, unit_id=unit_id, unit_name=f"第{unit_id}单位", **values)


def sent(*rows, **values):
    return fact(standing=stand(rows, through=6), **values)


def test_a_total_says_how_many_it_covers_and_how_many_are_estimates():
    rows = [
        of_unit(1, done=600),
        of_unit(1, is_waiting=True),
        of_unit(2),
        sent(entry(6, month_amount=10, is_estimate=True), unit_id=3),
    ]
    assert totals_over(rows).coverage.in_full == (
        "3个单位中报送2个，4个项目中报送3个，其中待审定1个，含预计数1项"
    )


def test_preliminary_projects_owe_no_month():
    preliminary = fact(category=PlanCategory.PRELIMINARY)
    assert coverage_of([preliminary]).in_full == ""
    assert coverage_of([preliminary, of_unit(1, done=1)]).in_full == (
        "1个单位中报送1个，1个项目中报送1个"
    )


# Rows of one unit, and the figures that count it.
UNITS = {
    "money at pace": ([{"done": 500}], {"报送单位数", "有投资单位数", "达序时单位数"}),
    "money behind": ([{"done": 499}], {"报送单位数", "有投资单位数"}),
    "money beside silence": ([{"done": 500}, {}], {"报送单位数", "有投资单位数"}),
    "money enough for both": ([{"done": 1000}, {}], {"报送单位数", "有投资单位数", "达序时单位数"}),
    "a zero": ([{"done": 0}], {"报送单位数", "无投资单位数", "零报告单位数"}),
    "a zero beside silence": ([{"done": 0}, {}], {"报送单位数", "无投资单位数", "未报送单位数"}),
    "a zero beside what waits": (
        [{"done": 0}, {"is_waiting": True}],
        {"报送单位数", "无投资单位数", "待审定单位数"},
    ),
    "what waits": ([{"is_waiting": True}], {"报送单位数", "无投资单位数", "待审定单位数"}),
    "silence": ([{}], {"无投资单位数", "未报送单位数"}),
}


@pytest.mark.parametrize("case", UNITS)
def test_a_unit_is_counted_by_what_it_sent(case):
    rows, counted = UNITS[case]
    facts = [of_unit(1, **values) for values in rows]
    figures = {name for name in UNIT_FIGURES if INDICATORS[name].over(facts, name)}
    assert figures == {"填报单位数", *counted}


def test_a_count_of_units_rests_on_their_rows():
    rows = [of_unit(1, done=500), of_unit(1), of_unit(2)]
    figure = INDICATORS["有投资单位数"].over(rows, "有投资单位数")
    assert (figure.text(), figure.unit.label, figure.rows) == ("1", "个单位", tuple(rows[:2]))


def test_a_month_says_why_it_has_no_money_and_that_it_is_an_estimate():
    assert month_words(sent(entry(6, month_amount=0, zero_reason="winter"))) == "零投资：冬休"
    assert month_words(sent(entry(6, month_amount=5, is_estimate=True))) == "有投资（预计数）"
    assert month_words(fact()) == "未报"


def test_rows_say_which_of_the_two_figures_they_use():
    verified = sent(entry(6, month_amount=5, verified_month_amount=4))
    assert verified_words([verified, fact()]) == (
        "已审定的填报，有核定数的用核定数；1个项目用核定数，其余用上报数"
    )
    assert verified_words([fact()]) == "已审定的填报，有核定数的用核定数；没有核定数，均用上报数"
