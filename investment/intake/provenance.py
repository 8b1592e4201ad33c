"""Which upload, sheet, row and cell gave an entry its figures."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from accounts import clock
from accounts.models import User
from accounts.trail.bulk import insert_rows
from accounts.trail.json_text import JsonText, as_json
from investment.drafts import FIELDS, STORED, EntryDraft, as_kept, label_of, says_something
from investment.entries import NewEntry
from investment.intake.lines import MonthlyLine
from investment.models import EntrySource, MonthlyEntry
from workbooks.intake.provenance import LONGEST_SHEET, GivenBy, given_by
from workbooks.models import Upload
from workbooks.sealing import columns_of, seal, text_of

RESTORED = (
    *STORED,
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
    project id. Under the seal of the upload. Two queries."""
    line_of = {line.project.pk: line for line in lines if line.project}
    applied_at = clock.now()
    rows = []
    for entry in written:
        line = line_of[entry.project_id]
        rows.append(
            (
                entry.pk,
                upload.pk,
                line.row.sheet[:LONGEST_SHEET],
                line.row.number,
                JsonText(as_json(line.written.cells)),
                JsonText(as_json(before[entry.project_id])) if entry.project_id in before else None,
                JsonText(as_json(_held(line.draft))),
                entry.version,
                applied_at,
                None,
            )
        )
    insert_rows(EntrySource, _COLUMNS, rows)
    in_order = itemgetter(*map(_COLUMNS.index, columns_of(EntrySource)))
    seal(upload, [text_of(EntrySource, in_order(row)) for row in rows])


def _held(draft: EntryDraft | None) -> dict[str, Any]:
    """The unit's own fields in which something stands."""
    values = ((name, getattr(draft, name)) for name in STORED)
    return {name: as_kept(value) for name, value in values if says_something(value)}


def figure_sources(entries: Sequence[MonthlyEntry], user: User) -> dict[int, tuple[GivenBy, ...]]:
    """The uploads from which each entry has its present figures, the latest first, by entry id.
    One query."""
    sources: dict[int, list[EntrySource]] = {entry.pk: [] for entry in entries}
    kept = EntrySource.objects.filter(entry__in=sources, undone_at=None).select_related(
        "upload__uploaded_by", "upload__county", "upload__unit"
    )
    for source in kept:
        sources[source.entry_id].append(source)
    return {entry.pk: _given_by(entry, sources[entry.pk], user) for entry in entries}


def _given_by(
    entry: MonthlyEntry, sources: Iterable[EntrySource], user: User
) -> tuple[GivenBy, ...]:
    def still_holds(source: EntrySource, name: str) -> bool:
        held: bool = source.after.get(name) == as_kept(getattr(entry, name))
        return held

    return given_by(sources, fields=FIELDS, label_of=label_of, still_holds=still_holds, user=user)
