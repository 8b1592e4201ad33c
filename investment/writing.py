"""From drafts to entries: which are new, changed, the same, or were changed by another hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.db import IntegrityError, transaction

from accounts.audit import Trail
from accounts.bulk import insert_rows
from accounts.errors import NotAllowed
from accounts.models import Unit
from investment.drafts import FIELDS, EntryDraft, label_of, words
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from investment.transitions import Step, move, record, require_open, require_state, stale
from projects.models import Part, Project, ProjectUnit


@dataclass(frozen=True)
class Saved:
    """What a bulk save did; ``unchanged`` held the same already."""

    added: list[MonthlyEntry] = field(default_factory=list)
    changed: list[MonthlyEntry] = field(default_factory=list)
    unchanged: list[MonthlyEntry] = field(default_factory=list)

    @property
    def written(self) -> list[MonthlyEntry]:
        return [*self.added, *self.changed]


@dataclass(frozen=True)
class Site:
    """A project with the unit that reports it."""

    project: Project
    unit: Unit


@dataclass(frozen=True)
class Seen:
    """What a caller has read and checked of his drafts in this same transaction, so that it
    is not asked again: the sites and the entries as they are, by project id. Another hand that
    comes first nevertheless shows as an IntegrityError, which he answers."""

    sites: Mapping[int, Site]
    entries: Mapping[int, MonthlyEntry]


def sites_of(
    drafts: Iterable[EntryDraft | MonthlyEntry], county: Unit | None = None
) -> dict[int, Site]:
    """The projects of drafts or entries with the units that report them today, by project id.
    Raises NotAllowed for a project that has none or is not the county's."""
    wanted = {draft.project_id for draft in drafts}
    parts = (
        ProjectUnit.objects.current()
        .filter(part=Part.REPORTING, project__in=wanted)
        .select_related("project__county", "unit__county")
    )
    if county is not None:
        parts = parts.filter(project__county=county)
    found = {part.project_id: Site(part.project, part.unit) for part in parts}
    if len(found) != len(wanted):
        raise NotAllowed("有的项目没有填报单位，或不属于本县")
    return found


def write(
    step: Step,
    *,
    period: ReportingPeriod,
    sites: Mapping[int, Site],
    drafts: Sequence[EntryDraft],
    audit: Trail,
    values: Mapping[str, Any],
    seen: Seen | None = None,
) -> Saved:
    """Make or change the entries of a period from drafts; ``values`` go with every one."""
    if seen is None:
        require_open(step, period)
    current = _current(period, sites) if seen is None else seen.entries
    saved = Saved()
    meanwhile: dict[int, MonthlyEntry] = {}
    new: list[tuple[MonthlyEntry, EntryDraft]] = []
    old: list[tuple[MonthlyEntry, EntryDraft]] = []
    for draft in (draft.settled() for draft in drafts):
        entry = current.get(draft.project_id)
        if entry is None:
            if not draft.is_blank:
                new.append((_new_entry(period, sites[draft.project_id]), draft))
        elif not draft.differences(entry) and _is_there(step, entry):
            saved.unchanged.append(entry)
        elif entry.version != draft.version:
            meanwhile[draft.project_id] = entry
        else:
            old.append((entry, draft))
    if meanwhile:
        raise stale(meanwhile)
    require_state(step, [entry for entry, _ in old])
    _fill_new(step, new, values)
    _insert([entry for entry, _ in new], is_guarded=seen is None)
    _tell_new(step, new, audit)
    _change(step, old, sites, audit, values)
    saved.added.extend(entry for entry, _ in new)
    saved.changed.extend(entry for entry, _ in old)
    return saved


def _is_there(step: Step, entry: MonthlyEntry) -> bool:
    """Whether an entry that already says the same needs nothing more of this step."""
    if step.target is None:
        return True
    return entry.state in (step.target, EntryState.APPROVED)


def _current(period: ReportingPeriod, sites: Mapping[int, Site]) -> dict[int, MonthlyEntry]:
    entries = MonthlyEntry.objects.filter(
        project__in=sites, year=period.year, month=period.month
    ).select_related("project__county", "unit__county")
    return {entry.project_id: entry for entry in entries}


def _new_entry(period: ReportingPeriod, site: Site) -> MonthlyEntry:
    return MonthlyEntry(
        project=site.project,
        period=period,
        year=period.year,
        month=period.month,
        unit=site.unit,
        state=EntryState.DRAFT,
    )


def _fill_new(
    step: Step, new: Iterable[tuple[MonthlyEntry, EntryDraft]], values: Mapping[str, Any]
) -> None:
    for entry, draft in new:
        draft.write_to(entry)
        for name, value in values.items():
            setattr(entry, name, value)
        entry.state = step.target or entry.state


def _insert(entries: Sequence[MonthlyEntry], *, is_guarded: bool) -> None:
    """Raises Stale where another hand wrote one of them first; an IntegrityError of it where
    that is not guarded against."""
    if not is_guarded:
        _insert_many(entries)
        return
    try:
        with transaction.atomic():
            _insert_many(entries)
    except IntegrityError as error:
        # Another first save of the same rows came between our read and our write.
        sites = {entry.project_id: Site(entry.project, entry.unit) for entry in entries}
        raise stale(_current(entries[0].period, sites)) from error


def _insert_many(entries: Sequence[MonthlyEntry]) -> None:
    if not entries:
        return
    insert_rows(MonthlyEntry, _COLUMNS, map(attrgetter(*_COLUMNS), entries))
    period = entries[0].period
    made = MonthlyEntry.objects.filter(
        project__in=[entry.project_id for entry in entries], year=period.year, month=period.month
    )
    keys = dict(made.values_list("project_id", "pk"))
    for entry in entries:
        entry.pk = keys[entry.project_id]


_COLUMNS = [field.attname for field in MonthlyEntry._meta.concrete_fields if not field.primary_key]


def _tell_new(step: Step, new: Iterable[tuple[MonthlyEntry, EntryDraft]], audit: Trail) -> None:
    for entry, draft in new:
        told = {
            label_of(name): ("—", words(name, getattr(draft, name)))
            for name in FIELDS
            if getattr(draft, name) not in (None, "")
        }
        told["状态"] = ("—", words("state", entry.state))
        record(audit, step, entry, told)


def _change(
    step: Step,
    old: Sequence[tuple[MonthlyEntry, EntryDraft]],
    sites: Mapping[int, Site],
    audit: Trail,
    values: Mapping[str, Any],
) -> None:
    told = []
    for entry, draft in old:
        changes = {
            label_of(name): (words(name, getattr(entry, name)), words(name, getattr(draft, name)))
            for name in draft.differences(entry)
        }
        draft.write_to(entry)
        entry.unit = sites[entry.project_id].unit
        told.append(changes)
    entries = [entry for entry, _ in old]
    move(step, entries, audit, told=told, **values)
    overwrite(entries, (*FIELDS, "unit"))


def overwrite(entries: Sequence[MonthlyEntry], fields: Sequence[str]) -> None:
    """Write the fields of entries that this transaction has claimed. One statement however
    many: the CASE of a bulk_update takes minutes for ten thousand."""
    MonthlyEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["pk"], update_fields=list(fields)
    )
