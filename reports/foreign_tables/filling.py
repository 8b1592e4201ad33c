"""A blank filled from the facts of a cut-off: values written, what is not known marked, what
changed since the month before marked otherwise."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from figures.book import FigureBook
from figures.facts import Facts
from figures.keys import UnknownFigure
from figures.plan_fact import PlanFact
from measures.rounding import plain
from projects.models import Project
from reports.foreign_tables import values
from reports.foreign_tables.field import EMPTY, Field, FieldLine, Kind
from reports.foreign_tables.fields import FIELDS
from reports.foreign_tables.filled import FilledBlank, FilledCell, counted
from reports.foreign_tables.match import (
    ColumnMatch,
    FormMatch,
    RowKind,
    RowMatch,
    TableMatch,
)
from reports.foreign_tables.places import joined
from reports.foreign_tables.rooms import Laid, lay_out
from reports.foreign_tables.values import Value
from workbooks.editing.package import EditedWorkbook

UNKNOWN_COLOUR, CHANGED_COLOUR = "FFFF00", "BDD7EE"
"""Yellow for what the county cannot fill, light blue for what changed."""

NOT_KNOWN, NO_SOURCE = "县里没有这项数据", "没有数据来源"
NOT_ALLOWED, NOT_LISTED, NOT_MATCHED = "表内规定的取值里没有", "截止日不在清单上", "没有对上"

_EMPTY_COUNT = re.compile(r"[（(]个[）)]")
_NO_NAME = re.compile(r"^[（(][^（()）]*[）)]")
_MONTH_IN_HEAD = re.compile(r"(1[\s　]*[-—–－~～]+)[\s　]+(?=月)")


@dataclass(frozen=True)
class TableFilling:
    content: bytes
    filled: FilledBlank


@dataclass(frozen=True)
class _Row:
    """A row to be filled; its ``key`` is the same in every month."""

    at: int
    key: str
    label: str


def fill_form(
    blank: bytes,
    match: FormMatch,
    facts: Facts,
    projects: Mapping[int, Project],
    before: FilledBlank,
) -> TableFilling:
    """``projects`` are those of the facts' lines, by id, as they were at the cut-off; ``before`` is
    what the month before wrote, empty where there was none."""
    filler = _Filler(blank, facts, projects, before)
    for number, table in sorted(enumerate(match.tables), key=lambda each: -each[1].first_row):
        filler.lay_out(number, table)
    for number, table in enumerate(match.tables):
        filler.fill(number, table)
    return TableFilling(
        filler.book.saved(), FilledBlank(tuple(filler.cells), counted(filler.marks))
    )


class _Filler:
    def __init__(
        self, blank: bytes, facts: Facts, projects: Mapping[int, Project], before: FilledBlank
    ) -> None:
        self.book = EditedWorkbook(blank)
        self.cells: list[FilledCell] = []
        self.marks: list[tuple[str, str]] = []
        self._facts, self._projects = facts, projects
        self._figures = FigureBook(facts)
        self._before = before.by_key
        self._laid: dict[str, list[Laid]] = {}
        self._of_table: dict[int, list[Laid]] = {}

    # --- Rows ------------------------------------------------------------------------------

    def lay_out(self, number: int, table: TableMatch) -> None:
        if table.sheet not in self._laid:
            self.book.sheet(table.sheet).forget_results()
            self._laid[table.sheet] = []
        own = self._of_table.setdefault(number, [])
        for room in reversed(table.rooms):
            rows = self._lines(table.list_key, room.narrowing)
            laid = lay_out(self.book, table.sheet, room, rows)
            self._laid[table.sheet].append(laid)
            own.insert(0, laid)

    def _now(self, table: TableMatch, at: int) -> int:
        """Where a row of the blank stands since rows were put in above it."""
        return at + sum(laid.added for laid in self._laid[table.sheet] if laid.room.last <= at)

    def _moved(self, table: TableMatch, laid: Laid) -> int:
        """By how much a room's rows were moved by rooms above it."""
        above = (each for each in self._laid[table.sheet] if each.room.last < laid.room.first)
        return sum(each.added for each in above)

    def _lines(self, key: str, narrowing: str) -> tuple[PlanFact, ...]:
        try:
            return self._figures[f"{key}.{narrowing}.项目数"].rows
        except UnknownFigure:
            return ()

    # --- Tables ----------------------------------------------------------------------------

    def fill(self, number: int, table: TableMatch) -> None:
        self._tell_month(table)
        by_project = {row.project_id: row for row in self._facts.of_list(table.list_key)}
        for row in table.rows:
            self._fill_printed(number, table, row, by_project)
        for laid in self._of_table[number]:
            self._fill_room(number, table, laid)

    def _fill_printed(
        self, number: int, table: TableMatch, match: RowMatch, by_project: Mapping[int, PlanFact]
    ) -> None:
        at = self._now(table, match.at)
        label = "".join(match.label.split())
        if match.kind == RowKind.PROJECT:
            row = _Row(at, f"{number}|p{match.project}", label)
            fact = by_project.get(match.project or 0)
            if fact is None:
                why = NOT_LISTED if match.project else NOT_MATCHED
                self._leave(table, row, why)
            else:
                self._fill_line(table, row, self._line(fact, 0))
        elif match.kind == RowKind.TOTAL:
            projects = self._rows_between(number, table, match, by_project)
            if table.is_of_projects:
                self._tell_count(table, at, len(projects))
            row = _Row(at, f"{number}|t{match.at}", label)
            self._fill_total(table, row, projects, match)
        else:
            self._fill_figures(table, _Row(at, f"{number}|f{match.at}", label), match)

    def _rows_between(
        self, number: int, table: TableMatch, total: RowMatch, by_project: Mapping[int, PlanFact]
    ) -> list[PlanFact]:
        found = [
            by_project[row.project]
            for row in table.rows
            if total.first <= row.at <= total.last and row.project and row.project in by_project
        ]
        for laid in self._of_table[number]:
            if total.first <= laid.room.first <= total.last:
                found += laid.rows
        return found

    def _rows_in_column(
        self, table: TableMatch, total: RowMatch, column: ColumnMatch
    ) -> list[PlanFact]:
        """What the rows of figures between two rows stand on, each line once; 其中 is of another
        row that is there."""
        found: dict[int, PlanFact] = {}
        for row in table.rows:
            is_own = row.kind == RowKind.FIGURE and row.narrowing and not row.is_among
            if is_own and total.first <= row.at <= total.last:
                place = joined(row.narrowing, column.narrowing)
                lines = self._lines(table.list_key, place) if place else ()
                found |= {line.item_id: line for line in lines}
        return list(found.values())

    def _fill_room(self, number: int, table: TableMatch, laid: Laid) -> None:
        moved = self._moved(table, laid)
        for subtotal in laid.subtotals:
            at, unit = subtotal.at + moved, subtotal.rows[0]
            self._tell_count(table, at, len(subtotal.rows), unit.unit_name)
            row = _Row(at, f"{number}|u{unit.unit_id}", f"{unit.unit_name}小计")
            self._fill_total(table, row, subtotal.rows, None)
        for line in laid.lines:
            name = line.row.project_name
            row = _Row(line.at + moved, f"{number}|p{line.row.project_id}", name)
            self._fill_line(table, row, self._line(line.row, line.serial))

    def _line(self, fact: PlanFact, serial: int) -> FieldLine:
        return FieldLine(fact, self._projects[fact.project_id], serial)

    # --- Cells -----------------------------------------------------------------------------

    def _fill_line(self, table: TableMatch, row: _Row, line: FieldLine) -> None:
        for column in table.columns:
            field = FIELDS.get(column.field)
            value: Value = column.constant or None
            if field is not None:
                value = values.of_line(self._figures, field, line)
            self._put(table, row, column, field, value)

    def _fill_total(
        self, table: TableMatch, row: _Row, projects: Sequence[PlanFact], total: RowMatch | None
    ) -> None:
        for column in table.columns:
            field = FIELDS.get(column.field)
            if field is None or not (field.indicator or field.kind is Kind.MONEY):
                continue
            rows = projects
            if total is not None and not table.is_of_projects:
                rows = self._rows_in_column(table, total, column)
            value = values.of_rows(self._figures, field, rows)
            if self.book.sheet(table.sheet).formula(row.at, column.at) is None:
                self._put(table, row, column, field, value)
            else:
                self._tell_result(table, row, column, field, value)

    def _tell_result(
        self, table: TableMatch, row: _Row, column: ColumnMatch, field: Field, value: Value
    ) -> None:
        """What the formula of a total gives over the rows that it stands for."""
        sheet = self.book.sheet(table.sheet)
        style = sheet.style(row.at, column.at)
        told = values.result(value, field.kind, column.unit, style, self.book.styles)
        sheet.set_result(row.at, column.at, told)

    def _fill_figures(self, table: TableMatch, row: _Row, match: RowMatch) -> None:
        if not match.narrowing:
            self._leave(table, row, NOT_MATCHED)
            return
        for column in table.columns:
            if column.at == table.label_at or column.field == "serial":
                continue
            field = FIELDS.get(column.field)
            value: Value = column.constant or None
            if field is not None and field.indicator:
                place = joined(match.narrowing, column.narrowing)
                value = EMPTY
                if place is not None:
                    value = values.of_figure(self._figures, table.list_key, place, field)
            self._put(table, row, column, field, value)

    def _leave(self, table: TableMatch, row: _Row, why: str) -> None:
        for column in table.columns:
            if column.field != "serial":
                self._mark_unknown(table, row, column, why)

    def _put(
        self, table: TableMatch, row: _Row, column: ColumnMatch, field: Field | None, value: Value
    ) -> None:
        sheet = self.book.sheet(table.sheet)
        key = f"{row.key}|{column.at}"
        if value == EMPTY:
            self._mark_changed(table, row, column, key, "")
            return
        if value is None:
            why = NOT_KNOWN if column.field else NO_SOURCE
            self._mark_unknown(table, row, column, why)
            return
        if not sheet.is_free(row.at, column.at):
            return
        style = sheet.style(row.at, column.at)
        kind = field.kind if field else Kind.TEXT
        written = values.written(
            value, kind, column.unit, style, self.book.styles, self.book.starts_in_1904
        )
        if not self.book.checks(table.sheet).allow(row.at, column.at, written):
            self._mark_unknown(table, row, column, NOT_ALLOWED)
            return
        sheet.write(row.at, column.at, written)
        shown = written if isinstance(written, str) else plain(written, trim=True)
        self.cells.append(FilledCell(key, row.label, column.title, shown))
        self._mark_changed(table, row, column, key, shown)

    def _mark_changed(
        self, table: TableMatch, row: _Row, column: ColumnMatch, key: str, shown: str
    ) -> None:
        if self._before and self._before.get(key, "") != shown:
            self._colour(table, row, column, CHANGED_COLOUR)

    def _mark_unknown(self, table: TableMatch, row: _Row, column: ColumnMatch, why: str) -> None:
        sheet = self.book.sheet(table.sheet)
        if not sheet.is_free(row.at, column.at):
            return
        self._colour(table, row, column, UNKNOWN_COLOUR)
        self.marks.append((column.title, why))

    def _colour(self, table: TableMatch, row: _Row, column: ColumnMatch, colour: str) -> None:
        sheet = self.book.sheet(table.sheet)
        style = self.book.styles.with_fill(sheet.style(row.at, column.at), colour)
        sheet.set_style(row.at, column.at, style)

    # --- Words of the form -----------------------------------------------------------------

    def _tell_count(self, table: TableMatch, at: int, count: int, unit: str = "") -> None:
        """The number that a label leaves room for, and the unit whose subtotal it is."""
        sheet = self.book.sheet(table.sheet)
        for column in range(table.label_at + 1):
            label = "".join(sheet.text(at, column).split())
            if not label:
                continue
            told = _EMPTY_COUNT.sub(f"（{count}个）", label)
            if unit:
                told = unit + _NO_NAME.sub("", told)
            if told != label:
                sheet.write(at, column, told)
            return

    def _tell_month(self, table: TableMatch) -> None:
        """The month that a head leaves room for: 1—  月累计完成."""
        sheet = self.book.sheet(table.sheet)
        first, last = self._now(table, table.first_row), self._now(table, table.head_end)
        for at in range(first, last + 1):
            for column in range(sheet.width):
                text = sheet.text(at, column)
                told = _MONTH_IN_HEAD.sub(rf"\g<1>{self._facts.month.month}", text)
                if told != text:
                    sheet.write(at, column, told)


__all__ = ["CHANGED_COLOUR", "UNKNOWN_COLOUR", "TableFilling", "fill_form"]
