"""The half-year summary reads naturally, whatever is zero or missing, and refuses false sums."""

import datetime
import re

import pytest
from jinja2 import UndefinedError

from accounts.models import Unit
from documents.paragraphs import Style
from documents.runs import Run, mark, runs, unmarked
from figures.book import FigureBook
from figures.facts import Facts
from figures.tests.factories import fact
from investment.models import PaceKind, PaceRule
from investment.pacing import Pacing
from measures.money import WAN
from measures.months import Month
from measures.parts import PartsDoNotAddUp
from projects.models import AnnualPlan, MilestoneKind, PlanCategory
from reports.prose.environment import plan_names, prose_environment
from reports.prose.summary import compose_summary

MAY = datetime.date(2019, 5, 1)
TIERS = {"省级": "provincial", "市级": "municipal", "县级": "county"}


def facts_of(*rows, month=6, lists=("县级",)):
    plans = tuple(AnnualPlan(key=key, tier=TIERS[key]) for key in lists)
    return Facts(Unit(name="示范县"), Month(2019, month), plans, rows, "系统默认")


def text_of(*rows, **given):
    return compose_summary(facts_of(*rows, **given)).text


def started(done, **values):
    return fact(done=done, is_started=True, **values)


def preliminary(kind, **values):
    return fact(category=PlanCategory.PRELIMINARY, milestone=kind, planned=None, **values)


def test_rates_and_points_are_printed_from_exact_values():
    text = text_of(started(565, is_productive=True))
    assert "完成投资565万元，占年度计划的56.5%" in text
    assert "达到了“双过半”的要求" in text


def test_where_more_than_half_is_due_the_pace_is_told_beside_the_half():
    sixty = Pacing(
        of_county=(PaceRule(from_date=MAY, kind=PaceKind.QUARTERS, shares="20,60,80,100"),)
    )
    text = text_of(started(565, pacing=sixty, pace=sixty.at(Month(2019, 6))))
    assert "占年度计划的56.5%，略低于序时进度（60.0%）3.5个百分点。" in text
    assert "占年度计划的56.5%，达到了“双过半”的要求。" in text
    text = text_of(started(412, pacing=sixty, pace=sixty.at(Month(2019, 6))))
    assert "占年度计划的41.2%，明显低于序时进度（60.0%）18.8个百分点。" in text
    assert "距“双过半”的要求还差8.8个百分点" in text


def test_a_county_behind_is_told_how_far_it_is_from_half():
    text = text_of(started(412))
    assert "距“双过半”的要求还差8.8个百分点" in text
    assert "投资进度低于序时进度" in text.partition("存在的主要问题")[2]
    assert "投资进度" not in text.partition("存在的主要问题")[0]


def test_other_months_are_measured_against_pace():
    text = text_of(fact(done=200, through=3, is_started=True), month=3)
    assert "略低于序时进度5.0个百分点" in text
    assert "2019年一季度重点项目建设进展情况" in text


def test_lists_that_do_not_exist_are_not_spoken_of():
    text = text_of(started(500))
    assert "省级" not in text
    assert "市级" not in text
    assert "（一）" not in text


def test_a_county_without_any_list_says_so():
    assert text_of(lists=()).endswith("2019年尚未安排县级重点建设项目。\n")


def test_no_preliminary_projects_leave_no_sentence_about_them():
    text = text_of(started(500))
    assert "前期" not in text
    assert "新建项目全面开工。1个新建项目已开工建设。" in text


def test_only_new_projects_need_no_division_into_new_and_continuing():
    text = text_of(started(500), started(500))
    assert "续建" not in text
    assert "其中新建项目" not in text


def test_nothing_started_is_said_in_words():
    text = text_of(fact(done=0), fact(done=0))
    assert "2个新建项目均未开工建设。" in text
    assert "陆续开工" not in text


def test_nothing_started_is_not_said_of_projects_that_reported_nothing():
    text = text_of(fact(done=0), fact())
    assert "均未开工" not in text
    assert "2个新建项目尚无开工的报送。" in text


def test_the_silent_stand_with_their_plan_in_what_is_held_against_the_pace():
    text = text_of(started(600), fact(is_waiting=True), started(None))
    assert "占年度计划的20.0%，明显低于序时进度30.0个百分点。" in text
    assert "已报送并审定1个，已报送待审定1个，未报送1个" in text


def test_what_was_sent_is_said_to_wait_for_what_it_waits_for():
    to_review = fact(is_waiting=True, is_to_review=True)
    assert "已报送待审核1个" in text_of(started(600), to_review)
    of_another = fact(unit_id=2, unit_name="水利局", is_waiting=True, is_to_review=True)
    assert "1个单位无投资，其中1个待审核。" in text_of(started(600), of_another)
    assert "已报送待审定或待审核2个" in text_of(started(600), to_review, fact(is_waiting=True))


def test_a_lag_that_is_there_is_not_printed_as_none():
    assert "还差0.01个百分点" in text_of(started(49_990, planned=100_000 * WAN))
    assert "还差不足0.01个百分点" in text_of(started(49_999, planned=100_000 * WAN))


def test_a_name_pasted_from_word_leaves_the_document_whole():
    text = text_of(started(900, project_name="甲\x0b\x02路\n# 题", substantially_complete_on=MAY))
    assert "甲路# 题已基本建成" in text


def test_nothing_reported_is_not_called_zero():
    text = text_of(fact(), fact())
    assert "完成投资尚未报送" in text
    assert "完成投资0" not in text
    assert "未报送2个，未审定的本月投资未计入，也不与序时比较。" in text


def test_milestones_that_nobody_reached_are_left_out():
    text = text_of(
        preliminary(MilestoneKind.START),
        preliminary(MilestoneKind.INITIATED),
        started(500),
    )
    assert "2个重大前期项目中，1个已开工建设，其余1个项目前期工作已全面启动。" in text


def test_when_all_reached_a_named_milestone_there_is_no_rest():
    text = text_of(preliminary(MilestoneKind.START), started(500))
    assert "1个重大前期项目已开工建设。" in text


def test_preliminary_projects_without_a_report_are_said_to_be_without_one():
    text = text_of(preliminary(""), started(500))
    assert "1个重大前期项目尚未报送前期进展。" in text


def test_one_completed_project_is_named_without_a_count():
    text = text_of(started(900, project_name="城南学校建设项目", substantially_complete_on=MAY))
    assert "城南学校建设项目已基本建成。" in text
    assert "等1个" not in text


@pytest.mark.parametrize("month", range(1, 13))
def test_no_month_leaves_doubled_or_dangling_punctuation(month):
    rows = [
        fact(done=100, through=month, is_started=True),
        fact(through=month),
        fact(through=month, is_waiting=True),
        preliminary(MilestoneKind.FEASIBILITY, through=month),
    ]
    text = text_of(*rows, month=month)
    assert not re.search("[，；、。]{2}|：。|  |[，；]\n", text)


def test_every_number_printed_carries_the_name_of_its_figure():
    document = compose_summary(facts_of(started(500), preliminary(MilestoneKind.START)))
    book = FigureBook(facts_of(started(500)))
    keys = [run.key for paragraph in document.paragraphs for run in paragraph.runs if run.key]
    assert len(keys) > 10
    for key in keys:
        assert book[key.split("-")[0]] is not None


def test_parts_that_do_not_add_up_are_refused():
    with pytest.raises(PartsDoNotAddUp):
        compose_summary(facts_of(preliminary("一个新节点"), started(500)))


def test_a_template_that_names_no_figure_fails_instead_of_leaving_a_gap():
    names = plan_names(FigureBook(facts_of(started(500))), "县级")
    template = prose_environment().from_string("{{ 县级.新建.完工率 }}")
    with pytest.raises((UndefinedError, KeyError)):
        template.render(县级=names)


def test_the_title_and_headings_have_their_style():
    document = compose_summary(facts_of(started(500)))
    assert document.title == "示范县发展和改革局2019年上半年重点项目建设工作总结"
    assert document.paragraphs[2].style is Style.CHAPTER
    assert document.paragraphs[-1].style is Style.NOTE


def test_marks_survive_being_taken_apart():
    marked = f"完成{mark('县级.全部.完成投资', '59.6亿元')}，好"
    assert runs(marked) == (Run("完成"), Run("59.6亿元", "县级.全部.完成投资"), Run("，好"))


def test_a_project_name_cannot_pass_for_a_mark():
    assert unmarked(mark("x", "y")) == "xy"


def test_large_amounts_are_in_yi_and_small_ones_in_wan():
    text = text_of(started(500, planned=120_000 * WAN))
    assert "年度计划投资12亿元" in text
    assert "完成投资500万元" in text
