"""From drafts to entries: which are new, changed, the same, or were changed by another hand."""

import enum
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from accounts.trail.audit import Trail
from accounts.trail.facts import Changes, changed_since, facts_of
from investment.drafts import STORED, EntryDraft
from investment.entries.bulk import NewEntry, insert_new, tell_new
from investment.entries.known import Known, entries_of
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from investment.transitions import EntryStep, move, require_open, require_state, reread, stale


@dataclass(frozen=True, kw_only=True)
class Writing:
    """A step that is taken with drafts of one period on the day ``today``: ``values`` go with every
    entry, and ``received`` is the day on which the bureau has them (``transitions.move``)."""

    step: EntryStep
    period: ReportingPeriod
    values: Mapping[str, Any]
    today: date
    received: date | None = None


@dataclass(frozen=True)
class Saved:
    """What a bulk save did; ``unchanged`` held the same already."""

    added: list[NewEntry] = field(default_factory=list)
    changed: list[MonthlyEntry] = field(default_factory=list)
    unchanged: list[MonthlyEntry] = field(default_factory=list)

    @property
    def written(self) -> list[NewEntry | MonthlyEntry]:
        return [*self.added, *self.changed]


class _Fate(enum.Enum):
    """What becomes of a draft."""

    NOTHING = enum.auto()
    NEW = enum.auto()
    UNCHANGED = enum.auto()
    CHANGED = enum.auto()
    OVERTAKEN = enum.auto()


def write(writing: Writing, drafts: Sequence[EntryDraft], known: Known, audit: Trail) -> Saved:
    """Make or change the entries of a period from drafts, all or none. Raises WrongState,
    StaleEntries, and of what is previewed IntegrityError where another hand makes an entry
    first."""
    step = writing.step
    # A page has read the period before this transaction, a preview within it.
    period = writing.period if known.is_previewed else reread(writing.period)
    require_open(step, period, known.unit_ids, writing.today)
    saved = Saved()
    overtaken: dict[int, MonthlyEntry] = {}
    new: list[EntryDraft] = []
    old: list[tuple[MonthlyEntry, EntryDraft]] = []
    for draft in (draft.settled() for draft in drafts):
        entry = known.entries.get(draft.project_id)
        fate = _fate(step, draft, entry, known)
        if fate is _Fate.NEW:
            new.append(draft)
        elif entry is not None and fate is _Fate.UNCHANGED:
            saved.unchanged.append(entry)
        elif entry is not None and fate is _Fate.OVERTAKEN:
            overtaken[draft.project_id] = entry
        elif entry is not None:
            old.append((entry, draft))
    if overtaken:
        raise stale(overtaken)
    require_state(step, [entry for entry, _ in old])
    saved.added.extend(_make(writing, new, known, audit))
    saved.changed.extend(_change(writing, old, known, audit))
    return saved


def _fate(step: EntryStep, draft: EntryDraft, entry: MonthlyEntry | None, known: Known) -> _Fate:
    if entry is None:
        return _Fate.NOTHING if draft.is_blank else _Fate.NEW
    if not draft.differences(entry) and _is_there(step, entry):
        return _Fate.UNCHANGED
    if entry.version != draft.version and not _is_left_behind(entry, draft, known):
        return _Fate.OVERTAKEN
    return _Fate.CHANGED


def _is_left_behind(entry: MonthlyEntry, draft: EntryDraft, known: Known) -> bool:
    """Whether the entry is a draft that a former unit never sent: the one that reports now began
    without seeing it. What it held stays in the trail."""
    unit = known.sites[entry.project_id].unit
    return draft.version is None and entry.is_left_by_another(unit.pk)


def _is_there(step: EntryStep, entry: MonthlyEntry) -> bool:
    """Whether an entry that already says the same needs nothing more of this step."""
    if step.target is None:
        return True
    return entry.state in (step.target, EntryState.APPROVED)


def _make(
    writing: Writing, drafts: Sequence[EntryDraft], known: Known, audit: Trail
) -> list[NewEntry]:
    if not drafts:
        return []
    common = _common(writing)
    try:
        # What is read after a refused row needs a transaction that still answers.
        with nullcontext() if known.is_previewed else transaction.atomic():
            keys = insert_new(common, known.sites, drafts)
    except IntegrityError as error:
        if known.is_previewed:
            raise
        # Another first save of the same rows came between our read and our write.
        raise stale(entries_of(writing.period, known.sites)) from error
    action = writing.step.action
    return list(tell_new(common, known.sites, drafts, keys, action=action, audit=audit))


def _common(writing: Writing) -> MonthlyEntry:
    """What all new entries of the period have alike."""
    period = writing.period
    return MonthlyEntry(
        period=period,
        year=period.year,
        month=period.month,
        months_covered=period.months_covered,
        state=writing.step.target or EntryState.DRAFT,
        received_on=writing.received,
        **writing.values,
    )


def _change(
    writing: Writing, old: Sequence[tuple[MonthlyEntry, EntryDraft]], known: Known, audit: Trail
) -> list[MonthlyEntry]:
    told: list[Changes] = []
    for entry, draft in old:
        before = facts_of(entry, *STORED, "unit_id")
        draft.write_to(entry)
        entry.unit = known.sites[entry.project_id].unit
        told.append(changed_since(before, entry))
    entries = [entry for entry, _ in old]
    move(
        writing.step,
        entries,
        audit,
        today=writing.today,
        told=told,
        received=writing.received,
        **writing.values,
    )
    overwrite(entries, (*STORED, "unit"))
    return entries


def overwrite(entries: Sequence[MonthlyEntry], fields: Sequence[str]) -> None:
    """Write the fields of entries that this transaction has claimed. One statement however
    many: the CASE of a bulk_update takes minutes for ten thousand."""
    MonthlyEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["pk"], update_fields=list(fields)
    )
