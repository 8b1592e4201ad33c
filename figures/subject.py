"""What a subject is: rows of one kind, and everything that is asked of them.

Its indicators give figures by name (``figures.book``), its columns a page of the rows behind each
and a workbook of them (``figures.rows_page``, ``figures.writers``). ``figures.subjects`` lists the
subjects there are; a new one is a new ``Subject``.
"""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Protocol, Self, TypeVar

from accounts.models import Unit, User
from accounts.rights import reads_county, reporting_unit_ids
from accounts.trail.unwinding import AsKnown
from figures.cuts import Cut
from figures.figure import Indicator, Row
from figures.lights import Light
from figures.months import months_with_figures
from figures.reckoning import USUAL, Reckoning
from figures.units import COUNT, FigureUnit, Number
from investment.models import PaceKind
from measures.months import CutOff, Month
from measures.rounding import NO_VALUE

Row_co = TypeVar("Row_co", covariant=True)
Partitions = tuple[tuple[str, tuple[str, ...]], ...]
Value = str | Number | datetime.date | None


class Table(Protocol[Row_co]):
    """The facts of a subject in ``county`` through ``month``. ``keys`` are what a figure's key may
    begin with: lists, or the subject's name."""

    @property
    def county(self) -> Unit: ...

    @property
    def month(self) -> Month: ...

    @property
    def cut_off(self) -> CutOff: ...

    @property
    def rows(self) -> tuple[Row_co, ...]: ...

    @property
    def keys(self) -> Sequence[str]: ...

    def has(self, start: str) -> bool:
        """Whether a key may begin so: also with a set of its lists."""
        ...

    def of_list(self, key: str) -> Sequence[Row_co]: ...

    def of_units(self, unit_ids: Collection[int]) -> Self: ...

    @property
    def is_whole(self) -> bool:
        """Whether it is all of its county, so that a share of it, or a place in it, says so."""
        ...

    def at(self, month: Month) -> Self | None:
        """The same of another month, as far as it is seen here; None where none is asked."""
        ...

    @property
    def reckoning(self) -> Reckoning:
        """By whose numbers and by which pace."""
        ...

    def reckoned(self, reckoning: Reckoning) -> Self | None:
        """The same rows reckoned so; None where that is not asked of the subject."""
        ...

    def paces_told(self, start: str) -> Sequence[PaceKind]:
        """The kinds of pace that may be chosen for what a key begins with."""
        ...


@dataclass(frozen=True)
class Topic(Generic[Row]):
    """The facts of a subject whose keys begin with its name."""

    name: str
    county: Unit
    month: Month
    rows: tuple[Row, ...]
    is_whole: bool = True

    @property
    def cut_off(self) -> CutOff:
        return CutOff(self.month)

    @property
    def keys(self) -> Sequence[str]:
        return [self.name]

    def has(self, start: str) -> bool:
        return start == self.name

    def of_list(self, key: str) -> Sequence[Row]:
        return self.rows

    def of_units(self, unit_ids: Collection[int]) -> Self:
        rows = tuple(row for row in self.rows if row.unit_id in unit_ids)
        return replace(self, rows=rows, is_whole=len(rows) == len(self.rows))

    def at(self, month: Month) -> Self | None:
        return None

    @property
    def reckoning(self) -> Reckoning:
        return USUAL

    def reckoned(self, reckoning: Reckoning) -> Self | None:
        return None

    def paces_told(self, start: str) -> Sequence[PaceKind]:
        return ()


@dataclass(frozen=True)
class Cell:
    """What a page shows of one value. ``sub`` stands small below it; ``badge`` is a state and its
    word of components/badge.html, in place of the text."""

    text: str
    href: str = ""
    sub: str = ""
    is_muted: bool = False
    light: Light | None = None
    badge: tuple[str, str] | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is its text alone, as most are."""
        return not (self.href or self.sub or self.is_muted or self.light or self.badge)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column of the page of rows and of its workbook. ``value`` is text, a day, or a number of
    ``unit``; where there is none, ``missing`` says why. ``key`` is its name in ?sort=, where it
    sorts, by its value or by ``order``. ``total`` is the foot over all rows shown. On the page its
    title is ``head``, its unit beside it, and ``cell`` what it shows where that is more than the
    value; ``is_day`` is of dates. One that is not ``on_page`` stands in the workbook alone.
    ``is_by_basis``: its numbers are another's by 上报数 and by 上级认定数, and its title says so;
    ``recognised`` is its title by 上级认定数, where that is another."""

    title: str
    value: Callable[[Row], Value]
    unit: FigureUnit | None = None
    key: str = ""
    order: Callable[[Row], Any] | None = None
    total: Callable[[Sequence[Row]], Value] | None = None
    missing: Callable[[Row], str] | None = None
    head: str = ""
    cell: Callable[[Row], Cell] | None = None
    css: str = ""
    width: int | None = None
    is_day: bool = False
    on_page: bool = True
    is_by_basis: bool = False
    recognised: str = ""

    def shown(self, row: Row) -> Cell:
        if self.cell is not None:
            return self.cell(row)
        value = self.value(row)
        if value is None and self.missing is not None and (why := self.missing(row)):
            return Cell(why, is_muted=True)
        return Cell(self.text(value))

    def total_of(self, rows: Sequence[Row]) -> Value:
        """The foot over ``rows``; None where it has none, and where no row has a value to add."""
        if self.total is None or (rows and all(self.value(row) is None for row in rows)):
            return None
        return self.total(rows)

    def text(self, value: Value) -> str:
        if value is None or isinstance(value, str | datetime.date):
            return NO_VALUE if value is None else str(value)
        return str(value) if self.unit is None else self.unit.in_cell(value)


@dataclass(frozen=True)
class OwnIndicator(Generic[Row]):
    """An indicator of the county's own, and the column of its page of rows."""

    indicator: Indicator[Row]
    column: Column[Row]


@dataclass(frozen=True)
class Noun:
    """What one row is called: 项目, counted in 个."""

    word: str = "项目"
    unit: FigureUnit = COUNT

    def count(self, number: int) -> str:
        return f"{number}{self.unit.label}{self.word}"


def _everywhere(group: str, indicator: str) -> bool:
    return True


def _silent(rows: Sequence[object]) -> list[tuple[str, str]]:
    return []


def _nothing_to_add(facts: "Table[Any]", start: str) -> Partitions:
    return ()


def _none_of_its_own(table: "Table[Any]") -> "Mapping[str, OwnIndicator[Any]]":
    return {}


def _always(rows: Sequence[object]) -> bool:
    return True


def _complete(rows: Sequence[object]) -> str:
    return ""


def _of_list(table: Table[Row], key: str, is_at_first: bool) -> Sequence[Row]:
    return table.of_list(key)


def of_county_or_own(user: User, table: Table[Row]) -> Table[Row]:
    """All for who reads the county; for others the rows of the units they report for."""
    if reads_county(user, table.county):
        return table
    return table.of_units(reporting_unit_ids(user))


@dataclass(frozen=True)
class Subject(Generic[Row]):
    """``load`` reads the table of a county at a month, by what is known on a day; ``load_on`` at a
    cut-off that may be any day, as it is known or as the trail knew it at a moment: None of a
    subject of which that is not asked. ``groups`` are the sets a figure is taken over, by name, and
    ``whole`` the one that takes all. ``partitions`` are what must add up in a list: a whole, and
    the parts that take each row once. ``seen`` narrows a table to what a user may see, ``months``
    are those that have one. ``applies`` says whether a group has an indicator, ``about`` what the
    page says of rows: label and words, and ``partial`` what of rows is reported, where not all is.
    ``lines`` are the rows of a list over which an indicator is taken, or one of the year's
    beginning (``is_at_first``). ``cuts`` are what they are parted by, by name, and ``flags`` the
    rows that a key may name alone. Those of ``reported`` rest on what the month reports, and
    ``is_reported`` says whether it reports anything of rows.
    ``page`` is the name of its own address by month, "" where it has none, and ``rows_a_page`` how
    many rows a page shows, all where None. ``is_reckoned``: by one of several numbers, and a pace
    (``figures.reckoning``). ``own`` are the indicators by name that a county made itself: asked
    for only where a key names none of the subject's."""

    name: str
    load: Callable[[Unit, Month, datetime.date], Table[Row]]
    columns: tuple[Column[Row], ...]
    indicators: Mapping[str, Indicator[Row]]
    groups: Callable[[Table[Row]], Mapping[str, Callable[[Row], bool]]]
    load_on: Callable[[Unit, datetime.date, AsKnown | None], Table[Row]] | None = None
    partitions: Callable[[Table[Row], str], Partitions] = _nothing_to_add
    whole: str = "全部"
    noun: Noun = Noun()
    applies: Callable[[str, str], bool] = _everywhere
    seen: Callable[[User, Table[Row]], Table[Row]] = of_county_or_own
    months: Callable[[Unit], Collection[Month]] = months_with_figures
    about: Callable[[Sequence[Row]], list[tuple[str, str]]] = _silent
    partial: Callable[[Sequence[Row]], str] = _complete
    lines: Callable[[Table[Row], str, bool], Sequence[Row]] = _of_list
    cuts: Mapping[str, Cut[Row]] = field(default_factory=dict)
    flags: Mapping[str, Callable[[Row], bool]] = field(default_factory=dict)
    reported: Collection[str] = ()
    is_reported: Callable[[Sequence[Row]], bool] = _always
    page: str = ""
    rows_a_page: int = 150
    is_reckoned: bool = False
    own: Callable[[Table[Row]], Mapping[str, OwnIndicator[Row]]] = _none_of_its_own


def named(*indicators: Indicator[Row]) -> dict[str, Indicator[Row]]:
    return {indicator.name: indicator for indicator in indicators}
