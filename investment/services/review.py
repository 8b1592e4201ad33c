"""The bureau's review: return, approve, verify."""

from collections.abc import Mapping, Sequence

from accounts import clock
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import User
from accounts.rights import may
from accounts.trail.audit import audited
from investment import rules
from investment.calendar import asks_review
from investment.models import EntryState, KeyedConsent, MonthlyEntry
from investment.services.checking import supersede_findings
from investment.services.columns import WITHOUT_REVIEW, WITHOUT_VERIFIED, fresh
from investment.services.site_news import take_back_from_register, tell_register
from investment.transitions import TRANSITIONS, Outcome, due, load, move, names


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
            counts="returned_times",
            **WITHOUT_REVIEW,
            **WITHOUT_VERIFIED,
        )
        supersede_findings(moved)
        take_back_from_register(approved, by)
    return Outcome(moved, repeated)


def review_entries(*, versions: Mapping[int, int], by: User) -> Outcome:
    """Pass entries on to the approver (审核通过), where the county has a second pair of eyes: all
    or none. Raises NotAllowed (also for what one keyed oneself, unconfirmed), WrongState,
    StaleEntries."""
    _refuse_none(versions)
    step = TRANSITIONS["review"]
    with audited(by=by) as audit:
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
        move(step, moved, audit, reviewed_by=by, reviewed_at=clock.now())
    return Outcome(moved, repeated)


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
    if own:
        raise NotAllowed(f"{names(own)}由您审核，须由另一位审定员审定")


def approve_entries(*, versions: Mapping[int, int], by: User | None) -> Outcome:
    """Approve entries, given as id → version read: all or none. They count from now on, and
    the register learns when sites started and were substantially complete.

    Raises NotAllowed (also for what one keyed oneself, unconfirmed), WrongState, StaleEntries.
    """
    _refuse_none(versions)
    step = TRANSITIONS["approve"]
    with audited(by=by) as audit:
        entries = load(versions)
        for entry in entries:
            if not may(by, "entry.approve", entry.project.county):
                raise NotAllowed("只有审定员可以审定")
        moved, repeated = due(
            step, entries, versions, lambda e: e.approved_by_id == (by.pk if by else None)
        )
        _refuse_one_pair_of_eyes(moved, by)
        _refuse_unanswered(moved, by)
        move(step, moved, audit, approved_by=by, approved_at=clock.now())
        tell_register(moved, by)
    return Outcome(moved, repeated)


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
    None takes earlier ones back. Raises DomainError, NotAllowed, WrongState, StaleEntries."""
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
    return fresh(entry)


def _verified(entry: MonthlyEntry) -> tuple[int | None, int | None, str]:
    return (entry.verified_month_amount, entry.verified_year_to_date, entry.verified_reason)


def _refuse_unanswered(entries: Sequence[MonthlyEntry], by: User | None) -> None:
    own = [entry for entry in entries if rules.keyed_it_unconfirmed(by, entry)]
    if own:
        raise NotAllowed(f"{names(own)}由您代录，须单位确认或由另一位审定员审定")
    objected = [e for e in entries if e.keyed_consent == KeyedConsent.OBJECTED]
    if objected:
        raise WrongState(f"{names(objected)}单位有异议，请先退回或核对后由单位确认")
