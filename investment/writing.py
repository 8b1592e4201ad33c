"""From drafts to entries: which are new, changed, the same, or were changed by another hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from accounts.errors import NotAllowed
from accounts.models import Unit
from accounts.trail.audit import Trail
from accounts.trail.bulk import insert_rows
from accounts.trail.facts import Changes, changed_since, facts_of, made, raw
from investment.checks import CheckResult
from investment.drafts import FIELDS, EntryDraft, says_something
from investment.models import EntryState, MonthlyEntry, ReportingPeriod, entry_label
from investment.transitions import EntryStep, move, require_open, require_state, stale
from measures.months import Month
from projects.models import Part, Project, ProjectUnit


@dataclass(frozen=True)
class Site:
    """A project with the unit that reports it."""

    project: Project
    unit: Unit


@dataclass(slots=True)
class NewEntry:
    """An entry that was made a moment ago, as far as its maker needs it: an instance of the model
    for each of ten thousand rows costs more than to write them (docs/decisions/0003)."""

    pk: int
    project: Project
    month: Month
    state: str
    actual_start: date | None
    progress: str
    version: int = 1

    @property
    def project_id(self) -> int:
        return self.project.pk

    @property
    def as_month(self) -> Month:
        return self.month


@dataclass(frozen=True)
class Saved:
    """What a bulk save did; ``unchanged`` held the same already."""

    added: list[NewEntry] = field(default_factory=list)
    changed: list[MonthlyEntry] = field(default_factory=list)
    unchanged: list[MonthlyEntry] = field(default_factory=list)

    @property
    def written(self) -> list[NewEntry | MonthlyEntry]:
        return [*self.added, *self.changed]


@dataclass(frozen=True)
class Seen:
    """What a caller has read and checked of his drafts in this same transaction, so that it
    is not asked again: the sites, the entries as they are, and what the edit checks found, by
    project id. Another hand that comes first nevertheless shows as an IntegrityError, which he
    answers."""

    sites: Mapping[int, Site]
    entries: Mapping[int, MonthlyEntry]
    found: Mapping[int, list[CheckResult]] = field(default_factory=dict)


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
    step: EntryStep,
    *,
    period: ReportingPeriod,
    sites: Mapping[int, Site],
    drafts: Sequence[EntryDraft],
    audit: Trail,
    values: Mapping[str, Any],
    received: date | None = None,
    seen: Seen | None = None,
) -> Saved:
    """Make or change the entries of a period from drafts; ``values`` go with every one,
    ``received`` is the day on which the bureau has them (``transitions.move``)."""
    if seen is None:
        require_open(step, period, {site.unit.pk for site in sites.values()})
    current = _current(period, sites) if seen is None else seen.entries
    saved = Saved()
    meanwhile: dict[int, MonthlyEntry] = {}
    new: list[EntryDraft] = []
    old: list[tuple[MonthlyEntry, EntryDraft]] = []
    for draft in (draft.settled() for draft in drafts):
        entry = current.get(draft.project_id)
        if entry is None:
            if not draft.is_blank:
                new.append(draft)
        elif not draft.differences(entry) and _is_there(step, entry):
            saved.unchanged.append(entry)
        elif entry.version != draft.version and not _is_left_behind(entry, draft, sites):
            meanwhile[draft.project_id] = entry
        else:
            old.append((entry, draft))
    if meanwhile:
        raise stale(meanwhile)
    require_state(step, [entry for entry, _ in old])
    if new:
        common = _common(step, period, {**values, "received_on": received})
        keys = _insert(_rows(common, sites, new), period, sites, seen is None)
        saved.added.extend(_tell_new(step, common, sites, new, keys, audit))
    _change(step, old, sites, audit, received, values)
    saved.changed.extend(entry for entry, _ in old)
    return saved


def _is_left_behind(entry: MonthlyEntry, draft: EntryDraft, sites: Mapping[int, Site]) -> bool:
    """Whether the entry is a draft that a former unit never sent: the one that reports now began
    without seeing it. What it held stays in the trail."""
    is_former = entry.unit_id != sites[entry.project_id].unit.pk
    return draft.version is None and entry.state == EntryState.DRAFT and is_former


def _is_there(step: EntryStep, entry: MonthlyEntry) -> bool:
    """Whether an entry that already says the same needs nothing more of this step."""
    if step.target is None:
        return True
    return entry.state in (step.target, EntryState.APPROVED)


def _current(period: ReportingPeriod, sites: Mapping[int, Site]) -> dict[int, MonthlyEntry]:
    entries = MonthlyEntry.objects.filter(
        project__in=sites, year=period.year, month=period.month
    ).select_related("project__county", "unit__county")
    return {entry.project_id: entry for entry in entries}


def _common(step: EntryStep, period: ReportingPeriod, values: Mapping[str, Any]) -> MonthlyEntry:
    """What all new entries of a period have alike."""
    return MonthlyEntry(
        period=period,
        year=period.year,
        month=period.month,
        months_covered=period.months_covered,
        state=step.target or EntryState.DRAFT,
        **values,
    )


def _rows(
    common: MonthlyEntry, sites: Mapping[int, Site], drafts: Sequence[EntryDraft]
) -> Iterator[list[Any]]:
    """One row for each draft, its values in the order of _COLUMNS."""
    template = [getattr(common, name) for name in _COLUMNS]
    for draft in drafts:
        row = template.copy()
        row[_PROJECT], row[_UNIT] = draft.project_id, sites[draft.project_id].unit.pk
        for place, name in _FIELD_PLACES:
            row[place] = getattr(draft, name)
        yield row


_COLUMNS = [
    column.attname for column in MonthlyEntry._meta.concrete_fields if not column.primary_key
]
_PROJECT, _UNIT = _COLUMNS.index("project_id"), _COLUMNS.index("unit_id")
_FIELD_PLACES = [(_COLUMNS.index(name), name) for name in FIELDS]


def _insert(
    rows: Iterable[list[Any]],
    period: ReportingPeriod,
    sites: Mapping[int, Site],
    is_guarded: bool,
) -> dict[int, int]:
    """The ids of the period's entries, by project id. Raises Stale where another hand wrote one
    of the rows first; an IntegrityError of it where that is not guarded against."""
    try:
        with transaction.atomic() if is_guarded else nullcontext():
            insert_rows(MonthlyEntry, _COLUMNS, rows)
    except IntegrityError as error:
        if not is_guarded:
            raise
        # Another first save of the same rows came between our read and our write.
        raise stale(_current(period, sites)) from error
    return dict(MonthlyEntry.objects.filter(period=period).values_list("project_id", "pk"))


def _tell_new(
    step: EntryStep,
    common: MonthlyEntry,
    sites: Mapping[int, Site],
    drafts: Sequence[EntryDraft],
    keys: Mapping[int, int],
    audit: Trail,
) -> Iterator[NewEntry]:
    """The new entries, with an audit line of each."""
    alike = {name: list(change) for name, change in made(common).items() if name not in FIELDS}
    month = common.as_month
    for draft in drafts:
        pk, site = keys[draft.project_id], sites[draft.project_id]
        project = site.project
        told = {
            name: [None, raw(value)]
            for name in FIELDS
            if says_something(value := getattr(draft, name))
        }
        told["project_id"], told["unit_id"] = [None, project.pk], [None, site.unit.pk]
        audit.record_as(
            MonthlyEntry,
            pk,
            entry_label(project, month),
            step.action,
            changes=alike | told,
            county=project.county,
        )
        yield NewEntry(pk, project, month, common.state, draft.actual_start, draft.progress)


def _change(
    step: EntryStep,
    old: Sequence[tuple[MonthlyEntry, EntryDraft]],
    sites: Mapping[int, Site],
    audit: Trail,
    received: date | None,
    values: Mapping[str, Any],
) -> None:
    told: list[Changes] = []
    for entry, draft in old:
        before = facts_of(entry, *FIELDS, "unit_id")
        draft.write_to(entry)
        entry.unit = sites[entry.project_id].unit
        told.append(changed_since(before, entry))
    entries = [entry for entry, _ in old]
    move(step, entries, audit, told=told, received=received, **values)
    overwrite(entries, (*FIELDS, "unit"))


def overwrite(entries: Sequence[MonthlyEntry], fields: Sequence[str]) -> None:
    """Write the fields of entries that this transaction has claimed. One statement however
    many: the CASE of a bulk_update takes minutes for ten thousand."""
    MonthlyEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["pk"], update_fields=list(fields)
    )
