"""The rows of a figure as a workbook."""

import datetime
from dataclasses import replace
from fractions import Fraction

from figures.figure import Row as FactRow
from figures.rows_page import RowsPage, titled
from figures.subject import Column as FactColumn
from figures.subject import Subject
from figures.subject import Value as FactValue
from figures.units import MONEY, RATE
from figures.words import reckoned_in_words, with_unit
from investment.basis import Basis
from measures.rounding import NO_VALUE
from workbooks.writing import Column, Row, Value, write_table

SERIAL = Column("序号", "integer")


def rows_workbook(page: RowsPage[FactRow]) -> bytes:
    """The rows in the order of the page, with the totals that equal the figure."""
    subject = page.subject
    rows = [
        Row([number, *row_values(subject, row)]) for number, row in enumerate(page.rows, start=1)
    ]
    rows.append(_total(page))
    columns = [SERIAL, *file_columns(subject, page.basis)]
    if page.explanation.counted_as:
        columns.append(Column(page.explanation.counted_as, width=14))
        marks = _marks(page)
        rows = [Row([*r.values, mark], r.style) for r, mark in zip(rows, marks, strict=True)]
    return write_table(
        f"{page.facts.cut_off.heading} {page.title}",
        columns,
        rows,
        sheet=page.figure.key,
        unit=unit_words(subject),
        subtitle=f"{page.scope}　{with_unit(page.figure)}",
        notes=_notes(page),
    )


def file_columns(subject: Subject[FactRow], basis: Basis = Basis.VERIFIED) -> list[Column]:
    """``basis``: by whose numbers the rows are."""
    return [
        replace(_column(each), title=titled(each, basis).replace("{month}月", "本月"))
        for each in subject.columns
    ]


def row_values(subject: Subject[FactRow], row: FactRow) -> list[Value]:
    """A row's cells in the order of the columns; where there is no value, why."""
    return [_value(column, row) for column in subject.columns]


def unit_words(subject: Subject[FactRow]) -> str:
    """What the columns count in, but for those whose titles say it: 万元."""
    counted = [(column.title, column.unit.label) for column in subject.columns if column.unit]
    return "、".join(dict.fromkeys(label for title, label in counted if label not in title))


def _column(column: FactColumn[FactRow]) -> Column:
    unit = column.unit
    if unit is None:
        return Column(column.title, "date" if column.is_day else "text", column.width)
    if unit == MONEY:
        return Column(column.title, "wan", column.width)
    kind = "percent" if unit == RATE else "decimal" if unit.digits else "integer"
    return Column(
        column.title, "points" if unit.is_signed else kind, column.width, digits=unit.digits
    )


def _value(column: FactColumn[FactRow], row: FactRow) -> Value:
    value = column.value(row)
    if value is None and column.missing is not None:
        return column.missing(row) or None
    return written(column, value)


def written(column: FactColumn[FactRow], value: FactValue) -> Value:
    """Yuan and rates as they are kept, which the workbook's writer turns into 万元 and per cent;
    other numbers in their unit."""
    unit = column.unit
    if unit in (None, MONEY, RATE) or value is None or isinstance(value, str | datetime.date):
        return value
    assert unit is not None
    return value if unit.one == 1 else Fraction(value) / unit.one


def _total(page: RowsPage[FactRow]) -> Row:
    totals: list[Value] = [
        "" if column.total is None else written(column, column.total_of(page.rows))
        for column in page.subject.columns
    ]
    totals[0] = f"合计（{len(page.rows)}{page.subject.noun.unit.label}）"
    return Row([None, *totals], "total")


def _marks(page: RowsPage[FactRow]) -> list[str]:
    """Which rows are in the upper term of a share, and under them how many."""
    counted = page.counted
    marks = ["计入" if id(row) in counted else NO_VALUE for row in page.rows]
    return [*marks, f"{len(counted)}{page.subject.noun.unit.label}"]


def _notes(page: RowsPage[FactRow]) -> list[str]:
    reckoned = reckoned_in_words(page.figure, page.explanation)
    told = "；".join(words for _, words in page.about)
    return [f"{page.title}：{with_unit(page.figure)}；{reckoned}", *([told] if told else [])]
