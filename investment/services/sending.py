"""The unit's own hand: save, send, take back, answer what was keyed for it."""

from collections.abc import Mapping, Sequence
from datetime import date

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import User
from accounts.rights import may
from accounts.trail.audit import audited
from investment import rules
from investment.doubts import refused_verdicts
from investment.drafts import EntryDraft, by_project, explanations_of
from investment.entries import Known, Saved, Writing, overwrite, read_known, write
from investment.models import KeyedConsent, MonthlyEntry, ReportingPeriod
from investment.returns import refuse_untouched
from investment.services.checking import (
    keep_findings,
    refuse_unchecked,
    refuse_unchecked_drafts,
    supersede_findings,
)
from investment.services.columns import (
    TOTAL,
    WITHOUT_KEYED,
    WITHOUT_RECEIPT,
    WITHOUT_VERIFIED,
    fresh,
    sent_by,
)
from investment.services.totals import add_totals
from investment.transitions import TRANSITIONS, EntryStep, Outcome, due, load, move, names


def save_entries(
    *,
    period: ReportingPeriod,
    drafts: Sequence[EntryDraft],
    by: User,
    today: date,
    known: Known | None = None,
) -> Saved:
    """Keep what the reporter typed, all rows or none; rows that say nothing new are left alone.
    ``known`` is what the caller has read in this same transaction.

    Raises NotAllowed for a project that another unit reports, WrongState when the period is
    closed or an entry was sent, StaleEntries when another hand changed one meanwhile.
    """
    with audited(by=by) as audit:
        known = known or read_known(period, drafts)
        if not all(may(by, "entry.enter", unit) for unit in known.units):
            raise NotAllowed("只有项目的填报单位可以填报")
        writing = Writing(
            step=TRANSITIONS["save"], period=period, values=WITHOUT_KEYED, today=today
        )
        return write(writing, drafts, known, audit)


def submit_entries(*, versions: Mapping[int, int], by: User, today: date) -> Outcome:
    """Send entries, given as id → version read, to the bureau: all or none.

    Raises NotAllowed, WrongState, StaleEntries, and ChecksFailed with what must be mended or
    explained first, ReturnsUnanswered. What the same person has sent already is left as it is.
    """
    step = TRANSITIONS["submit"]
    with audited(by=by) as audit:
        entries = load(versions)
        _require_reporter(entries, by, "报送")
        moved, repeated = due(step, entries, versions, lambda e: e.submitted_by_id == by.pk, today)
        refuse_untouched(moved)
        told = add_totals(moved)
        found = refuse_unchecked(moved, today=today)
        move(step, moved, audit, today=today, told=told, received=today, **sent_by(by))
        overwrite([entry for entry, change in zip(moved, told, strict=True) if change], TOTAL)
        explanations = {entry.project_id: entry.explanation for entry in moved}
        keep_findings(moved, found=found, explanations=explanations)
    return Outcome(moved, repeated)


def send_entries(
    *,
    period: ReportingPeriod,
    drafts: Sequence[EntryDraft],
    by: User,
    today: date,
    known: Known | None = None,
) -> Saved:
    """Save and submit in one step, all rows or none. ``known`` is what the caller has read in
    this same transaction.

    Raises NotAllowed, WrongState, StaleEntries, ChecksFailed, ReturnsUnanswered.
    """
    with audited(by=by) as audit:
        known = known or read_known(period, drafts)
        if not all(may(by, "entry.enter", unit) for unit in known.units):
            raise NotAllowed("只有项目的填报单位可以报送")
        refuse_untouched(list(known.entries.values()), by_project(drafts))
        found = refuse_unchecked_drafts(period, known, drafts, today)
        writing = Writing(
            step=TRANSITIONS["submit"],
            period=period,
            values={**WITHOUT_KEYED, **sent_by(by)},
            today=today,
            received=today,
        )
        saved = write(writing, drafts, known, audit)
        keep_findings(saved.written, found=found, explanations=explanations_of(drafts))
    return saved


def withdraw_entries(*, versions: Mapping[int, int], by: User, today: date) -> Outcome:
    """Take back what the bureau has not yet reviewed. Raises NotAllowed, WrongState,
    StaleEntries. What was keyed by the bureau is not withdrawn but objected to."""
    step = TRANSITIONS["withdraw"]
    with audited(by=by) as audit:
        entries = load(versions)
        _require_reporter(entries, by, "撤回")
        moved, repeated = due(step, entries, versions, lambda e: e.submitted_by_id == by.pk, today)
        keyed = [entry for entry in moved if entry.keyed_source]
        if keyed:
            raise WrongState(f"{names(keyed)}由发改局代填，不能撤回；数字不对请提出异议")
        move(step, moved, audit, today=today, **WITHOUT_VERIFIED, **WITHOUT_RECEIPT)
        # After the claim: who judges an entry holds it until the verdict is kept.
        doubted = refused_verdicts(moved)
        if doubted:
            held = names([entry for entry in moved if entry.pk in doubted])
            raise WrongState(f"{held}发改局已核查为有疑点，不能撤回；要改请联系发改局退回")
        supersede_findings(moved)
    return Outcome(moved, repeated)


def confirm_keyed(*, entry: MonthlyEntry, version: int, by: User) -> MonthlyEntry:
    """The unit says that what the bureau keyed for it is right, also when it objected first."""
    return _answer(entry, version, by, TRANSITIONS["confirm"], KeyedConsent.CONFIRMED, "")


def confirm_estimate(*, entry: MonthlyEntry, version: int, by: User) -> MonthlyEntry:
    """The unit says that its estimate (预计数) is the figure; one that came out otherwise goes
    the way of a correction. The same again does nothing. Raises NotAllowed, StaleEntries,
    WrongState."""
    step = TRANSITIONS["settle"]
    with audited(by=by) as audit:
        [entry] = load({entry.pk: version})
        if not rules.answers_for(by, [entry]):
            raise NotAllowed("只有填报单位可以确认预计数")
        moved, _ = due(step, [entry], {entry.pk: version}, lambda e: not e.is_estimate)
        if any(each.keyed_consent == KeyedConsent.OBJECTED for each in moved):
            raise WrongState("本单位对代填提出的异议还没有处理，请先确认代填或等发改局退回")
        move(step, moved, audit, is_estimate=False)
    return fresh(entry)


def confirm_keyed_entries(*, versions: Mapping[int, int], by: User) -> None:
    """``confirm_keyed`` of several, given as id → version read: all or none."""
    with audited(by=by):
        for entry in load(versions):
            confirm_keyed(entry=entry, version=versions[entry.pk], by=by)


def confirm_estimates(*, versions: Mapping[int, int], by: User) -> None:
    """``confirm_estimate`` of several, given as id → version read: all or none."""
    with audited(by=by):
        for entry in load(versions):
            confirm_estimate(entry=entry, version=versions[entry.pk], by=by)


def object_keyed_entries(
    *, versions: Mapping[int, int], reasons: Mapping[int, str], by: User
) -> None:
    """``object_keyed`` of several, given as id → version read and id → reason: all or none."""
    with audited(by=by):
        for entry in load(versions):
            reason = reasons.get(entry.pk, "")
            object_keyed(entry=entry, version=versions[entry.pk], reason=reason, by=by)


def object_keyed(*, entry: MonthlyEntry, version: int, reason: str, by: User) -> MonthlyEntry:
    """The unit says that what the bureau keyed for it is wrong, and why."""
    if not reason.strip():
        raise DomainError("请写明异议：哪个数字不对，应为多少")
    step = TRANSITIONS["object"]
    return _answer(entry, version, by, step, KeyedConsent.OBJECTED, reason.strip())


def _answer(
    entry: MonthlyEntry,
    version: int,
    by: User,
    step: EntryStep,
    consent: KeyedConsent,
    objection: str,
) -> MonthlyEntry:
    with audited(by=by, reason=objection) as audit:
        [entry] = load({entry.pk: version})
        _require_reporter([entry], by, "确认代填")
        if not entry.keyed_source:
            raise WrongState("这一条不是代填的，无须确认")
        moved, _ = due(step, [entry], {entry.pk: version}, lambda e: e.keyed_consent == consent)
        move(step, moved, audit, keyed_consent=consent, keyed_objection=objection)
    return fresh(entry)


def _require_reporter(entries: Sequence[MonthlyEntry], by: User, verb: str) -> None:
    """Only the unit that reports the month, whichever sent the entry before it."""
    if not rules.answers_for(by, entries):
        raise NotAllowed(f"只有项目的填报单位可以{verb}")
