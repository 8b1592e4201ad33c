"""The sheet is saved or sent: what was typed becomes entries, in one transaction (DESIGN §4.19)."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from accounts.errors import NotAllowed
from accounts.models import Unit, User
from accounts.trail.audit import audited
from investment.drafts import EntryDraft
from investment.entries import Known, Site
from investment.models import MonthlyEntry, ReportingPeriod, TypedCell
from investment.returns import untouched
from investment.selectors import standings_before
from investment.selectors.typing import Place, shows
from investment.services.checking import ChecksFailed
from investment.services.sending import save_entries, send_entries
from investment.services.totals import with_totals
from investment.services.typing import (
    begun_anew,
    is_of_another_page,
    is_older,
    keep_cells,
    newest_of,
    own_conflict,
    place_of,
    require_reporter,
    rows_of,
    signed,
)
from investment.typed import Conflict, Fault, Merged, SomeCell, TypedText, merge
from projects.models import Project


@dataclass(frozen=True)
class Taken:
    """What became of a sheet: how many rows were ``saved`` and ``sent``, which cells (their
    ``numbers``) need not be kept any longer. ``left`` are rows that another hand has changed since
    they were shown and that were therefore not sent, ``unanswered`` went back and were left as they
    are; ``failed`` is what the checks ask."""

    saved: int = 0
    sent: int = 0
    numbers: Sequence[int] = ()
    conflicts: Sequence[Conflict] = ()
    faults: Sequence[Fault] = ()
    left: Sequence[MonthlyEntry] = ()
    unanswered: Sequence[MonthlyEntry] = ()
    failed: ChecksFailed | None = None


@begun_anew
def send_typed(
    *,
    unit: Unit,
    period: ReportingPeriod,
    cells: Sequence[TypedText],
    client: str,
    shown: datetime.datetime,
    seen: Mapping[int, int | None],
    sends: bool,
    by: User,
    today: datetime.date,
) -> Taken:
    """Make entry versions of what the page has typed: what is kept already (of this ``client``,
    or of any page by the time this one was ``shown``) and the last ``cells``, in one transaction.
    With ``sends`` the sheet goes to the bureau: every row that can be sent and that is at the
    version the page has ``seen`` (by project id); where a cell is in conflict, cannot be read, or
    a check asks for something, all is saved and nothing sent.

    Raises NotAllowed, WrongState where the period is closed, Stale where another hand comes
    between.
    """
    require_reporter(unit, by)
    with audited(by=by):
        known = _known(unit, period)
        if not {cell.project_id for cell in cells} <= set(known.sites):
            raise NotAllowed("有的项目不由本单位填报")
        # A project that another unit reports meanwhile keeps what was typed, and takes no part.
        every = rows_of(unit, period, by, Q(project__in=known.sites))
        shown_rows = {
            place: row
            for place, row in every.items()
            if row.client == client or row.kept_at <= shown
        }
        latest, own = _latest(every, shown_rows, cells, by)
        entries = {pk: e for pk, e in known.entries.items() if shows(unit, e)}
        merged = merge(entries, latest.values())
        conflicts = [*own, *signed(merged.conflicts, entries)]
        # A row that was sent meanwhile is told, and keeps no other from being sent.
        is_clear = not merged.faults and all(conflict.is_sent for conflict in conflicts)
        sheet = _Sheet(period, known, by, today)
        taken = _write(sheet, merged, entries, seen, sends and is_clear)
        _forget(every, merged.taken)
        differing = {place_of(conflict.typed) for conflict in conflicts}
        safe = [cell.number for cell in cells if _is_in(cell, merged.taken, every)]
        # What cannot be read yet, or makes no entry by itself, stays kept.
        rest = [c for c in cells if c.number not in safe and place_of(c) not in differing]
        if rest:
            kept = keep_cells(unit, period, rest, by)
            safe, conflicts = safe + kept.numbers, conflicts + kept.conflicts
    return replace(taken, numbers=safe, conflicts=conflicts, faults=merged.faults)


def _known(unit: Unit, period: ReportingPeriod) -> Known:
    """What stands of all that the unit reports. Two queries, which serve the writing too: all of it
    is of one unit and county, which are read already."""
    sites = {}
    for project in Project.objects.reported_by(unit):
        project.county = unit.own_county
        sites[project.pk] = Site(project, unit)
    entries = MonthlyEntry.objects.filter(project__in=sites, year=period.year, month=period.month)
    found = {entry.project_id: entry for entry in entries}
    for pk, entry in found.items():
        entry.project = sites[pk].project
        if entry.unit_id == unit.pk:
            entry.unit = unit
    return Known(sites, found)


@dataclass(frozen=True)
class _Sheet:
    """What every write of a sheet is given."""

    period: ReportingPeriod
    known: Known
    by: User
    today: datetime.date

    def save(self, drafts: Sequence[EntryDraft]) -> int:
        """How many rows it changed."""
        return len(save_entries(**self._with(drafts)).written) if drafts else 0

    def send(self, drafts: Sequence[EntryDraft]) -> int:
        wanted = [draft.project_id for draft in drafts]
        first = self.period.as_month.months_after(1 - self.period.months_covered)
        before = standings_before(wanted, first)
        facts = self._with(with_totals(self.period, drafts, before))
        facts["known"] = replace(facts["known"], before=before)
        return len(send_entries(**facts).written)

    def _with(self, drafts: Sequence[EntryDraft]) -> dict[str, Any]:
        wanted = {draft.project_id for draft in drafts}
        known = Known(
            {pk: site for pk, site in self.known.sites.items() if pk in wanted},
            {pk: entry for pk, entry in self.known.entries.items() if pk in wanted},
        )
        facts = {"period": self.period, "by": self.by, "today": self.today}
        return {**facts, "drafts": drafts, "known": known}


def _write(
    sheet: _Sheet,
    merged: Merged,
    entries: Mapping[int, MonthlyEntry],
    seen: Mapping[int, int | None],
    sends: bool,
) -> Taken:
    if not sends:
        return Taken(saved=sheet.save(list(merged.drafts.values())))
    unseen = {pk for pk, entry in entries.items() if seen.get(pk) != entry.version}
    drafts = merged.drafts | {
        pk: EntryDraft.of(entry)
        for pk, entry in entries.items()
        if entry.is_editable and pk not in merged.drafts
    }
    ready = [draft for pk, draft in drafts.items() if pk not in unseen and _says(draft, entries)]
    left = [entries[pk] for pk in drafts if pk in unseen]
    saved = sheet.save([draft for pk, draft in merged.drafts.items() if pk in unseen])
    stay = untouched([entries[d.project_id] for d in ready if d.project_id in entries], drafts)
    staying = {entry.project_id for entry in stay}
    ready = [draft for draft in ready if draft.project_id not in staying]
    if not ready:
        return Taken(saved=saved, left=left, unanswered=stay)
    try:
        sent = sheet.send(ready)
    except ChecksFailed as failed:
        rest = [draft for pk, draft in merged.drafts.items() if pk not in unseen]
        saved += sheet.save(rest)
        return Taken(saved=saved, left=left, unanswered=stay, failed=failed)
    return Taken(saved=saved, sent=sent, left=left, unanswered=stay)


def _says(draft: EntryDraft, entries: Mapping[int, MonthlyEntry]) -> bool:
    """A row in which nothing was ever written is not sent."""
    return draft.project_id in entries or not draft.is_blank


def _latest(
    every: Mapping[Place, TypedCell],
    shown: Mapping[Place, TypedCell],
    cells: Sequence[TypedText],
    by: User,
) -> tuple[dict[Place, SomeCell], list[Conflict]]:
    """The newest text of each place, and the cells that another page of the same person has typed
    otherwise."""
    latest: dict[Place, SomeCell] = dict(shown)
    own = []
    for cell in newest_of(cells):
        place = place_of(cell)
        row = every.get(place)
        if row is not None and is_of_another_page(cell, row):
            own.append(own_conflict(cell, row, by))
            latest.pop(place, None)
        elif row is None or not is_older(cell, row):
            latest[place] = cell
    return latest, own


def _forget(rows: Mapping[Place, TypedCell], taken: Iterable[SomeCell]) -> None:
    places = {place_of(cell) for cell in taken}
    gone = [row.pk for place, row in rows.items() if place in places]
    TypedCell.objects.filter(pk__in=gone).delete()


def _is_in(cell: TypedText, taken: Iterable[SomeCell], rows: Mapping[Place, TypedCell]) -> bool:
    """Whether nothing of the cell need be kept by the page: it was taken, or a newer one is."""
    row = rows.get(place_of(cell))
    if row is not None and is_older(cell, row):
        return True
    return any(
        place_of(each) == place_of(cell)
        and each.client == cell.client
        and each.number >= cell.number
        for each in taken
    )
