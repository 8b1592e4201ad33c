"""New entries as plain rows, each with its line in the trail.

The plain way is to make an instance of the model for each draft, ``bulk_create`` them, and
``audit.record`` each. Here an entry is a row of what its columns store, its maker is given no more
of it than a ``NewEntry``, and what all lines of a batch say alike becomes JSON once: see
docs/decisions/0003 and ``accounts.trail.json_text.MadeTexts`` for what each spares.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from accounts.trail.audit import Trail
from accounts.trail.bulk import insert_rows
from accounts.trail.facts import made, raw
from accounts.trail.json_text import MadeTexts
from investment.drafts import STORED, EntryDraft, says_something
from investment.entries.known import Site
from investment.models import MonthlyEntry, entry_label
from investment.selectors.facts import MOST_LISTED
from measures.months import Month
from projects.models import Project


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


def insert_new(
    common: MonthlyEntry, sites: Mapping[int, Site], drafts: Sequence[EntryDraft]
) -> dict[int, int]:
    """Insert an entry for each draft, ``common`` in all that it says of the batch; returns the ids
    of the period's entries, by project id. Two queries. Raises IntegrityError where another hand
    wrote one of them first."""
    insert_rows(MonthlyEntry, _COLUMNS, _rows(common, sites, drafts))
    entries = MonthlyEntry.objects.filter(period=common.period).order_by()
    if len(drafts) <= MOST_LISTED:
        entries = entries.filter(project__in=[draft.project_id for draft in drafts])
    return dict(entries.values_list("project_id", "pk"))


def tell_new(
    common: MonthlyEntry,
    sites: Mapping[int, Site],
    drafts: Sequence[EntryDraft],
    keys: Mapping[int, int],
    *,
    action: str,
    audit: Trail,
) -> Iterator[NewEntry]:
    """The new entries, whose ids are ``keys`` by project id, with a line of the trail for each."""
    alike = {name: value for name, (_, value) in made(common).items() if name not in STORED}
    texts = MadeTexts(alike, own=(*STORED, "project_id", "unit_id"))
    month = common.as_month
    fields_of = attrgetter(*STORED)
    for draft in drafts:
        project_id = draft.project_id
        pk, site = keys[project_id], sites[project_id]
        project = site.project
        told = {
            name: raw(value)
            for name, value in zip(STORED, fields_of(draft), strict=True)
            if says_something(value)
        }
        told["project_id"], told["unit_id"] = project_id, site.unit.pk
        audit.record_as(
            MonthlyEntry,
            pk,
            entry_label(project, month),
            action,
            changes=texts.of(told),
            county=project.county,
        )
        yield NewEntry(pk, project, month, common.state, draft.actual_start, draft.progress)


_COLUMNS = [
    column.attname for column in MonthlyEntry._meta.concrete_fields if not column.primary_key
]
_PROJECT, _UNIT = _COLUMNS.index("project_id"), _COLUMNS.index("unit_id")
_FIELD_PLACES = [(_COLUMNS.index(name), name) for name in STORED]


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
