"""Nothing typed is lost: cells are kept as they are typed, and made into entries when the sheet
is saved or sent (DESIGN §4.19)."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import clock
from accounts.errors import NotAllowed
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import audited
from investment.drafts import FIELDS, EntryDraft
from investment.entries import Known, Site
from investment.models import MonthlyEntry, ReportingPeriod, TypedCell
from investment.selectors.typing import Place, entries_shown, last_hand, shows
from investment.selectors.unit_drafts import owners_of
from investment.services.checking import ChecksFailed
from investment.services.sending import save_entries, send_entries
from investment.typed import (
    Conflict,
    Fault,
    Merged,
    SomeCell,
    TypedText,
    box_of,
    merge,
    still_stands,
)
from projects.models import Part, Project, ProjectUnit

KEPT_DAYS = 14

_DRAFT = "draft"
"""Stands for the page that typed, where a saved draft is kept."""

_TRIES = 3
"""How often a request begins anew where another page of the same person came between."""


class _CameBetween(Exception):
    """Another request of the same person has written a cell since it was read."""


@dataclass(frozen=True)
class Kept:
    """What became of the cells of a request: the ``numbers`` of those that are safe, and those
    that stand otherwise by now, which were not written."""

    at: datetime.datetime
    numbers: list[int] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


@dataclass(frozen=True)
class Taken:
    """What became of a sheet: how many rows were ``saved`` and ``sent``, which cells (their
    ``numbers``) need not be kept any longer. ``left`` are rows that another hand has changed since
    they were shown and that were therefore not sent; ``failed`` is what the checks ask."""

    saved: int = 0
    sent: int = 0
    numbers: Sequence[int] = ()
    conflicts: Sequence[Conflict] = ()
    faults: Sequence[Fault] = ()
    left: Sequence[MonthlyEntry] = ()
    failed: ChecksFailed | None = None


def keep_typed(
    *, unit: Unit, period: ReportingPeriod, cells: Sequence[TypedText], by: User
) -> Kept:
    """Keep what a page has typed, also after the period was closed. A cell whose entry, or whose
    kept text of another page, is no longer what it was typed upon is told as a conflict and not
    written. An older number of the same page changes nothing. No trail.

    Raises NotAllowed for a unit or a project that the person does not report.
    """
    _require_reporter(unit, by)
    _require_projects(unit, {cell.project_id for cell in cells})
    for _ in range(_TRIES):
        try:
            with transaction.atomic():
                return _keep(unit, period, cells, by)
        except (IntegrityError, _CameBetween):
            continue
    # Whoever is faster three times over: the page sends these again in a second.
    return Kept(clock.now())


def _keep(unit: Unit, period: ReportingPeriod, cells: Sequence[TypedText], by: User) -> Kept:
    projects = {cell.project_id for cell in cells}
    entries = entries_shown(unit, period, projects)
    rows = _rows(unit, period, by, Q(project__in=projects))
    kept = Kept(clock.now())
    new = []
    for cell in _newest(cells):
        row = rows.get(_place(cell))
        entry = entries.get(cell.project_id)
        if row is not None and _is_older(cell, row):
            kept.numbers.append(cell.number)
        elif row is not None and _is_of_another_page(cell, row):
            kept.conflicts.append(_own_conflict(cell, row, by))
        elif not still_stands(entry, cell):
            version = entry.version if entry else None
            kept.conflicts.append(Conflict(cell, box_of(entry, cell.field), version))
        else:
            kept.numbers.append(cell.number)
            if row is None:
                new.append(_row(unit, period, by, cell, kept.at))
            else:
                _overwrite(row, cell, kept.at)
    TypedCell.objects.bulk_create(new)
    return replace(kept, conflicts=_signed(kept.conflicts, entries))


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
    _require_reporter(unit, by)
    with audited(by=by):
        known = _known(unit, period)
        if not {cell.project_id for cell in cells} <= set(known.sites):
            raise NotAllowed("有的项目不由本单位填报")
        every = _rows(unit, period, by, Q())
        shown_rows = {
            place: row
            for place, row in every.items()
            if row.client == client or row.kept_at <= shown
        }
        latest, own = _latest(every, shown_rows, cells, by)
        entries = {pk: e for pk, e in known.entries.items() if shows(unit, e)}
        merged = merge(entries, latest.values())
        conflicts = [*own, *_signed(merged.conflicts, entries)]
        is_clear = not conflicts and not merged.faults
        sheet = _Sheet(period, known, by, today)
        taken = _write(sheet, merged, entries, seen, sends and is_clear)
        _forget(every, merged.taken)
        differing = {_place(conflict.typed) for conflict in conflicts}
        safe = [cell.number for cell in cells if _is_in(cell, merged.taken, every)]
        # What cannot be read yet, or makes no entry by itself, stays kept.
        rest = [c for c in cells if c.number not in safe and _place(c) not in differing]
        if rest:
            safe += _keep(unit, period, rest, by).numbers
    return replace(taken, numbers=safe, conflicts=conflicts, faults=merged.faults)


def _known(unit: Unit, period: ReportingPeriod) -> Known:
    """What stands of all that the unit reports. Two queries, which serve the writing too: all of it
    is of one unit and county, which are read already."""
    parts = ProjectUnit.objects.current().filter(part=Part.REPORTING, unit=unit)
    sites = {}
    for part in parts.select_related("project"):
        part.project.county = unit.own_county
        sites[part.project_id] = Site(part.project, unit)
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
        return len(send_entries(**self._with(drafts)).written)

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
    if not ready:
        return Taken(saved=saved, left=left)
    try:
        sent = sheet.send(ready)
    except ChecksFailed as failed:
        rest = [draft for pk, draft in merged.drafts.items() if pk not in unseen]
        return Taken(saved=saved + sheet.save(rest), left=left, failed=failed)
    return Taken(saved=saved, sent=sent, left=left)


def _says(draft: EntryDraft, entries: Mapping[int, MonthlyEntry]) -> bool:
    """A row in which nothing was ever written is not sent."""
    return draft.project_id in entries or not draft.is_blank


def forget_typed(
    *,
    unit: Unit,
    period: ReportingPeriod,
    project_ids: Iterable[int],
    by: User,
    shown: datetime.datetime,
) -> None:
    """The rows that a form has saved as a whole, with what was kept by the time it was shown."""
    TypedCell.objects.filter(
        person=by, period=period, unit=unit, project__in=project_ids, kept_at__lte=shown
    ).delete()


def keep_replaced(entries: Sequence[MonthlyEntry], period: ReportingPeriod) -> None:
    """Keep drafts that another hand is about to take the place of, for who of the unit wrote them.
    What they are typing there just now is newer and stays. Four queries, none for no draft."""
    if not entries:
        return
    owners = owners_of(entries)
    cells = [
        TypedCell(
            person=owners[entry.pk],
            period=period,
            unit_id=entry.unit_id,
            project_id=entry.project_id,
            field=name,
            text=box_of(entry, name),
            base_version=entry.version,
            client=_DRAFT,
            number=0,
            kept_at=clock.now(),
        )
        for entry in entries
        if entry.pk in owners
        for name in FIELDS
        if box_of(entry, name)
    ]
    TypedCell.objects.bulk_create(cells, ignore_conflicts=True)


def sweep_typed(now: datetime.datetime) -> list[str]:
    """What nobody has saved for fourteen days goes."""
    old = now - datetime.timedelta(days=KEPT_DAYS)
    count, _ = TypedCell.objects.filter(kept_at__lt=old).delete()
    return [f"清除{KEPT_DAYS}天前填写而没有保存的 {count} 格"] if count else []


# --- One cell ------------------------------------------------------------------------------


def _place(cell: SomeCell) -> Place:
    return (cell.project_id, cell.field)


def _newest(cells: Iterable[TypedText]) -> list[TypedText]:
    """Of each place the cell with the highest number."""
    newest: dict[Place, TypedText] = {}
    for cell in sorted(cells, key=lambda cell: cell.number):
        newest[_place(cell)] = cell
    return list(newest.values())


def _rows(unit: Unit, period: ReportingPeriod, by: User, where: Q) -> dict[Place, TypedCell]:
    """Locked where the database locks rows: SQLite has one writer at a time."""
    rows = TypedCell.objects.filter(where, person=by, period=period, unit=unit)
    return {_place(row): row for row in rows.select_for_update(no_key=True)}


def _is_older(cell: TypedText, row: TypedCell) -> bool:
    return row.client == cell.client and row.number >= cell.number


def _is_of_another_page(cell: TypedText, row: TypedCell) -> bool:
    """Whether the kept text is one that the page has not shown."""
    return row.client != cell.client and row.mark != cell.upon and row.text != cell.text


def _own_conflict(cell: TypedText, row: TypedCell, by: User) -> Conflict:
    return Conflict(
        cell, row.text, row.base_version, by.name, row.kept_at, is_own=True, mark=row.mark
    )


def _row(
    unit: Unit, period: ReportingPeriod, by: User, cell: TypedText, at: datetime.datetime
) -> TypedCell:
    return TypedCell(
        person=by,
        period=period,
        unit=unit,
        project_id=cell.project_id,
        field=cell.field,
        text=cell.text,
        base_text=cell.base_text,
        base_version=cell.base_version,
        client=cell.client,
        number=cell.number,
        kept_at=at,
    )


def _overwrite(row: TypedCell, cell: TypedText, at: datetime.datetime) -> None:
    """Raises _CameBetween where the row is no longer as it was read."""
    unchanged = TypedCell.objects.filter(pk=row.pk, client=row.client, number=row.number)
    written = unchanged.update(
        text=cell.text,
        base_text=cell.base_text,
        base_version=cell.base_version,
        client=cell.client,
        number=cell.number,
        kept_at=at,
    )
    if not written:
        raise _CameBetween


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
    for cell in _newest(cells):
        place = _place(cell)
        row = every.get(place)
        if row is not None and _is_of_another_page(cell, row):
            own.append(_own_conflict(cell, row, by))
            latest.pop(place, None)
        elif row is None or not _is_older(cell, row):
            latest[place] = cell
    return latest, own


def _forget(rows: Mapping[Place, TypedCell], taken: Iterable[SomeCell]) -> None:
    places = {_place(cell) for cell in taken}
    gone = [row.pk for place, row in rows.items() if place in places]
    TypedCell.objects.filter(pk__in=gone).delete()


def _is_in(cell: TypedText, taken: Iterable[SomeCell], rows: Mapping[Place, TypedCell]) -> bool:
    """Whether nothing of the cell need be kept by the page: it was taken, or a newer one is."""
    row = rows.get(_place(cell))
    if row is not None and _is_older(cell, row):
        return True
    return any(
        _place(each) == _place(cell) and each.client == cell.client and each.number >= cell.number
        for each in taken
    )


def _signed(conflicts: Iterable[Conflict], entries: Mapping[int, MonthlyEntry]) -> list[Conflict]:
    """With who has changed the cell, and when. A query or two each: conflicts are rare."""
    signed = []
    for conflict in conflicts:
        entry = entries.get(conflict.typed.project_id)
        hand = last_hand(entry.pk, conflict.typed.field) if entry and not conflict.is_own else None
        signed.append(replace(conflict, who=hand[0], at=hand[1]) if hand else conflict)
    return signed


def _require_reporter(unit: Unit, by: User) -> None:
    if not may(by, "entry.enter", unit):
        raise NotAllowed("只有项目的填报单位可以填报")


def _require_projects(unit: Unit, project_ids: set[int]) -> None:
    known = Project.objects.reported_by(unit).filter(pk__in=project_ids)
    if known.count() != len(project_ids):
        raise NotAllowed("有的项目不由本单位填报")
