"""Nothing typed is lost: cells are kept as they are typed, and made into entries when the sheet
is saved or sent (DESIGN §4.19)."""

import datetime
import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from accounts import clock
from accounts.errors import NotAllowed, Stale
from accounts.models import Unit, User
from accounts.rights import ON_BEHALF, may
from investment.drafts import FIELDS
from investment.extra.columns import columns_of
from investment.extra.values import NO_COLUMNS, Columns, key_of, names_in
from investment.models import Hand, MonthlyEntry, ReportingPeriod, TypedCell
from investment.selectors.typing import Place, entries_shown, last_hand
from investment.selectors.unit_drafts import owners_of
from investment.transitions import StaleEntries
from investment.typed import (
    Conflict,
    SomeCell,
    TypedText,
    box_of,
    still_stands,
)
from projects.reading import Reporters, reporters_beside

KEPT_DAYS = 14

_DRAFT = "draft"
"""Stands for the page that typed, where a saved draft is kept, and its version for the number."""

_TRIES = 3
"""How often a request begins anew where another page of the same person came between."""


class CameBetween(Exception):
    """Another request has written since what is written here was read."""


Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def begun_anew(act: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Do ``act``, which opens a transaction of its own, again where another hand, mostly another
    page of the same person, came between. Raises Stale where it is faster three times over."""

    @functools.wraps(act)
    def again(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        for number in range(1, _TRIES + 1):
            try:
                return act(*args, **kwargs)
            except StaleEntries:
                if number == _TRIES:
                    raise
            except (IntegrityError, CameBetween):
                continue
        raise Stale("您在另一个窗口也在保存这张表，这次没有写入，请再按一次")

    return again


@dataclass(frozen=True)
class Kept:
    """What became of the cells of a request: the ``numbers`` of those that are safe, and those
    that stand otherwise by now, which were not written."""

    at: datetime.datetime
    numbers: list[int] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def keep_typed(
    *,
    unit: Unit,
    period: ReportingPeriod,
    cells: Sequence[TypedText],
    by: User,
    hand: Hand = Hand.UNIT,
) -> Kept:
    """Keep what a page has typed, also after the period was closed. A cell whose entry, or whose
    kept text of another page, is no longer what it was typed upon is told as a conflict and not
    written. An older number of the same page changes nothing. No trail.

    Raises NotAllowed for a unit that the person does not fill in with this ``hand``, and for a
    project that the unit does not report.
    """
    require_hand(unit, by, hand)
    _require_projects(unit, period, {cell.project_id for cell in cells})
    try:
        return begun_anew(transaction.atomic(keep_cells))(unit, period, cells, by, hand)
    except Stale:
        # The page sends these again in a second.
        return Kept(clock.now())


def keep_cells(
    unit: Unit, period: ReportingPeriod, cells: Sequence[TypedText], by: User, hand: Hand
) -> Kept:
    projects = {cell.project_id for cell in cells}
    entries = entries_shown(unit, period, projects, hand)
    rows = rows_of(TypedCell.objects.of_sheet(unit, period, by, hand), projects)
    columns = columns_asked_by(cells, period)
    kept = Kept(clock.now())
    new = []
    for cell in newest_of(cells):
        row = rows.get(place_of(cell))
        entry = entries.get(cell.project_id)
        if row is not None and is_older(cell, row):
            kept.numbers.append(cell.number)
        elif row is not None and is_of_another_page(cell, row):
            kept.conflicts.append(own_conflict(cell, row, by))
        elif not still_stands(entry, cell, columns):
            kept.conflicts.append(_conflict(cell, entry, columns))
        else:
            kept.numbers.append(cell.number)
            if row is None:
                new.append(_row(unit, period, by, hand, cell, kept.at))
            else:
                _overwrite(row, cell, kept.at)
    TypedCell.objects.bulk_create(new)
    return replace(kept, conflicts=signed(kept.conflicts, entries))


def columns_asked_by(cells: Iterable[SomeCell], period: ReportingPeriod) -> Columns:
    """The county's 附加指标 where one of the cells is of one. No query else."""
    if not any(key_of(cell.field) for cell in cells):
        return NO_COLUMNS
    return columns_of(period.county, period.as_month)


def forget_typed(
    *,
    unit: Unit,
    period: ReportingPeriod,
    project_ids: Iterable[int],
    by: User,
    client: str,
    shown: datetime.datetime,
    hand: Hand = Hand.UNIT,
) -> None:
    """The rows that a form has saved as a whole, with what was kept by the time it was ``shown``,
    or typed on it: on the page ``client``, empty where it has no script."""
    known = _known_to(client, shown)
    typed = TypedCell.objects.of_sheet(unit, period, by, hand)
    typed.filter(known, project__in=project_ids).delete()


def drop_typed(
    *,
    unit: Unit,
    period: ReportingPeriod,
    places: Iterable[Place],
    by: User,
    client: str,
    shown: datetime.datetime,
    hand: Hand = Hand.UNIT,
) -> None:
    """Keep no longer what the person gave up on the page ``client``: what was kept of these places
    by the time it was ``shown``, or typed on it. Raises NotAllowed."""
    require_hand(unit, by, hand)
    wanted = set(places)
    known = TypedCell.objects.of_sheet(unit, period, by, hand).filter(_known_to(client, shown))
    gone = [row.pk for row in known if place_of(row) in wanted]
    TypedCell.objects.filter(pk__in=gone).delete()


def _known_to(client: str, shown: datetime.datetime) -> Q:
    """What a page knows of: what was kept by the time it was shown, and what it has typed."""
    return Q(kept_at__lte=shown) | Q(client=client)


def forget_rows(rows: Collection[TypedCell]) -> None:
    """Raises CameBetween where one of them is no longer as it was read."""
    read = {(row.pk, row.client, row.number) for row in rows}
    found = TypedCell.objects.filter(pk__in=[row.pk for row in rows])
    if set(found.select_for_update(no_key=True).values_list("pk", "client", "number")) != read:
        raise CameBetween
    found.delete()


def keep_replaced(entries: Sequence[MonthlyEntry], period: ReportingPeriod) -> None:
    """Keep drafts that another hand is about to take the place of, for who of the unit wrote them.
    What they are typing there just now is newer and stays; a draft of theirs that was replaced
    before is older and goes. Six queries, none for no draft."""
    if not entries:
        return
    owners = owners_of(entries)
    has_extra = any(entry.extra for entry in entries)
    columns = columns_of(period.county, period.as_month) if has_extra else NO_COLUMNS
    cells = [
        TypedCell(
            person=owners[entry.pk],
            period=period,
            unit_id=entry.unit_id,
            hand=Hand.UNIT,
            project_id=entry.project_id,
            field=name,
            text=box_of(entry, name, columns),
            base_version=entry.version,
            client=_DRAFT,
            number=entry.version,
            kept_at=clock.now(),
        )
        for entry in entries
        if entry.pk in owners
        for name in (*FIELDS, *names_in(entry.extra))
        if box_of(entry, name, columns)
    ]
    _forget_drafts(period, {(cell.person_id, cell.project_id) for cell in cells})
    TypedCell.objects.bulk_create(cells, ignore_conflicts=True)


def _forget_drafts(period: ReportingPeriod, whose: set[tuple[int, int]]) -> None:
    """What is kept of replaced drafts of a person and a project."""
    kept = TypedCell.objects.filter(
        period=period,
        project__in=[project for _, project in whose],
        hand=Hand.UNIT,
        client=_DRAFT,
    )
    gone = [row.pk for row in kept if (row.person_id, row.project_id) in whose]
    TypedCell.objects.filter(pk__in=gone).delete()


def sweep_typed(now: datetime.datetime) -> list[str]:
    """What nobody has saved for fourteen days goes."""
    old = now - datetime.timedelta(days=KEPT_DAYS)
    count, _ = TypedCell.objects.filter(kept_at__lt=old).delete()
    return [f"清除{KEPT_DAYS}天前填写而没有保存的 {count} 格"] if count else []


# --- One cell ------------------------------------------------------------------------------


def place_of(cell: SomeCell) -> Place:
    return (cell.project_id, cell.field)


def newest_of(cells: Iterable[TypedText]) -> list[TypedText]:
    """Of each place the cell with the highest number."""
    newest: dict[Place, TypedText] = {}
    for cell in sorted(cells, key=lambda cell: cell.number):
        newest[place_of(cell)] = cell
    return list(newest.values())


def rows_of(typed: QuerySet[TypedCell], project_ids: Iterable[int]) -> dict[Place, TypedCell]:
    """Those of ``typed`` of some projects. Locked where the database locks rows: SQLite has one
    writer at a time."""
    rows = typed.filter(project__in=project_ids)
    return {place_of(row): row for row in rows.select_for_update(no_key=True)}


def is_older(cell: TypedText, row: TypedCell) -> bool:
    return row.client == cell.client and row.number >= cell.number


def is_of_another_page(cell: TypedText, row: TypedCell) -> bool:
    """Whether the kept text is one that the page has not shown. What was typed and taken back is
    what the box shows."""
    is_shown = row.mark == cell.upon or row.text in (cell.text, cell.base_text)
    return row.client != cell.client and not is_shown


def own_conflict(cell: TypedText, row: TypedCell, by: User) -> Conflict:
    return Conflict(
        cell, row.text, row.base_version, by.name, row.kept_at, is_own=True, mark=row.mark
    )


def _conflict(cell: TypedText, entry: MonthlyEntry | None, columns: Columns) -> Conflict:
    shown = box_of(entry, cell.field, columns)
    if entry is None:
        return Conflict(cell, shown, None)
    return Conflict(cell, shown, entry.version, is_sent=not entry.is_editable)


def _row(
    unit: Unit,
    period: ReportingPeriod,
    by: User,
    hand: Hand,
    cell: TypedText,
    at: datetime.datetime,
) -> TypedCell:
    return TypedCell(
        person=by,
        period=period,
        unit=unit,
        hand=hand,
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
    """Raises CameBetween where the row is no longer as it was read."""
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
        raise CameBetween


def signed(conflicts: Iterable[Conflict], entries: Mapping[int, MonthlyEntry]) -> list[Conflict]:
    """With who has changed the cell, and when. A query or two each: conflicts are rare."""
    signed = []
    for conflict in conflicts:
        entry = entries.get(conflict.typed.project_id)
        hand = last_hand(entry.pk, conflict.typed.field) if entry and not conflict.is_own else None
        signed.append(replace(conflict, who=hand[0], at=hand[1]) if hand else conflict)
    return signed


def require_reporter(unit: Unit, by: User) -> None:
    if not may(by, "entry.enter", unit):
        raise NotAllowed("只有项目的填报单位可以填报")


def require_hand(unit: Unit, by: User, hand: Hand) -> None:
    if hand is Hand.UNIT:
        require_reporter(unit, by)
    elif not may(by, "entry.enter", unit.own_county, answer=ON_BEHALF):
        raise NotAllowed("只有审核员和审定员可以代填")


def _require_projects(unit: Unit, period: ReportingPeriod, project_ids: set[int]) -> None:
    answering = reporters_beside(unit).answering_for(period.as_month.last_day)
    if any(answering.get(project) != unit.pk for project in project_ids):
        raise NotAllowed("有的项目不由本单位填报")


def require_same_reporters(unit: Unit, read: Reporters) -> None:
    """Raises CameBetween where the reporters of the unit's projects are not as they were read."""
    if reporters_beside(unit) != read:
        raise CameBetween
