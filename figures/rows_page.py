"""The page of a figure's rows: what it is, how it was computed, and every row behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic

from figures.book import Book
from figures.figure import Figure, Row
from figures.subject import Cell, Column, Subject, Table, Value
from figures.units import MONEY
from figures.words import Explanation, explain, key_in_words, spoken
from investment.basis import Basis
from measures.rounding import NO_VALUE


@dataclass(frozen=True)
class Head:
    """A column's title on the page; ``key`` sorts by it, "" where nothing does."""

    title: str
    unit: str
    key: str
    css: str


@dataclass(frozen=True)
class RowsPage(Generic[Row]):
    """``rows`` in the order asked for; ``scope`` names the unit or part of the county shown."""

    subject: Subject[Row]
    figure: Figure[Row]
    facts: Table[Row]
    rows: tuple[Row, ...]
    explanation: Explanation[Row]
    scope: str
    sort: str

    @property
    def title(self) -> str:
        return " · ".join(key_in_words(self.figure.key, self.subject.whole))

    @property
    def heading(self) -> str:
        """What the figure is, in words."""
        return spoken(self.figure.key, self.subject.whole)

    @property
    def name(self) -> str:
        return "".join(key_in_words(self.figure.key, self.subject.whole))

    @property
    def key_start(self) -> str:
        """The list or the subject that the figure's key begins with."""
        return self.figure.key.partition(".")[0]

    @property
    def basis(self) -> Basis:
        return self.facts.reckoning.basis

    @property
    def has_money(self) -> bool:
        return any(column.unit == MONEY for column in self.columns)

    @property
    def nothing(self) -> str:
        """What stands in place of the table where the figure has no rows."""
        return f"没有符合的{self.subject.noun.word}"

    @property
    def about(self) -> list[tuple[str, str]]:
        return self.subject.about(self.rows)

    @property
    def columns(self) -> list[Column[Row]]:
        return [column for column in self.subject.columns if column.on_page]

    @property
    def heads(self) -> list[Head]:
        """Of the columns, and behind the first two, where the figure is a share, which rows are
        counted."""
        heads = [_head(column, self.facts.month.month, self.basis) for column in self.columns]
        if self.explanation.counted_as:
            heads.insert(MARKED_AT, Head(self.explanation.counted_as, "", "", "center"))
        return heads

    def lines(self, rows: Sequence[Row]) -> list[list[tuple[str, Cell]]]:
        """The cells of each row with their classes."""
        counted = self.counted
        return [self._line(row, id(row) in counted) for row in rows]

    @property
    def foot(self) -> list[tuple[str, str]]:
        """The columns over all rows, so that they equal the figure, with their classes."""
        cells = [
            (_css(column), column.text(column.total_of(self.rows)) if column.total else "")
            for column in self.columns
        ]
        cells[0] = (cells[0][0], f"合计 {len(self.rows)} {self.subject.noun.unit.label}")
        if self.explanation.counted_as:
            cells.insert(MARKED_AT, ("center", str(len(self.explanation.counted))))
        return cells

    def total(self, key: str) -> Value:
        """What the column of this key comes to over the rows."""
        (column,) = [each for each in self.subject.columns if each.key == key]
        return column.total_of(self.rows)

    @property
    def counted(self) -> set[int]:
        """The rows, by their identity, in the upper term of a share."""
        return {id(row) for row in self.explanation.counted}

    def _line(self, row: Row, is_counted: bool) -> list[tuple[str, Cell]]:
        cells = [(_css(column), column.shown(row)) for column in self.columns]
        if self.explanation.counted_as:
            mark = Cell("计入") if is_counted else Cell(NO_VALUE, is_muted=True)
            cells.insert(MARKED_AT, ("center", mark))
        return cells


# Behind the name of a row and the unit that reports it.
MARKED_AT = 2


def rows_page(book: Book[Row], key: str, *, scope: str, sort: str = "") -> RowsPage[Row]:
    """Raises UnknownFigure, PartsDoNotAddUp."""
    figure, subject = book[key], book.subject
    asked = figure.indicator.name if figure.indicator else ""
    if asked not in subject.indicators and asked in book.own:
        own = book.own[asked].column
        subject = replace(subject, columns=(*subject.columns, own))
    return RowsPage(
        subject=subject,
        figure=figure,
        facts=book.facts,
        rows=sorted_rows(subject, figure.rows, sort),
        explanation=explain(figure, book.subject.noun.word),
        scope=scope,
        sort=sort,
    )


def sorted_rows(subject: Subject[Row], rows: tuple[Row, ...], sort: str) -> tuple[Row, ...]:
    """By a column's key, a leading minus for falling, what is not known last; as the figure has
    them otherwise."""
    key = sort.removeprefix("-")
    column = next((each for each in subject.columns if key and each.key == key), None)
    if column is None:
        return rows
    by: Callable[[Row], Any] = column.order or column.value
    known = [row for row in rows if by(row) is not None]
    unknown = [row for row in rows if by(row) is None]
    return (*sorted(known, key=by, reverse=sort.startswith("-")), *unknown)


def _head(column: Column[Row], month: int, basis: Basis) -> Head:
    title = titled(column, basis, column.head).format(month=month)
    return Head(title, _unit_label(column), column.key, _css(column))


def titled(column: Column[Row], basis: Basis, head: str = "") -> str:
    """The title, or the ``head``, of a column; of one by whose numbers (累计完成（上报数）), where
    they are not the usual ones."""
    title = head or column.title
    if column.recognised and basis is Basis.RECOGNISED:
        return column.recognised
    if not column.is_by_basis or basis is Basis.VERIFIED:
        return title
    return f"{title}（{basis.words}）"


def _unit_label(column: Column[Row]) -> str:
    """Money has its unit above the table."""
    return "" if column.unit is None or column.unit == MONEY else column.unit.label


def _css(column: Column[Row]) -> str:
    return "num" if column.unit is not None else column.css
