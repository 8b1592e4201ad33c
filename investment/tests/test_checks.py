"""The table of edit checks: each with figures that pass and figures that do not."""

import dataclasses
import datetime

import pytest

from investment.checks import CHECKS, Policy, Surroundings, check_entry, open_results
from investment.drafts import EntryDraft
from investment.models import CheckClass
from investment.standing import EntryRow, stand
from measures.money import WAN
from measures.months import Month
from projects.models import Project
from projects.suspension.selectors import Stop

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
    before = "2019-04-01才开工，本月却有投资50万元，请改正或说明"
    assert found(actual_start=later) == [("start_too_late", message), ("before_start", before)]
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


# --- Against the earlier months --------------------------------------------------------


def month(number, amount, total, progress="", zero_reason=""):
    return EntryRow(1, number, amount, total, None, None, None, zero_reason, progress, "")


def test_the_money_of_last_month_again_is_to_be_explained():
    again = around([row(1, 40 * WAN), month(2, 50 * WAN, 90 * WAN)])
    message = "本月50万元与上月完全相同，请核对是否照抄，并说明"
    assert found(again, year_to_date=140 * WAN) == [("same_money", message)]
    assert found(again, month_amount=51 * WAN, year_to_date=141 * WAN) == []


def test_zero_again_is_not_the_same_money():
    winter = around([month(1, 0, 0, zero_reason="winter"), month(2, 0, 0, zero_reason="winter")])
    assert found(winter, month_amount=0, year_to_date=0, zero_reason="winter") == []


def test_money_that_moves_under_the_same_word_is_noticed():
    before = around([row(1, 40 * WAN), month(2, 60 * WAN, 100 * WAN, "主体施工至第5层")])
    message = "本月有投资，形象进度与上月完全相同，可写明本月的变化"
    assert found(before, progress="主体施工至第5层") == [("same_text", message)]
    assert found(before, progress="主体施工至第6层") == []


@pytest.mark.parametrize(
    ("word", "is_noticed"),
    [
        ("主体施工", False),
        ("桥墩完成过半", True),
        ("完成三公里", True),
        ("厂房主体施工，办公楼装修，室外管网", True),
        ("厂房主体施工，办公楼装修", False),
    ],
)
def test_a_stage_may_last_but_a_quantity_and_particulars_may_not(word, is_noticed):
    before = around([row(1, 40 * WAN), month(2, 60 * WAN, 100 * WAN, word)])
    assert bool(found(before, progress=word)) is is_noticed


def test_money_without_a_word_of_what_it_built_is_to_be_explained():
    message = "本月有投资50万元，请填写形象进度，确实没有的在“情况说明”写明原因"
    assert found(progress=" ") == [("progress_absent", message)]
    zero = {"month_amount": 0, "year_to_date": 100 * WAN, "zero_reason": "settlement"}
    assert found(progress="", **zero) == []


def test_a_word_that_moves_without_money_twice_is_noticed():
    before = around([month(1, 40 * WAN, 40 * WAN), month(2, 0, 40 * WAN, "基础", "other")])
    zero = {"month_amount": 0, "year_to_date": 40 * WAN, "zero_reason": "settlement"}
    message = "形象进度有变化，投资却连续两个月为0，请核对投资是否漏报"
    assert found(before, **zero, progress="主体") == [("text_without_money", message)]
    assert found(before, **zero, progress="基础") == []


def test_a_slip_of_the_unit_is_to_be_explained():
    message = "本月500,000万元，而平常每月约50万元，相差1000倍以上，请核对单位是元还是万元"
    big = {"month_amount": 500_000 * WAN, "year_to_date": 500_100 * WAN}
    assert ("slip", message) in found(around(total_investment=None), **big)
    large = found(around(total_investment=None), month_amount=900 * WAN, year_to_date=1000 * WAN)
    assert [code for code, _ in large] == ["quarter_jump"]


def test_a_slip_downwards_is_one_too():
    message = "本月0.005万元，而平常每月约50万元，相差1000倍以上，请核对单位是元还是万元"
    assert found(month_amount=50, year_to_date=100 * WAN + 50) == [("slip", message)]


def test_without_earlier_months_the_plan_says_what_is_usual():
    new = dataclasses.replace(around([], total_investment=None), planned=1200 * WAN)
    sums = {"month_amount": 100_000 * WAN, "year_to_date": None}
    assert [code for code, _ in found(new, **sums)] == ["over_plan", "slip"]
    assert found(new, month_amount=90 * WAN, year_to_date=None) == []


def test_a_jump_in_the_last_month_of_a_quarter_is_noticed():
    before = around([month(1, 50 * WAN, 50 * WAN), month(2, 49 * WAN, 99 * WAN)])
    message = "季末月150万元，是本季前两月平均49万元的3倍以上，请核对是否赶报"
    jump = {"month_amount": 150 * WAN, "year_to_date": 249 * WAN}
    assert found(before, **jump) == [("quarter_jump", message)]
    assert found(before, month_amount=148 * WAN, year_to_date=247 * WAN) == []


def test_a_silent_month_of_the_quarter_is_not_a_small_one():
    silent = around([month(1, 50 * WAN, 50 * WAN)])
    assert found(silent, month_amount=300 * WAN, year_to_date=None) == []


def test_many_round_numbers_are_noticed():
    rule = {"month_amount": 400 * WAN, "year_to_date": 1000 * WAN}
    april = dataclasses.replace(
        around([month(1, 100 * WAN, 100 * WAN), month(2, 300 * WAN, 400 * WAN)]),
        before=stand(
            [
                month(1, 100 * WAN, 100 * WAN),
                month(2, 300 * WAN, 400 * WAN),
                month(3, 200 * WAN, 600 * WAN),
            ],
            through=3,
        ),
        project=Project(name="甲"),
        month=Month(2019, 4),
        today=datetime.date(2019, 5, 2),
    )
    message = "今年4个月的投资都是100万元的整倍数，请核对是否估报"
    assert found(april, **rule) == [("round_numbers", message)]
    assert found(april, month_amount=401 * WAN, year_to_date=1001 * WAN) == []


# --- Against the plan and the project --------------------------------------------------


def test_far_over_the_plan_is_noticed():
    planned = dataclasses.replace(around(), planned=115 * WAN)
    message = "本年累计150万元，超出年度计划30%以上（计划115万元），请核对"
    assert found(planned) == [("over_plan", message)]
    assert found(dataclasses.replace(around(), planned=116 * WAN)) == []


def test_money_before_the_start_is_to_be_explained():
    later = around(actual_start=datetime.date(2019, 4, 1))
    message = "2019-04-01才开工，本月却有投资50万元，请改正或说明"
    assert found(later) == [("before_start", message)]
    assert found(around(actual_start=datetime.date(2019, 3, 31))) == []


def test_money_on_a_site_that_has_not_begun_is_to_be_explained():
    message = "形象进度写明未开工，本月却有投资50万元，请改正或说明"
    assert found(progress="未开工，征地中") == [("before_start", message)]


def test_money_after_completion_is_to_be_explained():
    done = around(substantially_complete_on=datetime.date(2019, 2, 28))
    message = "项目2019-02-28已建成，本月仍有投资50万元，请说明（如尾款结算）"
    assert found(done) == [("after_completion", message)]
    assert found(around(substantially_complete_on=datetime.date(2019, 3, 1))) == []


def test_money_while_suspended_is_to_be_explained():
    message = "项目现为停工，本月却有投资50万元，请改正或说明"
    assert found(around(stage="suspended")) == [("while_suspended", message)]
    assert found(around(stage="construction")) == []


def test_money_after_a_month_of_standstill_is_to_be_explained():
    still = around([month(1, 100 * WAN, 100 * WAN), month(2, 0, 100 * WAN, "", "suspended")])
    message = "上月因停工没有投资，本月却有50万元，请改正或说明何时复工"
    assert found(still) == [("while_suspended", message)]
    winter = around([month(1, 100 * WAN, 100 * WAN), month(2, 0, 100 * WAN, "", "winter")])
    assert found(winter) == []


# --- January and February together -----------------------------------------------------


def together(**facts):
    """February's period of both months, which nothing goes before."""
    return dataclasses.replace(
        around(**facts), before=stand((), through=0), month=Month(2019, 2), months_covered=2
    )


def test_both_months_together_are_the_whole_year_so_far():
    message = "本年累计60万元，而上月累计0＋本月50＝50万元，请改正或说明"
    assert found(together(), year_to_date=60 * WAN) == [("total_mismatch", message)]
    assert found(together(), year_to_date=50 * WAN) == []


def test_a_completion_in_january_is_within_both_months():
    january = together(substantially_complete_on=datetime.date(2019, 1, 20))
    assert found(january, year_to_date=50 * WAN) == []
    december = together(substantially_complete_on=datetime.date(2018, 12, 31))
    assert [code for code, _ in found(december, year_to_date=50 * WAN)] == ["after_completion"]


def test_a_jump_in_march_is_measured_by_half_of_both():
    both = EntryRow(1, 2, 100 * WAN, 100 * WAN, None, None, None, "", "", "", months_covered=2)
    message = "季末月150万元，是本季前两月平均50万元的3倍以上，请核对是否赶报"
    jump = {"month_amount": 150 * WAN, "year_to_date": 250 * WAN}
    assert found(around([both]), **jump) == [("quarter_jump", message)]
    assert found(around([both]), month_amount=149 * WAN, year_to_date=249 * WAN) == []


# --- The table -------------------------------------------------------------------------


def test_a_notice_stands_in_nobodys_way():
    noticed = check_entry(GOOD, dataclasses.replace(around(), planned=99 * WAN))
    assert ([r.code for r in noticed], open_results(noticed, "")) == (["over_plan"], [])


def test_a_countys_rule_goes_before_the_table():
    planned = dataclasses.replace(around(), planned=99 * WAN)
    held = Policy({"over_plan": (CheckClass.EXPLAIN, {"share": 50})})
    assert open_results(check_entry(GOOD, planned, held), "") != []
    looser = Policy({"over_plan": (CheckClass.EXPLAIN, {"share": 60})})
    assert check_entry(GOOD, planned, looser) == []
    none = Policy({"over_plan": (CheckClass.OFF, {})})
    assert check_entry(GOOD, planned, none) == []


def test_the_table_names_each_check_once():
    codes = [check.code for check in CHECKS]
    assert len(codes) == len(set(codes)) == 19


@pytest.mark.parametrize(
    ("begins", "until", "is_doubted"),
    [
        ("2019-02-28", None, True),
        ("2019-03-01", "2019-04-01", True),
        # It stood still for a part of March: what was built on the other days is no question.
        ("2019-03-02", None, False),
        ("2019-01-01", "2019-03-31", False),
    ],
)
def test_money_is_doubted_only_where_the_site_stood_still_all_the_month(begins, until, is_doubted):
    stop = Stop(datetime.date.fromisoformat(begins), until and datetime.date.fromisoformat(until))
    where = dataclasses.replace(around(stage="suspended"), stops=[stop])
    codes = [code for code, _ in found(where)]
    assert ("while_suspended" in codes) == is_doubted
