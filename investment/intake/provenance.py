"""Which upload, sheet, row and cell gave an entry its figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts import clock
from accounts.models import User
from accounts.trail.bulk import insert_rows
from investment.drafts import FIELDS, EntryDraft, as_kept, label_of, says_something
from investment.intake.lines import MonthlyLine
from investment.models import EntrySource, MonthlyEntry
from investment.writing import NewEntry
from workbooks.models import Upload
from workbooks.rules import downloads_upload

RESTORED = (
    *FIELDS,
    "unit_id",
    "state",
    "submitted_by_id",
    "submitted_at",
    "received_on",
    "returned_reason",
    "keyed_by_id",
    "keyed_source",
    "keyed_consent",
    "keyed_objection",
)
"""The columns of an entry that an upload writes, and that undoing it puts back."""

_LONGEST_SHEET = 100
_COLUMNS = (
    "entry_id",
    "upload_id",
    "sheet",
    "row",
    "cells",
    "before",
    "after",
    "entry_version",
    "applied_at",
    "undone_at",
)


def snapshot(entry: MonthlyEntry) -> dict[str, Any]:
    """What an entry holds of RESTORED, as the JSON of a source keeps it."""
    return {name: as_kept(getattr(entry, name)) for name in RESTORED}


def keep_sources(
    *,
    upload: Upload,
    lines: Iterable[MonthlyLine],
    written: Iterable[MonthlyEntry | NewEntry],
    before: Mapping[int, dict[str, Any]],
) -> None:
    """One row for each written entry; ``before`` has the snapshots of those that were there, by
    project id. One query."""
    line_of = {line.project.pk: line for line in lines if line.project}
    applied_at = clock.now()
    rows = []
    for entry in written:
        line = line_of[entry.project_id]
        rows.append(
            (
                entry.pk,
                upload.pk,
                line.row.sheet[:_LONGEST_SHEET],
                line.row.number,
                line.written.cells,
                before.get(entry.project_id),
                _held(line.draft),
                entry.version,
                applied_at,
                None,
            )
        )
    insert_rows(EntrySource, _COLUMNS, rows)


def _held(draft: EntryDraft | None) -> dict[str, Any]:
    """The unit's own fields in which something stands."""
    values = ((name, getattr(draft, name)) for name in FIELDS)
    return {name: as_kept(value) for name, value in values if says_something(value)}


@dataclass(frozen=True)
class FigureSource:
    """An upload that gave an entry some of what it holds now: pairs of a field's label and its
    cell (本年累计完成投资, 6月!G12)."""

    source: EntrySource
    cells: tuple[tuple[str, str], ...]
    may_download: bool

    @property
    def upload(self) -> Upload:
        return self.source.upload


def figure_sources(
    entries: Sequence[MonthlyEntry], user: User
) -> dict[int, tuple[FigureSource, ...]]:
    """The uploads from which each entry has its present figures, the latest first, by entry id.
    A field that was changed by hand since has none. One query."""
    sources: dict[int, list[EntrySource]] = {entry.pk: [] for entry in entries}
    kept = EntrySource.objects.filter(entry__in=sources, undone_at=None).select_related(
        "upload__uploaded_by", "upload__county", "upload__unit"
    )
    for source in kept:
        sources[source.entry_id].append(source)
    return {entry.pk: _still_true(entry, sources[entry.pk], user) for entry in entries}


def _still_true(
    entry: MonthlyEntry, sources: Iterable[EntrySource], user: User
) -> tuple[FigureSource, ...]:
    told: set[str] = set()
    found = []
    for source in sources:
        fields = [
            name
            for name in FIELDS
            if name in source.cells
            and name not in told
            and source.after.get(name) == as_kept(getattr(entry, name))
        ]
        told.update(fields)
        if fields:
            cells = tuple(
                (label_of(name), f"{source.sheet}!{source.cells[name]}") for name in fields
            )
            upload = source.upload
            allowed = downloads_upload(user, upload.unit, upload.county)
            found.append(FigureSource(source, cells, allowed))
    return tuple(found)
