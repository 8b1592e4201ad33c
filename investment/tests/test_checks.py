"""The table of edit checks: each with figures that pass and figures that do not."""

import dataclasses
import datetime

import pytest

from investment.checks import CHECKS, Level, Surroundings, check_entry, open_results
from investment.drafts import EntryDraft
from investment.standing import EntryRow, stand
from measures.money import WAN
from measures.months import Month
from projects.models import Project

MONTH = Month(2019, 3)
TODAY = datetime.date(2019, 4, 2)
GOOD = EntryDraft(1, month_amount=50 * WAN, year_to_date=150 * WAN, progress="主体施工")


def row(month, total):
    return EntryRow(1, month, None, total, None, None, None, "", "", "")


def around(rows=None, today=TODAY, **facts):
    known = {"total_investment": 1000 * WAN, "invested_before": 200 * WAN, **facts}
    sent = [row(1, 40 * WAN), row(2, 100 * WAN)] if rows is None else rows
    return Surroundings(Project(name="甲", **known), stand(sent, through=2), MONTH, today)


def found(around=around(), **changes):  # noqa: B008
    draft = dataclasses.replace(GOOD, **changes)
    return [(result.code, result.message) for result in check_entry(draft, around)]


def test_good_figures_pass():
    assert found() == []


def test_neither_figure_must_be_mended():
    assert found(month_amount=None, year_to_date=None) == [
        ("amounts_absent", "本月完成和本年累计至少填一项，没有投资的请填0")
    ]


@pytest.mark.parametrize("one", ["month_amount", "year_to_date"])
def test_one_figure_is_enough(one):
    assert found(**{one: None}) == []


def test_a_negative_must_say_what_it_takes_back():
    message = "填了负数-20万元，请在“情况说明”写明冲减哪个月、为什么"
    changes = {"correction": -20 * WAN, "year_to_date": 130 * WAN}
    assert found(**changes) == [("negative_unexplained", message)]
    assert found(**changes, explanation="冲减2月重复计列") == []


def test_a_zero_without_reason_must_be_mended():
    zero = {"month_amount": 0, "year_to_date": 100 * WAN}
    message = "本月投资为0，请选择零投资原因，或在形象进度开头写明“未开工”"
    assert found(**zero) == [("zero_without_reason", message)]
    assert found(**zero, zero_reason="winter") == []
    assert found(**zero, progress="未开工，正在办理前期手续") == []


def test_the_same_total_again_is_a_zero_too():
    assert [code for code, _ in found(month_amount=None, year_to_date=100 * WAN)] == [
        "zero_without_reason"
    ]


def test_a_total_that_does_not_add_up_is_to_be_explained():
    message = "本年累计160万元，而上月累计100＋本月50＝150万元，请改正或说明"
    assert found(year_to_date=160 * WAN) == [("total_mismatch", message)]
    assert found(year_to_date=160 * WAN, correction=10 * WAN) == []


def test_the_correction_is_named_in_the_sum():
    message = "本年累计160万元，而上月累计100＋本月50＋补报或冲减5＝155万元，请改正或说明"
    assert found(year_to_date=160 * WAN, correction=5 * WAN) == [("total_mismatch", message)]


def test_a_total_over_a_silent_month_is_not_added_up():
    gap = around(rows=[row(1, 40 * WAN)])
    assert found(gap, year_to_date=160 * WAN) == []


def test_a_fallen_total_is_to_be_explained():
    message = "本年累计90万元小于此前累计100万元，请改正或说明"
    assert ("total_fell", message) in found(month_amount=None, year_to_date=90 * WAN)


def test_more_than_the_total_investment_is_to_be_explained():
    small = around(total_investment=349 * WAN)
    message = "截至上年底200＋本年累计150＝350万元，超过总投资349万元，请改正或说明"
    assert found(small) == [("over_total_investment", message)]
    assert found(small, year_to_date=None) == [("over_total_investment", message)]
    assert found(around(total_investment=350 * WAN)) == []


def test_a_total_investment_of_another_year_is_not_compared():
    other = around(total_investment=349 * WAN, invested_before_year=2019)
    assert found(other) == []


def test_a_start_after_the_month_must_be_mended():
    later = datetime.date(2019, 4, 1)
    message = "开工日期2019-04-01晚于2019年3月末，尚未开工的请留空"
    assert found(actual_start=later) == [("start_too_late", message)]
    assert found(actual_start=datetime.date(2019, 3, 31)) == []


def test_a_start_in_the_future_must_be_mended():
    message = "开工日期2019-03-21晚于今天，尚未开工的请留空"
    early = around(today=datetime.date(2019, 3, 20))
    assert found(early, actual_start=datetime.date(2019, 3, 21)) == [("start_too_late", message)]


def test_an_explanation_opens_the_way_for_one_class_only():
    results = check_entry(dataclasses.replace(GOOD, year_to_date=160 * WAN), around())
    assert open_results(results, "") == results
    assert open_results(results, "  ") == results
    assert open_results(results, "补报2月") == []
    absent = check_entry(dataclasses.replace(GOOD, month_amount=None, year_to_date=None), around())
    assert open_results(absent, "补报2月") == absent


def test_the_table_names_each_check_once():
    codes = [check.code for check in CHECKS]
    assert len(codes) == len(set(codes)) == 7
    assert {check.level for check in CHECKS} == {Level.MUST_FIX, Level.EXPLAIN}
