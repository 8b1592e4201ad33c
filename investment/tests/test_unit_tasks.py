"""单位任务: who says what is asked, who reports, and what becomes of what was reported."""

import datetime

import pytest

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent
from accounts.trail.proposals import accept
from accounts.trail.rebuilding import differences
from investment.models import (
    Bearer,
    EntryState,
    FormerUnitTarget,
    ReportingRule,
    UnitIndicator,
    UnitResult,
    UnitResultProposal,
    UnitTarget,
)
from investment.services.periods import close_period, remove_period
from investment.tests.county_of_tasks import SOURCE, asked_of, fixed, industry, told
from investment.unit_targets.reporting import (
    ResultDraft,
    UnfitResults,
    enter_results,
    record_results,
    withdraw_results,
)
from investment.unit_targets.reviewing import (
    approve_results,
    propose_task_correction,
    return_results,
    review_results,
)
from investment.unit_targets.setting import (
    Asked,
    add_bearer,
    add_indicator,
    change_indicator,
    set_targets,
)
from measures.money import WAN
from measures.months import Month

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(county):
    return fixed(county)


@pytest.fixture
def bearer(whole, unit_a):
    row = add_bearer(county=whole.county, unit=unit_a, by=None)
    asked_of(whole, **{unit_a.name: 1200})
    return row


@pytest.fixture
def kept(whole):
    """A bearer that is no unit."""
    row = add_bearer(county=whole.county, name="省市重点工程", by=None)
    asked_of(whole, 省市重点工程=500)
    return row


@pytest.fixture
def enter(period, reporter, today):
    def act(*drafts, by=reporter, sends=True, source="", on=today):
        return enter_results(
            period=period, drafts=drafts, by=by, today=on, sends=sends, source=source
        )

    return act


def versions(*results):
    return {result.pk: result.version for result in results}


def sent(enter, whole, bearer, amount=100 * WAN, **more):
    return enter(ResultDraft(whole, bearer, amount, None, **more)).written[0]


def test_a_unit_saves_sends_and_takes_back(enter, whole, bearer, reporter, today):
    draft = ResultDraft(whole, bearer, 100 * WAN, None)
    [row] = enter(draft, sends=False).written
    assert (row.state, row.submitted_by, row.received_on) == (EntryState.DRAFT, None, None)
    [row] = enter(ResultDraft(whole, bearer, 100 * WAN, None, version=1)).written
    assert (row.state, row.submitted_by, row.received_on) == ("submitted", reporter, today)
    [row] = withdraw_results(versions={row.pk: 2}, by=reporter, today=today)
    assert (row.state, row.month_amount, row.version) == (EntryState.DRAFT, 100 * WAN, 3)
    actions = list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))
    assert actions[-3:] == ["task.save", "task.submit", "task.withdraw"]


def test_what_is_left_empty_is_silent_and_a_typed_zero_is_not(enter, whole, bearer):
    part = industry(whole)
    entered = enter(ResultDraft(whole, bearer, 0, None), ResultDraft(part, bearer, None, None))
    assert [(row.indicator, row.month_amount) for row in entered.written] == [(whole, 0)]
    assert entered.silent == 1
    assert UnitResult.objects.count() == 1


def test_another_unit_and_a_bearer_that_is_no_unit_are_not_a_reporters(
    enter, whole, bearer, kept, other_reporter, reporter
):
    for own, by in ((bearer, other_reporter), (kept, reporter)):
        with pytest.raises(NotAllowed):
            enter(ResultDraft(whole, own, 1, None), by=by)


def test_the_bureau_keeps_what_is_no_unit_and_another_approves_it(
    enter, whole, kept, reviewer, approver
):
    draft = ResultDraft(whole, kept, 30 * WAN, None)
    with pytest.raises(DomainError, match="请写明数字来源"):
        enter(draft, by=reviewer)
    [row] = enter(draft, by=reviewer, source="市重点办月报").written
    assert (row.state, row.keyed_by, row.keyed_source) == ("submitted", reviewer, "市重点办月报")
    [row] = approve_results(versions=versions(row), by=approver)
    assert (row.state, row.approved_by) == ("approved", approver)


def test_nobody_approves_what_they_keyed_unless_one_person_does_all(
    enter, whole, kept, approver, county
):
    [row] = enter(ResultDraft(whole, kept, 1, None), by=approver, source="电话").written
    with pytest.raises(NotAllowed, match="由您代填，须由另一位办理"):
        approve_results(versions=versions(row), by=approver)
    ReportingRule.objects.create(
        county=county, from_date=datetime.date(2019, 1, 1), has_one_hand=True, source="一人多岗"
    )
    [row] = approve_results(versions=versions(row), by=approver)
    assert row.state == EntryState.APPROVED
    assert AuditEvent.objects.latest("sequence").reason == "同一人办理"


def test_a_returned_result_sent_again_as_it_was_is_approved_alone_and_with_a_reason(
    enter, whole, bearer, reviewer, approver
):
    part = industry(whole)
    row = sent(enter, whole, bearer)
    with pytest.raises(DomainError, match="请写明退回理由"):
        return_results(versions=versions(row), reason=" ", by=reviewer)
    [row] = return_results(versions=versions(row), reason="与统计局的不符", by=reviewer)
    assert (row.state, row.returned_reason, row.returned_times) == ("returned", "与统计局的不符", 1)
    same = ResultDraft(whole, bearer, 100 * WAN, None, version=row.version)
    other = ResultDraft(part, bearer, 10 * WAN, None)
    row, second = enter(same, other).written
    assert (row.is_resent, second.is_resent) == (True, False)
    with pytest.raises(DomainError, match="须逐项审定"):
        approve_results(versions=versions(row, second), by=approver)
    with pytest.raises(DomainError, match="须写明理由"):
        approve_results(versions=versions(row), by=approver)
    [row] = approve_results(versions=versions(row), by=approver, reason="已电话核实")
    assert row.state == EntryState.APPROVED


def test_where_two_pairs_of_eyes_are_asked_another_approves(
    enter, whole, bearer, reviewer, approver, county
):
    row = sent(enter, whole, bearer)
    with pytest.raises(WrongState, match="不须先审核"):
        review_results(versions=versions(row), by=reviewer)
    ReportingRule.objects.create(
        county=county, from_date=datetime.date(2019, 1, 1), has_review=True, source="须先审核"
    )
    with pytest.raises(WrongState, match="还没有审核"):
        approve_results(versions=versions(row), by=approver)
    [row] = review_results(versions=versions(row), by=reviewer)
    [row] = approve_results(versions=versions(row), by=approver)
    assert (row.reviewed_by, row.approved_by) == (reviewer, approver)


def test_a_part_is_not_larger_than_its_whole(enter, whole, bearer):
    part = industry(whole)
    with pytest.raises(UnfitResults) as refused:
        enter(ResultDraft(whole, bearer, 10 * WAN, None), ResultDraft(part, bearer, 11 * WAN, None))
    assert refused.value.wrong == {
        (part.pk, bearer.pk): f"{bearer}工业投资：本月11万元大于固定资产投资的10万元，请核对"
    }


@pytest.mark.parametrize(
    ("amount", "total", "sentence"),
    [
        (-1 * WAN, None, "本月是负数"),
        (10 * WAN, 205 * WAN, "上次累计200万元加本月10万元不等于本年累计205万元"),
        (None, 150 * WAN, "本年累计150万元低于上次的200万元"),
    ],
)
def test_what_is_odd_wants_a_word(enter, whole, bearer, amount, total, sentence):
    told(whole, bearer, 200 * WAN, month=6)
    with pytest.raises(UnfitResults, match=sentence):
        enter(ResultDraft(whole, bearer, amount, total))
    entered = enter(ResultDraft(whole, bearer, amount, total, note="统计口径调整"))
    assert entered.written[0].note == "统计口径调整"


def test_an_old_page_loses_and_nothing_is_half_written(enter, whole, bearer):
    part = industry(whole)
    row = enter(ResultDraft(whole, bearer, 10 * WAN, None), sends=False).written[0]
    enter(ResultDraft(whole, bearer, 20 * WAN, None, version=row.version), sends=False)
    with pytest.raises(Stale, match="已有他人改动"):
        enter(
            ResultDraft(part, bearer, 1 * WAN, None),
            ResultDraft(whole, bearer, 30 * WAN, None, version=row.version),
        )
    assert [r.month_amount for r in UnitResult.objects.all()] == [20 * WAN]


def test_a_closed_month_is_open_to_who_was_given_longer(
    enter, whole, bearer, period, approver, give_longer
):
    close_period(period=period, by=approver)
    with pytest.raises(WrongState, match="填报期已关闭"):
        sent(enter, whole, bearer)
    give_longer(bearer.unit, datetime.date(2019, 8, 9))
    assert sent(enter, whole, bearer).state == EntryState.SUBMITTED


def test_what_the_county_does_not_ask_in_the_month_is_not_sent(enter, whole, bearer, approver):
    change_indicator(
        indicator=whole,
        version=whole.version,
        name=whole.name,
        asked_from=datetime.date(2019, 8, 1),
        asked_until=None,
        source="自8月起",
        by=approver,
    )
    with pytest.raises(WrongState, match="没有向单位布置"):
        sent(enter, whole, bearer)


def test_a_correction_is_proposed_by_the_unit_and_takes_force_by_the_approver(
    enter, whole, bearer, reporter, approver, today
):
    [row] = approve_results(versions=versions(sent(enter, whole, bearer)), by=approver)
    asked = {"month_amount": 90 * WAN, "year_to_date": None, "reason": "漏减一笔"}
    proposal = propose_task_correction(
        result=row, version=row.version, by=reporter, today=today, **asked
    )
    row.refresh_from_db()
    assert (row.month_amount, proposal.is_waiting) == (100 * WAN, True)
    accept(proposal=proposal, by=approver, today=today)
    row.refresh_from_db()
    assert (row.month_amount, row.state) == (90 * WAN, EntryState.APPROVED)
    assert proposal.old_month_amount == 100 * WAN


def test_an_approved_result_goes_back_by_the_approver_alone(
    enter, whole, bearer, reviewer, approver
):
    [row] = approve_results(versions=versions(sent(enter, whole, bearer)), by=approver)
    with pytest.raises(NotAllowed):
        return_results(versions=versions(row), reason="重报", by=reviewer)
    [row] = return_results(versions=versions(row), reason="重报", by=approver)
    assert (row.state, row.approved_by) == (EntryState.RETURNED, None)


def test_the_same_press_twice_is_one_deed(enter, whole, bearer, approver):
    row = sent(enter, whole, bearer)
    read = versions(row)
    assert len(approve_results(versions=read, by=approver)) == 1
    assert approve_results(versions=read, by=approver) == []
    assert AuditEvent.objects.filter(action="task.approve").count() == 1


def test_the_base_of_the_year_before_is_typed_as_approved(whole, bearer, approver, period, today):
    draft = ResultDraft(whole, bearer, None, 700 * WAN)
    june = Month(2018, 6)
    asked = {"county": whole.county, "drafts": [draft], "by": approver, "today": today}
    [row] = record_results(month=june, source="2018年统计年鉴", **asked)
    assert (row.state, row.year_to_date, row.keyed_source) == (
        "approved",
        700 * WAN,
        "2018年统计年鉴",
    )
    with pytest.raises(WrongState, match="还在填报"):
        record_results(month=Month(2019, 7), source="年鉴", **asked)


def test_only_the_approver_says_what_is_asked(whole, bearer, reviewer, today):
    with pytest.raises(NotAllowed):
        set_targets(
            county=whole.county,
            year=2019,
            asked=[Asked(whole, bearer, 1)],
            source=SOURCE,
            from_day=None,
            by=reviewer,
            today=today,
        )
    with pytest.raises(NotAllowed):
        add_indicator(county=whole.county, kind="other", name="税收", measure="yuan", by=reviewer)


def test_a_kind_has_one_indicator_in_a_county(whole):
    with pytest.raises(DomainError, match="一种只设一个"):
        add_indicator(county=whole.county, kind=whole.kind, name="固投二", by=None)


def test_a_month_of_which_something_was_reported_is_not_removed(
    enter, whole, bearer, period, approver
):
    sent(enter, whole, bearer)
    with pytest.raises(WrongState, match="不能删除"):
        remove_period(period=period, by=approver)


def test_the_trail_tells_all_of_it_and_verify_is_clean(enter, whole, bearer, approver):
    approve_results(versions=versions(sent(enter, whole, bearer)), by=approver)
    asked_of(whole, **{bearer.name: 1500})
    kept = (UnitIndicator, Bearer, UnitTarget, FormerUnitTarget, UnitResult, UnitResultProposal)
    assert {model: differences(model) for model in kept} == {model: [] for model in kept}
    assert UnitTarget.objects.get().amount == 1500 * WAN
