"""Marks of what somebody has looked at: the bureau at what a unit sent (已看), the unit at the
核定数 that the bureau set beside it."""

from collections.abc import Mapping, Sequence

from accounts import clock
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import User
from accounts.rights import may
from accounts.trail.audit import Trail, audited
from accounts.trail.facts import made
from investment.calendar import asks_review
from investment.models import EntryLook, LookKind, MonthlyEntry
from investment.rules import answers_for
from investment.transitions import load, names, stale


def look_at_entries(*, versions: Mapping[int, int], by: User) -> list[EntryLook]:
    """Mark entries, given as id → version read, as looked at (已看): all or none. What was looked
    at as it stands is left as it is. Raises NotAllowed, WrongState where the month is reviewed
    first or an entry does not wait, StaleEntries."""
    if not versions:
        raise DomainError("没有选中任何项目，请先勾选。")
    with audited(by=by) as audit:
        entries = load(versions)
        if not all(may(by, "entry.review", entry.project.county) for entry in entries):
            raise NotAllowed("只有审核员和审定员可以标为已看")
        _refuse_changed(entries, versions)
        if any(asks_review(period) for period in {entry.period for entry in entries}):
            raise WrongState("本月须先审核，请按“审核通过”或退回")
        settled = [entry for entry in entries if not entry.is_waiting]
        if settled:
            raise WrongState(f"{names(settled)}已审定或已退回，不须再看")
        return _keep(audit, entries, LookKind.ENTRY, by)


def note_verified(*, versions: Mapping[int, int], by: User) -> list[EntryLook]:
    """The unit says that it has read the 核定数 beside what it sent, of entries given as id →
    version read: all or none. The same again does nothing. Raises NotAllowed, WrongState where
    there is none, StaleEntries."""
    if not versions:
        raise DomainError("没有选中任何项目，请先勾选。")
    with audited(by=by) as audit:
        entries = load(versions)
        if not answers_for(by, entries):
            raise NotAllowed("只有填报单位可以确认知悉核定数")
        _refuse_changed(entries, versions)
        without = [entry for entry in entries if not entry.is_verified]
        if without:
            raise WrongState(f"{names(without)}没有核定数")
        return _keep(audit, entries, LookKind.VERIFIED, by)


def _refuse_changed(entries: Sequence[MonthlyEntry], versions: Mapping[int, int]) -> None:
    changed = {e.project_id: e for e in entries if e.version != versions[e.pk]}
    if changed:
        raise stale(changed)


def _keep(
    audit: Trail, entries: Sequence[MonthlyEntry], kind: LookKind, by: User
) -> list[EntryLook]:
    action = {LookKind.ENTRY: "entry.look", LookKind.VERIFIED: "entry.note_verified"}[kind]
    kept = []
    for entry in entries:
        look, is_new = EntryLook.objects.get_or_create(
            entry=entry,
            kind=kind,
            version=entry.version,
            defaults={"by": by, "at": clock.now()},
        )
        if is_new:
            county = entry.project.county
            audit.record(entry, action, rows=[(look, made(look))], county=county)
        kept.append(look)
    return kept
