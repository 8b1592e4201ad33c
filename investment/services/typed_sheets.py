"""The sheet is saved or sent: what was typed becomes entries, in one transaction (DESIGN §4.19)."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from accounts.errors import NotAllowed
from accounts.models import Unit, User
from accounts.trail.audit import audited
from investment.drafts import EntryDraft
from investment.entries import Known, Site
from investment.models import Hand, MonthlyEntry, ReportingPeriod, TypedCell
from investment.returns import untouched
from investment.selectors import standings_before
from investment.selectors.typing import Place, shows, typed_by
from investment.services.checking import ChecksFailed, refuse_unchecked_drafts
from investment.services.sending import save_entries, send_entries
from investment.services.totals import with_totals
from investment.services.typing import (
    begun_anew,
    columns_asked_by,
    forget_rows,
    is_of_another_page,
    is_older,
    keep_cells,
    newest_of,
    own_conflict,
    place_of,
    require_reporter,
    require_same_reporters,
    signed,
)
from investment.transitions import reread
from investment.typed import Conflict, Fault, Merged, SomeCell, TypedText, merge
from projects.models import Project
from projects.reading import Reporters, reporters_beside


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

    All is read and checked before the transaction, which on SQLite keeps every other writer
    waiting; there what was read is claimed.

    Raises NotAllowed, WrongState where the period is closed, Stale where another hand comes
    between time and again.
    """
    require_reporter(unit, by)
    sheet = _Sheet(unit, period, by, today)
    return _take(sheet, _read(sheet, cells, client, shown), cells, seen, sends)


@dataclass(frozen=True)
class _Sheet:
    """Whose sheet it is, of which period, and who writes on which day."""

    unit: Unit
    period: ReportingPeriod
    by: User
    today: datetime.date


@dataclass(frozen=True)
class _Read:
    """What stands, and what the cells come to: ``every`` kept text of the sheet's projects, and the
    ``entries`` that the sheet shows, by project id; ``reporters`` say whose the projects are."""

    known: Known
    every: Mapping[Place, TypedCell]
    entries: Mapping[int, MonthlyEntry]
    merged: Merged
    conflicts: Sequence[Conflict]
    reporters: Reporters


def _read(
    sheet: _Sheet, cells: Sequence[TypedText], client: str, shown: datetime.datetime
) -> _Read:
    reporters = reporters_beside(sheet.unit)
    known = _known(sheet.unit, sheet.period, reporters)
    if not {cell.project_id for cell in cells} <= set(known.sites):
        raise NotAllowed("有的项目不由本单位填报")
    # A project that another unit reports meanwhile keeps what was typed, and takes no part.
    typed = typed_by(sheet.by, sheet.unit, sheet.period, Hand.UNIT)
    every = {place: row for place, row in typed.items() if place[0] in known.sites}
    shown_rows = {
        place: row for place, row in every.items() if row.client == client or row.kept_at <= shown
    }
    latest, own = _latest(every, shown_rows, cells, sheet.by)
    entries = {pk: e for pk, e in known.entries.items() if shows(sheet.unit, e)}
    columns = columns_asked_by(latest.values(), sheet.period)
    merged = merge(entries, latest.values(), columns)
    conflicts = [*own, *signed(merged.conflicts, entries)]
    return _Read(known, every, entries, merged, conflicts, reporters)


def _take(
    sheet: _Sheet,
    read: _Read,
    cells: Sequence[TypedText],
    seen: Mapping[int, int | None],
    sends: bool,
) -> Taken:
    """Raises CameBetween, IntegrityError or StaleEntries where another hand has changed what was
    read."""
    merged, conflicts = read.merged, list(read.conflicts)
    # A row that was sent meanwhile is told, and keeps no other from being sent.
    is_clear = not merged.faults and all(conflict.is_sent for conflict in conflicts)
    plan = _plan(sheet, read, seen) if sends and is_clear else _Plan(list(merged.drafts.values()))
    with audited(by=sheet.by):
        require_same_reporters(sheet.unit, read.reporters)
        saved, sent = _save(sheet, read.known, plan.saved), _send(sheet, plan)
        _forget(read.every, merged.taken)
        differing = {place_of(conflict.typed) for conflict in conflicts}
        safe = [cell.number for cell in cells if _is_in(cell, merged.taken, read.every)]
        # What cannot be read yet, or makes no entry by itself, stays kept.
        rest = [c for c in cells if c.number not in safe and place_of(c) not in differing]
        if rest:
            kept = keep_cells(sheet.unit, sheet.period, rest, sheet.by, Hand.UNIT)
            safe, conflicts = safe + kept.numbers, conflicts + kept.conflicts
    return Taken(
        saved=saved,
        sent=sent,
        numbers=safe,
        conflicts=conflicts,
        faults=merged.faults,
        left=plan.left,
        unanswered=plan.unanswered,
        failed=plan.failed,
    )


def _known(unit: Unit, period: ReportingPeriod, reporters: Reporters) -> Known:
    """What stands of all that the unit reports of the month. Two queries, which serve the writing
    too: all of it is of one unit and county, which are read already."""
    answering = reporters.answering_for(period.as_month.last_day)
    own = [project for project, answers in answering.items() if answers == unit.pk]
    sites = {}
    for project in Project.objects.filter(pk__in=own):
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
class _Plan:
    """Which drafts are ``saved`` and which ``sent``, with the totals that they lacked; what is
    ``known`` of those that are sent, and what becomes of the others (``Taken``)."""

    saved: Sequence[EntryDraft] = ()
    sent: Sequence[EntryDraft] = ()
    known: Known | None = None
    left: Sequence[MonthlyEntry] = ()
    unanswered: Sequence[MonthlyEntry] = ()
    failed: ChecksFailed | None = None


def _plan(sheet: _Sheet, read: _Read, seen: Mapping[int, int | None]) -> _Plan:
    entries, typed = read.entries, read.merged.drafts
    unseen = {pk for pk, entry in entries.items() if seen.get(pk) != entry.version}
    drafts = typed | {
        pk: EntryDraft.of(entry)
        for pk, entry in entries.items()
        if entry.is_editable and pk not in typed
    }
    ready = [draft for pk, draft in drafts.items() if pk not in unseen and _says(draft, entries)]
    stay = untouched([entries[d.project_id] for d in ready if d.project_id in entries], drafts)
    staying = {entry.project_id for entry in stay}
    ready = [draft for draft in ready if draft.project_id not in staying]
    plan = _Plan(
        saved=[draft for pk, draft in typed.items() if pk in unseen],
        left=[entries[pk] for pk in drafts if pk in unseen],
        unanswered=stay,
    )
    if not ready:
        return plan
    period = sheet.period
    first = period.as_month.months_after(1 - period.months_covered)
    before = standings_before([draft.project_id for draft in ready], first)
    known = replace(_of(read.known, ready), before=before)
    sent = with_totals(period, ready, before)
    try:
        found = refuse_unchecked_drafts(period, known, sent, sheet.today)
    except ChecksFailed as failed:
        return replace(plan, saved=list(typed.values()), failed=failed)
    return replace(plan, sent=sent, known=replace(known, found=found))


def _save(sheet: _Sheet, known: Known, drafts: Sequence[EntryDraft]) -> int:
    """How many rows it changed."""
    if not drafts:
        return 0
    saved = save_entries(
        period=sheet.period,
        drafts=drafts,
        by=sheet.by,
        today=sheet.today,
        known=_of(known, drafts),
    )
    return len(saved.written)


def _send(sheet: _Sheet, plan: _Plan) -> int:
    if not plan.sent:
        return 0
    sent = send_entries(
        # What was checked already is written without another look at the period.
        period=reread(sheet.period),
        drafts=plan.sent,
        by=sheet.by,
        today=sheet.today,
        known=plan.known,
    )
    return len(sent.written)


def _of(known: Known, drafts: Sequence[EntryDraft]) -> Known:
    """What is known of these alone."""
    wanted = {draft.project_id for draft in drafts}
    return Known(
        {pk: site for pk, site in known.sites.items() if pk in wanted},
        {pk: entry for pk, entry in known.entries.items() if pk in wanted},
    )


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
    """Raises CameBetween where one of them is no longer as it was read."""
    places = {place_of(cell) for cell in taken}
    forget_rows([row for place, row in rows.items() if place in places])


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
