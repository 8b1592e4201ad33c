"""The bureau's review: return, approve, verify. Nothing doubtful passes in bulk (DESIGN §4.20)."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import User
from accounts.rights import may
from accounts.trail.audit import Trail, audited
from accounts.trail.facts import Changes, made
from investment import rules
from investment.calendar import asks_review, has_one_hand
from investment.doubts import Doubts, doubt_words, doubts_of, refused_verdicts
from investment.drafts import content_of
from investment.models import EntryReturn, EntryState, KeyedConsent, MonthlyEntry
from investment.services.checking import supersede_findings
from investment.services.columns import WITHOUT_REVIEW, WITHOUT_VERIFIED, fresh
from investment.services.site_news import take_back_from_register, tell_register
from investment.successions.faults import refuse_less_than_went_over
from investment.transitions import TRANSITIONS, EntryStep, Outcome, due, load, move, names

ONE_HAND = "同一人办理"
"""The reason of a line in which one person takes a second step of an entry (DESIGN §4.23)."""


def return_entry(*, entry: MonthlyEntry, by: User, version: int, reason: str) -> MonthlyEntry:
    """``return_entries`` for one entry; returns it as it now stands."""
    return_entries(versions={entry.pk: version}, reason=reason, by=by)
    return fresh(entry)


def return_entries(*, versions: Mapping[int, int], reason: str, by: User) -> Outcome:
    """Send entries back to their units with a reason; 核定数 set meanwhile go with them.

    Raises DomainError without a reason, NotAllowed (an approved one: the approver alone),
    WrongState, StaleEntries.
    """
    _refuse_none(versions)
    reason = reason.strip()
    if not reason:
        raise DomainError("请写明退回理由，单位按理由改正", field="reason")
    step = TRANSITIONS["return"]
    with audited(by=by, reason=reason) as audit:
        entries = load(versions)
        for entry in entries:
            if not rules.may_return(by, entry.project.county, entry.state):
                raise NotAllowed("已审定的只有审定员可以退回，其他的审核员也可以")
        moved, repeated = due(step, entries, versions, lambda e: e.returned_reason == reason)
        approved = [entry for entry in moved if entry.state == EntryState.APPROVED]
        move(
            step,
            moved,
            audit,
            returned_reason=reason,
            approved_by=None,
            approved_at=None,
            approved_reason="",
            counts="returned_times",
            beside=_keep_returns(moved, reason, by),
            **WITHOUT_REVIEW,
            **WITHOUT_VERIFIED,
        )
        supersede_findings(moved)
        take_back_from_register(approved, by)
    return Outcome(moved, repeated)


def _keep_returns(
    entries: Sequence[MonthlyEntry], reason: str, by: User
) -> dict[int, list[tuple[EntryReturn, Changes]]]:
    """What the entries say as they go back, and what the trail tells of it, by an entry's id."""
    returns = [
        EntryReturn.objects.create(
            entry=entry,
            reason=reason,
            returned_by=by,
            returned_at=clock.now(),
            content=content_of(entry),
        )
        for entry in entries
    ]
    return {each.entry_id: [(each, made(each))] for each in returns}


def review_entries(*, versions: Mapping[int, int], by: User, reason: str = "") -> Outcome:
    """Pass entries on to the approver (审核通过), where the county has a second pair of eyes.
    Doubtful ones as in ``approve_entries``. Raises NotAllowed (also for what one keyed oneself,
    unconfirmed), WrongState, StaleEntries, DomainError."""
    _refuse_none(versions)
    step = TRANSITIONS["review"]
    with audited(by=by, reason=reason.strip()) as audit:
        entries = load(versions)
        for entry in entries:
            if not may(by, "entry.review", entry.project.county):
                raise NotAllowed("只有审核员和审定员可以审核")
        moved, repeated = due(step, entries, versions, lambda e: e.reviewed_by_id == by.pk)
        asked = _reviewed_first(moved)
        single = [entry for entry in moved if entry.period_id not in asked]
        if single:
            raise WrongState(f"{names(single)}不须先审核，可以直接审定")
        _refuse_unanswered(moved, by)
        moved, left_out = _apart(step, versions, moved, reason)
        _take(step, moved, by, audit, reviewed_by=by, reviewed_at=clock.now())
        _refuse_judged_meanwhile(moved, reason)
    return Outcome(moved, repeated, left_out)


def _take(
    step: EntryStep, entries: Sequence[MonthlyEntry], by: User | None, audit: Trail, **values: Any
) -> None:
    """Move entries; where the same person has taken a step of one before, its line says so."""
    own = [entry for entry in entries if by is not None and by.pk in _hands(entry)]
    move(step, [entry for entry in entries if entry not in own], audit, **values)
    if own:
        reason = f"{audit.reason}；{ONE_HAND}" if audit.reason else ONE_HAND
        with audited(by=by, reason=reason) as marked:
            move(step, own, marked, **values)


def _hands(entry: MonthlyEntry) -> set[int | None]:
    return {entry.submitted_by_id, entry.keyed_by_id, entry.reviewed_by_id}


def _without_one_hand(entries: Sequence[MonthlyEntry]) -> list[MonthlyEntry]:
    """Those of periods in which one person may not take every step."""
    periods = {entry.period_id: entry.period for entry in entries}
    allowed = {pk for pk, period in periods.items() if has_one_hand(period)}
    return [entry for entry in entries if entry.period_id not in allowed]


def _refuse_none(versions: Mapping[int, int]) -> None:
    if not versions:
        raise DomainError("没有选中任何项目，请先勾选。")


def _reviewed_first(entries: Sequence[MonthlyEntry]) -> set[int]:
    """The ids of those of the entries' periods that want a second pair of eyes."""
    periods = {entry.period_id: entry.period for entry in entries}
    return {pk for pk, period in periods.items() if asks_review(period)}


def _refuse_one_pair_of_eyes(entries: Sequence[MonthlyEntry], by: User | None) -> None:
    """Where two are asked for, nobody approves what was not reviewed, or what he reviewed."""
    periods = _reviewed_first(entries)
    asked = [entry for entry in entries if entry.period_id in periods]
    unseen = [entry for entry in asked if entry.state != EntryState.REVIEWED]
    if unseen:
        raise WrongState(f"{names(unseen)}还没有审核，请先由另一位审核")
    own = [entry for entry in asked if by is not None and entry.reviewed_by_id == by.pk]
    if own := _without_one_hand(own):
        raise NotAllowed(f"{names(own)}由您审核，须由另一位审定员审定")


def approve_entries(*, versions: Mapping[int, int], by: User | None, reason: str = "") -> Outcome:
    """Approve entries, given as id → version read. They count from now on, and the register learns
    when sites started and were substantially complete.

    Of several the doubtful ones are left out (``investment.doubts``), and the others are approved
    all or none. One that is doubtful is approved by itself, and where its doubt wants it only with
    a ``reason``, which stays with it and is of one entry alone.

    Raises NotAllowed (also for what one keyed oneself, unconfirmed), WrongState, StaleEntries,
    DomainError for a doubtful one without a reason and where nothing but doubtful ones was chosen.
    """
    _refuse_none(versions)
    step = TRANSITIONS["approve"]
    with audited(by=by, reason=reason.strip()) as audit:
        entries = load(versions)
        for entry in entries:
            if not may(by, "entry.approve", entry.project.county):
                raise NotAllowed("只有审定员可以审定")
        moved, repeated = due(
            step, entries, versions, lambda e: e.approved_by_id == (by.pk if by else None)
        )
        _refuse_one_pair_of_eyes(moved, by)
        _refuse_unanswered(moved, by)
        moved, left_out = _apart(step, versions, moved, reason)
        _take(
            step,
            moved,
            by,
            audit,
            approved_by=by,
            approved_at=clock.now(),
            approved_reason=reason.strip(),
        )
        _refuse_judged_meanwhile(moved, reason)
        tell_register(moved, by)
    return Outcome(moved, repeated, left_out)


def _apart(
    step: EntryStep, versions: Mapping[int, int], entries: Sequence[MonthlyEntry], reason: str
) -> tuple[list[MonthlyEntry], list[tuple[str, str]]]:
    """The entries that the step is taken for, and those left out as doubtful, by name with why."""
    doubts = doubts_of(entries)
    if len(versions) == 1:
        _refuse_without_reason(step, entries, doubts, reason)
        return list(entries), []
    if reason.strip():
        raise DomainError(f"写了理由的一次只能{step.label}一项，没有办理", field="ground")
    clear = [entry for entry in entries if not doubts.get(entry.pk)]
    left_out = [
        (entry.project.name, doubt_words(doubts[entry.pk]))
        for entry in entries
        if doubts.get(entry.pk)
    ]
    if left_out and not clear:
        told = "；".join(f"“{name}”{why}" for name, why in left_out[:5])
        raise DomainError(f"所选的都有疑点，须逐条{step.label}，没有办理。{told}")
    return clear, left_out


def _refuse_without_reason(
    step: EntryStep, entries: Sequence[MonthlyEntry], doubts: Mapping[int, Doubts], reason: str
) -> None:
    for entry in entries:
        grave = [doubt for doubt in doubts.get(entry.pk, ()) if doubt.wants_reason]
        if grave and not reason.strip():
            why = doubt_words(grave)
            raise DomainError(
                f"“{entry.project.name}”{why}，{step.label}须写明理由", field="ground"
            )


def _refuse_judged_meanwhile(entries: Sequence[MonthlyEntry], reason: str) -> None:
    """A verdict that came between the look at the doubts and the claim of the entries counts: who
    judges holds the entry too (``verdicts.judge_finding``)."""
    if reason.strip():
        return
    judged = refused_verdicts(entries)
    if judged:
        raise Stale(
            f"{names([e for e in entries if e.pk in judged])}刚刚由他人核查为有疑点，"
            "本次没有办理，请核对后再操作"
        )


def verify_entry(
    *,
    entry: MonthlyEntry,
    version: int,
    month_amount: int | None,
    year_to_date: int | None,
    reason: str,
    by: User,
) -> MonthlyEntry:
    """Set the bureau's signed figures (核定数, yuan) beside the unit's own, which stay; both
    None takes earlier ones back. Raises DomainError, also where less would be done than others took
    over, NotAllowed, WrongState, StaleEntries."""
    if not reason.strip():
        raise DomainError("请写明核定理由，报表会注明采用核定数", field="reason")
    step = TRANSITIONS["verify"]
    with audited(by=by, reason=reason.strip()) as audit:
        [entry] = load({entry.pk: version})
        if not may(by, "entry.verify", entry.project.county):
            raise NotAllowed("只有审定员可以设核定数")
        wanted = (month_amount, year_to_date, reason.strip())
        moved, _ = due(step, [entry], {entry.pk: version}, lambda e: _verified(e) == wanted)
        move(
            step,
            moved,
            audit,
            verified_month_amount=month_amount,
            verified_year_to_date=year_to_date,
            verified_by=by,
            verified_at=clock.now(),
            verified_reason=reason.strip(),
        )
        refuse_less_than_went_over(entry)
    return fresh(entry)


def _verified(entry: MonthlyEntry) -> tuple[int | None, int | None, str]:
    return (entry.verified_month_amount, entry.verified_year_to_date, entry.verified_reason)


def _refuse_unanswered(entries: Sequence[MonthlyEntry], by: User | None) -> None:
    own = [entry for entry in entries if rules.keyed_it_unconfirmed(by, entry)]
    if own := _without_one_hand(own):
        raise NotAllowed(f"{names(own)}由您代填，须单位确认或由另一位审定员审定")
    objected = [e for e in entries if e.keyed_consent == KeyedConsent.OBJECTED]
    if objected:
        raise WrongState(f"{names(objected)}单位有异议，请先退回或核对后由单位确认")
