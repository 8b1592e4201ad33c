"""The empty rows of a form made as many as its lines ask for."""

from collections.abc import Sequence
from dataclasses import dataclass

from figures.figure import by_unit
from figures.plan_fact import PlanFact
from reports.foreign_tables.match import Room
from workbooks.editing.areas import over_block
from workbooks.editing.inserting import insert_rows
from workbooks.editing.package import EditedWorkbook


@dataclass(frozen=True)
class LineRow:
    """A row of one project, with its number among those of its unit or room."""

    at: int
    row: PlanFact
    serial: int


@dataclass(frozen=True)
class SubtotalRow:
    at: int
    rows: tuple[PlanFact, ...]


@dataclass(frozen=True)
class Laid:
    """A room as it was laid out, and how many rows were put in before ``last`` of the blank."""

    room: Room
    lines: tuple[LineRow, ...]
    subtotals: tuple[SubtotalRow, ...]
    added: int

    @property
    def rows(self) -> tuple[PlanFact, ...]:
        return tuple(line.row for line in self.lines)


def lay_out(book: EditedWorkbook, sheet: str, room: Room, rows: Sequence[PlanFact]) -> Laid:
    """Make the room as large as its rows ask for. Rooms of a sheet are laid out from the last to
    the first, so that each stands where the blank has it; where its rows end up is for the caller
    to say."""
    ordered = sorted(rows, key=lambda row: row.position)
    if room.subtotal is None:
        lines = tuple(
            LineRow(room.first + number, row, number + 1) for number, row in enumerate(ordered)
        )
        added = _enlarge(book, sheet, room, len(lines))
        return Laid(room, lines, (), added)
    found: list[LineRow] = []
    subtotals: list[SubtotalRow] = []
    at = room.subtotal
    for own in by_unit(ordered).values():
        subtotals.append(SubtotalRow(at, tuple(own)))
        for serial, row in enumerate(own, start=1):
            found.append(LineRow(at + serial, row, serial))
        at += len(own) + 1
    added = _enlarge(book, sheet, room, at - room.first)
    _make_subtotals(book, sheet, room, subtotals, added)
    return Laid(room, tuple(found), tuple(subtotals), added)


def _enlarge(book: EditedWorkbook, sheet: str, room: Room, needed: int) -> int:
    added = max(0, needed - (room.last - room.first + 1))
    if added:
        insert_rows(book, sheet, room.last, added, room.first)
    return added


def _make_subtotals(
    book: EditedWorkbook, name: str, room: Room, subtotals: Sequence[SubtotalRow], added: int
) -> None:
    """Each unit's row like the pattern, with formulas over the unit's own rows."""
    sheet = book.sheet(name)
    pattern = room.subtotal
    assert pattern is not None
    formulas = list(sheet.formulas_of(pattern))
    end = room.last + added
    for subtotal in subtotals:
        if subtotal.at != pattern:
            sheet.copy_row(pattern, subtotal.at)
        block_end = subtotal.at + len(subtotal.rows)
        for column, formula in formulas:
            moved = over_block(formula, pattern + 1, end + 1, subtotal.at + 1, block_end + 1)
            sheet.set_formula(subtotal.at, column, moved)
