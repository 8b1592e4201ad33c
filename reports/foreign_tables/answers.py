"""What a person says of a match: lists, fields, rows, as a form sends them, put into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from measures.money import WAN
from reports.foreign_tables.field import Kind
from reports.foreign_tables.fields import FIELDS
from reports.foreign_tables.match import (
    CONSTANT,
    ColumnMatch,
    FormMatch,
    RowKind,
    RowMatch,
    TableMatch,
)

Place = tuple[int, int]
"""The number of a table in its form, and a column or a row of it."""


@dataclass(frozen=True)
class Answers:
    """``lists`` by the number of the table; ``fields`` are keys of FIELDS, CONSTANT, or "" of what
    stays empty; ``rows`` say projects by id, or groups and cuts, "" of what stays empty. What is
    not answered stays as it was proposed."""

    lists: Mapping[int, str] = field(default_factory=dict)
    fields: Mapping[Place, str] = field(default_factory=dict)
    constants: Mapping[Place, str] = field(default_factory=dict)
    units: Mapping[Place, int] = field(default_factory=dict)
    rows: Mapping[Place, str] = field(default_factory=dict)

    def changes_lists(self, match: FormMatch) -> bool:
        return self.lists_for(match) != [table.list_key for table in match.tables]

    def lists_for(self, match: FormMatch) -> list[str]:
        return [self.lists.get(number, table.list_key) for number, table in enumerate(match.tables)]


def answered(match: FormMatch, answers: Answers) -> FormMatch:
    """The match as the person says it, without a doubt."""
    tables = (_table(number, table, answers) for number, table in enumerate(match.tables))
    return FormMatch(tuple(tables)).without_doubts()


def _table(number: int, table: TableMatch, answers: Answers) -> TableMatch:
    return replace(
        table,
        columns=tuple(_column(number, each, answers) for each in table.columns),
        rows=tuple(_row(number, each, answers) for each in table.rows),
    )


def _column(number: int, column: ColumnMatch, answers: Answers) -> ColumnMatch:
    place = number, column.at
    chosen = answers.fields.get(place, column.field)
    constant = answers.constants.get(place, column.constant).strip()
    is_constant = chosen == CONSTANT and bool(constant)
    known = chosen if chosen in FIELDS else ""
    unit = 0
    if known and FIELDS[known].kind is Kind.MONEY:
        unit = answers.units.get(place, column.unit) or WAN
    return replace(
        column,
        field=CONSTANT if is_constant else known,
        constant=constant if is_constant else "",
        unit=unit,
    )


def _row(number: int, row: RowMatch, answers: Answers) -> RowMatch:
    chosen = answers.rows.get((number, row.at))
    if chosen is None or row.kind == RowKind.TOTAL:
        return row
    if row.kind == RowKind.PROJECT:
        return replace(row, project=int(chosen) if chosen else None)
    return replace(row, narrowing=chosen)
