"""The bureau's review of results: passed on, approved, returned with a reason, corrected."""

import datetime
from collections.abc import Mapping, Sequence

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import User
from accounts.rights import may
from accounts.trail.audit import audited
from accounts.trail.proposals import accept, propose
from investment.calendar import DEFAULT_RULE, rules_by_month
from investment.models import EntryState, ReportingRule, UnitResult, UnitResultProposal
from investment.services.review import ONE_HAND
from investment.unit_targets.rules import (
    CONFIRM,
    may_return_task,
    reports_task,
    reviews_tasks,
    sets_tasks,
)
from investment.unit_targets.steps import load, move, names


def _rules(results: Sequence[UnitResult]) -> Mapping[int, ReportingRule]:
    """The rule under which each was reported, by its id. One query a county."""
    if not results:
        return {}
    county = results[0].indicator.county
    held = rules_by_month(county, {result.as_month for result in results})
    return {result.pk: held.get(result.as_month, DEFAULT_RULE) for result in results}


def review_results(*, versions: Mapping[int, int], by: User) -> list[UnitResult]:
    """Pass on to the approver (审核通过), where the county has a second pair of eyes. Raises
    NotAllowed, WrongState, Stale."""
    with audited(by=by) as audit:
        results = load(versions)
        if not all(reviews_tasks(by, result.indicator.county) for result in results):
            raise NotAllowed("只有审核员和审定员可以审核")
        rules = _rules(results)
        if single := [r for r in results if not rules[r.pk].has_review]:
            raise WrongState(f"{names(single)}不须先审核，可以直接审定")
        _refuse_own(results, by, rules)
        return move(
            "review",
            results,
            versions,
            audit,
            is_same_hand=lambda r: r.reviewed_by_id == by.pk,
            reasons=_one_hand(results, by),
            reviewed_by=by,
            reviewed_at=clock.now(),
        )


def approve_results(
    *, versions: Mapping[int, int], by: User | None, reason: str = ""
) -> list[UnitResult]:
    """Approve them: they count from now on. Of several none may have come back unchanged after a
    return; one by itself is approved with a reason (DESIGN §4.20). Raises NotAllowed, WrongState,
    Stale, DomainError."""
    with audited(by=by, reason=reason.strip()) as audit:
        results = load(versions)
        if not all(sets_tasks(by, result.indicator.county) for result in results):
            raise NotAllowed("只有审定员可以审定")
        rules = _rules(results)
        if unseen := [
            r for r in results if rules[r.pk].has_review and r.state == EntryState.SUBMITTED
        ]:
            raise WrongState(f"{names(unseen)}还没有审核，请先由另一位审核")
        _refuse_own(results, by, rules, approves=True)
        if resent := [r for r in results if r.is_resent and r.is_waiting]:
            if len(results) > 1:
                raise DomainError(f"{names(resent)}退回后未改又报，须逐项审定，没有办理")
            if not reason.strip():
                raise DomainError(f"{names(resent)}退回后未改又报，审定须写明理由", field="ground")
        return move(
            "approve",
            results,
            versions,
            audit,
            is_same_hand=lambda r: r.approved_by_id == (by.pk if by else None),
            reasons=_one_hand(results, by),
            approved_by=by,
            approved_at=clock.now(),
        )


def return_results(*, versions: Mapping[int, int], reason: str, by: User) -> list[UnitResult]:
    """Send them back with a reason. Raises DomainError without one, NotAllowed, WrongState,
    Stale."""
    reason = reason.strip()
    if not reason:
        raise DomainError("请写明退回理由，单位按理由改正", field="reason")
    with audited(by=by, reason=reason) as audit:
        results = load(versions)
        for result in results:
            if not may_return_task(by, result.indicator.county, result.state):
                raise NotAllowed("已审定的只有审定员可以退回，其他的审核员也可以")
        return move(
            "return",
            results,
            versions,
            audit,
            is_same_hand=lambda r: r.returned_reason == reason,
            values_of=lambda r: {"returned_times": r.returned_times + 1},
            returned_reason=reason,
            is_resent=False,
            reviewed_by=None,
            reviewed_at=None,
            approved_by=None,
            approved_at=None,
        )


def _refuse_own(
    results: Sequence[UnitResult],
    by: User | None,
    rules: Mapping[int, ReportingRule],
    *,
    approves: bool = False,
) -> None:
    """Nobody decides on what they keyed, or approves what they reviewed, unless one person may do
    all (一人多岗)."""
    apart = [r for r in results if by is not None and not rules[r.pk].has_one_hand]
    keyed = [r for r in apart if by and r.keyed_by_id == by.pk and r.is_waiting]
    if keyed:
        raise NotAllowed(f"{names(keyed)}由您代填，须由另一位办理")
    reviewed = [r for r in apart if by and r.reviewed_by_id == by.pk and r.is_waiting]
    if approves and reviewed:
        raise NotAllowed(f"{names(reviewed)}由您审核，须由另一位审定员审定")


def _one_hand(results: Sequence[UnitResult], by: User | None) -> dict[int, str]:
    """Where one person takes a second step, its line says so (DESIGN §4.23)."""
    hands = {r.pk: (r.submitted_by_id, r.keyed_by_id, r.reviewed_by_id) for r in results}
    return {pk: ONE_HAND for pk, own in hands.items() if by is not None and by.pk in own}


# --- After approval -------------------------------------------------------------------------


def propose_task_correction(
    *,
    result: UnitResult,
    version: int,
    month_amount: int | None,
    year_to_date: int | None,
    reason: str,
    by: User,
    today: datetime.date,
) -> UnitResultProposal:
    """Propose that an approved result say something else; an approver's takes force at once, the
    old numbers stay with the proposal. Raises NotAllowed, DomainError, WrongState, Stale."""
    county = result.indicator.county
    if not (reports_task(by, result.bearer) or reviews_tasks(by, county)):
        raise NotAllowed("只有填报单位、审核员和审定员可以提出更正")
    reason = reason.strip()
    if not reason:
        raise DomainError("请写明更正理由：哪个数字错了，为什么", field="reason")
    result.refresh_from_db()
    if result.version != version:
        raise Stale("打开页面之后这一项又有改动，请核对现在的数字后再更正")
    if result.state != EntryState.APPROVED:
        raise WrongState("这一项还没有审定，不须更正：退回后由单位改正")
    if (month_amount, year_to_date) == (result.month_amount, result.year_to_date):
        raise DomainError("没有改动，不须更正", field="month_amount")
    if month_amount is None and year_to_date is None:
        raise DomainError("本月完成和本年累计至少填一个", field="month_amount")
    proposal = UnitResultProposal(
        result=result,
        result_version=version,
        old_month_amount=result.month_amount,
        old_year_to_date=result.year_to_date,
        month_amount=month_amount,
        year_to_date=year_to_date,
        reason=reason,
    )
    with audited(by=by):
        made = propose(proposal, by=by)
        if may(by, CONFIRM, county):
            made = accept(proposal=made, by=by, today=today)
    return made
