"""The reserve (储备): what was declared, against what was asked, and what has come of it.

A row is a reserve project, or what is asked of a bearer. Those of 全部 were declared in the year,
of 本期 in its half-year; 存量 is all that stands in the reserve, of whatever year.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from accounts.models import Unit
from accounts.trail.reader import Reader
from accounts.trail.unwinding import AsKnown
from figures import reading
from figures.cuts import UNTOLD, Cut, Places, by_the_row
from figures.facts import cut_off
from figures.figure import Indicator, counted, ratio
from figures.subject import Column, Noun, Subject, Table, Topic, Value, named
from figures.units import COUNT, MONEY, UNITS, FigureUnit, Number
from measures.months import CutOff, Month, cut_off_by
from projects import reading as register
from projects.bands import Band, band_of, bands
from projects.models import ProjectCategory
from projects.reserve.reading import (
    FIRST_HALF_ENDS,
    Reserved,
    asked_on,
    reserved_on,
)

NAME = "储备"
YEARS, HALF_YEARS, STOCK, PRELIMINARY = "全部", "本期", "存量", "前期"
STARTED, LISTED, WAITS = "已开工", "已列入清单", "储备中"


@dataclass(frozen=True)
class Task:
    """What a bearer is to have declared by the end of the half-year, since the year's beginning or
    that of the half-year (``group``), and in the whole year; amounts in yuan."""

    group: str
    number: int | None
    amount: int | None
    years_number: int | None
    years_amount: int | None
    is_of_county: bool


@dataclass(frozen=True)
class ReserveRow:
    """A reserve project at the cut-off, or the task of a bearer. ``project_id`` is 0 of one that is
    not in the register."""

    at: datetime.date
    unit_id: int
    unit_name: str
    of: Reserved | None = None
    task: Task | None = None
    band: str = ""

    @property
    def project_id(self) -> int:
        return (self.of.project_id or 0) if self.of else 0

    @property
    def name(self) -> str:
        return self.of.name if self.of else f"{self.at.year}年储备任务"

    @property
    def state(self) -> str:
        if self.of is None:
            return ""
        if self.of.is_started:
            return STARTED
        return LISTED if self.of.lists else WAITS

    @property
    def is_of_year(self) -> bool:
        return self.of is not None and self.of.declared_on.year == self.at.year

    @property
    def is_of_half_year(self) -> bool:
        return self.is_of_year and _is_first_half(self.of_declaration) == _is_first_half(self.at)

    @property
    def of_declaration(self) -> datetime.date:
        assert self.of is not None
        return self.of.declared_on

    @property
    def started_this_year(self) -> bool:
        """One whose day is not known has money of the year, or a line that goes on."""
        if self.of is None or not self.of.is_started:
            return False
        return self.of.started_on is None or self.of.started_on.year == self.at.year

    @property
    def is_asked(self) -> bool:
        """Whether it is what a unit of the county is to do."""
        return self.task is not None and not self.task.is_of_county


Rows = Sequence[ReserveRow]


def _is_first_half(day: datetime.date) -> bool:
    return day.month <= FIRST_HALF_ENDS


# --- which rows ---------------------------------------------------------------------------


def _is_item(row: ReserveRow) -> bool:
    return row.of is not None


def _is_task(row: ReserveRow) -> bool:
    return row.task is not None


def _is(state: str) -> Callable[[ReserveRow], bool]:
    return lambda row: row.state == state


def _is_municipal(row: ReserveRow) -> bool:
    return row.of is not None and row.of.is_municipal


def _started_this_year(row: ReserveRow) -> bool:
    return row.started_this_year


def _of_group(group: str, is_of: Callable[[ReserveRow], bool]) -> Callable[[ReserveRow], bool]:
    """Projects, and the tasks that are held against them."""
    return lambda row: row.task.group == group if row.task else is_of(row)


GROUPS: dict[str, Callable[[ReserveRow], bool]] = {
    YEARS: _of_group(YEARS, lambda row: row.is_of_year),
    HALF_YEARS: _of_group(HALF_YEARS, lambda row: row.is_of_half_year),
    STOCK: _of_group(YEARS, _is_item),
    PRELIMINARY: _of_group("", lambda row: row.of is not None and row.of.is_preliminary),
}


# --- what they come to --------------------------------------------------------------------


def _total(rows: Rows) -> int | None:
    """Of what is known; None where it is known of none of those there are."""
    known = [row.of.total for row in rows if row.of and row.of.total is not None]
    return sum(known) if known or not rows else None


def _asked(of: Callable[[Task], int | None]) -> Callable[[Rows], int | None]:
    """What is asked of the county, or else of its units together; None where nothing is."""

    def value(rows: Rows) -> int | None:
        tasks = [row.task for row in rows if row.task]
        own = [task for task in tasks if task.is_of_county and of(task) is not None]
        known = [told for task in own or tasks if (told := of(task)) is not None]
        return sum(known) if known else None

    return value


def _task(
    name: str, unit: FigureUnit, of: Callable[[Task], int | None], basis: str
) -> Indicator[ReserveRow]:
    words = "县的任务；没有县的任务时为各单位任务之和"
    return Indicator(name, unit, _asked(of), _is_task, basis, sum_words=words)


def _count(name: str, of: Callable[[ReserveRow], bool], basis: str = "") -> Indicator[ReserveRow]:
    return Indicator(name, COUNT, counted, of, basis)


def _money(name: str, of: Callable[[ReserveRow], bool], basis: str = "") -> Indicator[ReserveRow]:
    words = "所列储备项目申报的总投资之和，未填的不计"
    return Indicator(name, MONEY, _total, of, basis, sum_words=words)


def _of_units(
    name: str,
    chosen: Callable[[Rows], bool],
    basis: str,
    told: Callable[[Rows], bool] | None = None,
) -> Indicator[ReserveRow]:
    return Indicator(
        name,
        UNITS,
        lambda rows: len({row.unit_id for row in rows}),
        basis=basis,
        of_units=chosen,
        sum_words="所列的单位个数",
        told=told,
    )


def _has_declared(rows: Rows) -> bool:
    return any(map(_is_item, rows))


def _has_none(rows: Rows) -> bool:
    return not _has_declared(rows) and any(row.is_asked for row in rows)


def _has_none_started(rows: Rows) -> bool:
    is_counted = _has_declared(rows) or any(row.is_asked for row in rows)
    return is_counted and not any(row.of and row.of.is_started for row in rows)


def _units_are_asked(rows: Rows) -> bool:
    """Of whom nothing is asked it is not said that they declared nothing."""
    return any(row.is_asked for row in rows)


OUT = "出库的不计"
NUMBER = _count("个数", _is_item, f"截至截止日已确认的申报，{OUT}")
TOTAL = _money("总投资", _is_item, f"截至截止日已确认的申报，{OUT}")
TASK = _task("任务数", COUNT, lambda task: task.number, "至截止日所在的半年底")
TASK_MONEY = _task("任务投资", MONEY, lambda task: task.amount, "至截止日所在的半年底")
STARTS = _count("开工数", _is(STARTED), "项目已开工、已认定开工、本年有投资，或在清单上续建")
ZERO_UNITS = _of_units("零申报单位数", _has_none, "有任务的单位中没有申报的", told=_units_are_asked)
NO_START_UNITS = _of_units(
    "零转化单位数", _has_none_started, "有任务或有储备项目的单位中，没有一个储备项目开工的"
)

INDICATORS = named(
    NUMBER,
    TOTAL,
    TASK,
    TASK_MONEY,
    _task("全年任务数", COUNT, lambda task: task.years_number, "全年"),
    _task("全年任务投资", MONEY, lambda task: task.years_amount, "全年"),
    ratio("任务完成率", NUMBER, TASK, "申报个数 ÷ 任务数"),
    ratio("投资任务完成率", TOTAL, TASK_MONEY, "申报总投资 ÷ 任务投资"),
    STARTS,
    _money("开工总投资", _is(STARTED), "项目已开工的"),
    ratio("开工转化率", STARTS, NUMBER, "这一组中已开工的 ÷ 这一组的个数"),
    _count("本年开工数", _started_this_year, "本年开工的，不论哪一年申报"),
    _money("本年开工总投资", _started_this_year, "本年开工的，不论哪一年申报"),
    _count("列入清单未开工数", _is(LISTED), "已列入本年的清单，还没有开工"),
    _count("储备中数", _is(WAITS), "没有列入本年的清单，也没有开工"),
    _count("转市级重点数", _is_municipal, "已列入本年市级清单的"),
    _of_units("申报单位数", _has_declared, "有储备项目的"),
    ZERO_UNITS,
    NO_START_UNITS,
)

_OF_TASKS = frozenset(
    ("任务数", "任务投资", "全年任务数", "全年任务投资", "任务完成率", "投资任务完成率")
)
_OF_THE_YEAR = frozenset(("全年任务数", "全年任务投资"))
_OF_STOCK = frozenset(("本年开工数", "本年开工总投资"))


def applies(group: str, indicator: str) -> bool:
    """A task is of what is declared in a time, and the starts of a year are of all that stands."""
    if indicator in _OF_THE_YEAR:
        return group == YEARS
    if indicator in _OF_TASKS or indicator == ZERO_UNITS.name:
        return group in (YEARS, HALF_YEARS)
    if indicator == NO_START_UNITS.name:
        return group != PRELIMINARY
    return indicator not in _OF_STOCK or group == STOCK


_PARTS = ("开工数", "列入清单未开工数", "储备中数")


def _partitions(table: Table[ReserveRow], start: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((f"{group}.个数", tuple(f"{group}.{part}" for part in _PARTS)) for group in GROUPS)


# --- the table ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Reserve(Topic[ReserveRow]):
    """By a day, which may be in the middle of a month."""

    day: datetime.date | None = None
    known: AsKnown | None = None

    @property
    def cut_off(self) -> CutOff:
        return cut_off_by(self.month, self.day)

    def at(self, month: Month) -> "Reserve | None":
        units = None if self.is_whole else {row.unit_id for row in self.rows}
        table = load_reserve_on(self.county, month.last_day, self.known)
        return table if units is None else table.of_units(units)


def load_reserve_on(county: Unit, day: datetime.date, known: AsKnown | None) -> Reserve:
    """Fifteen queries at most, for any number of projects and units."""
    month, reader = cut_off(day), Reader(county, known)
    rows = tuple(_rows(reader, day, month, tuple(bands(county, day, known))))
    return Reserve(NAME, county, month, rows, day=day, known=known)


def _load(county: Unit, month: Month, today: datetime.date) -> Reserve:
    return load_reserve_on(county, month.last_day, None)


def _rows(
    reader: Reader, day: datetime.date, month: Month, of_size: Sequence[Band]
) -> Iterator[ReserveRow]:
    standings = reading.reported(reader, month).standings if month.year == day.year else {}
    spent = {project for project, standing in standings.items() if standing.year_to_date}
    # What the bureau declares itself is the county's.
    names = register.unit_names(reader, day) | {reader.county.pk: reader.county.name}
    for item in reserved_on(reader, day, spent):
        band = band_of(item.total, of_size)
        yield ReserveRow(
            day, item.unit_id, names[item.unit_id], of=item, band=band.name if band else ""
        )
    for asked in asked_on(reader, day):
        for group, (number, amount) in (
            (YEARS, asked.through(day.month)),
            (HALF_YEARS, asked.of_half(day.month)),
        ):
            task = Task(
                group,
                number,
                amount,
                *asked.of_year(),
                is_of_county=asked.unit_id == reader.county.pk,
            )
            yield ReserveRow(day, asked.unit_id, names[asked.unit_id], task=task)


# --- cuts ---------------------------------------------------------------------------------


def _categories(table: Table[ReserveRow]) -> Callable[[ReserveRow], Places]:
    """Its own category, and the one that holds it: 交通, 基础设施."""
    rows = _reader(table).by_id(ProjectCategory, "name", "parent_id")
    above = {
        row["name"]: rows[row["parent_id"]]["name"]
        for row in rows.values()
        if row["parent_id"] is not None
    }

    def places(row: ReserveRow) -> Places:
        own = row.of.category if row.of else ""
        if not own:
            return (UNTOLD,)
        return (own, above[own]) if own in above else (own,)

    return places


def _order_of_categories(table: Table[ReserveRow]) -> Sequence[str]:
    rows = _reader(table).rows(ProjectCategory, "position", "pk", "name")
    return [name for *_, name in sorted(rows)]


def _order_of_units(table: Table[ReserveRow]) -> Sequence[str]:
    """All of the county, in the order of offices: who declared nothing is a place too."""
    day = table.cut_off.end
    names = register.unit_names(_reader(table), day)
    in_order = table.county.county_units.values_list("pk", flat=True)
    return [names[pk] for pk in in_order if pk in names]


def _order_of_bands(table: Table[ReserveRow]) -> Sequence[str]:
    return [band.name for band in bands(table.county, table.cut_off.end, _known(table))]


def _known(table: Table[ReserveRow]) -> AsKnown | None:
    assert isinstance(table, Reserve)
    return table.known


def _reader(table: Table[ReserveRow]) -> Reader:
    return Reader(table.county, _known(table))


def _units(table: Table[ReserveRow]) -> Callable[[ReserveRow], Places]:
    return lambda row: (row.unit_name,)


def _bands(table: Table[ReserveRow]) -> Callable[[ReserveRow], Places]:
    """规模分档 of the county, by the total investment that was declared."""
    return lambda row: (row.band or UNTOLD,)


def _industry(row: ReserveRow) -> str:
    return row.of.industry if row.of else ""


def _state(row: ReserveRow) -> str:
    return row.state


_CUTS: tuple[Cut[ReserveRow], ...] = (
    Cut("填报单位", _units, _order_of_units),
    Cut("项目类别", _categories, _order_of_categories),
    by_the_row("所属行业", _industry),
    Cut("规模", _bands, _order_of_bands),
    by_the_row("进展", _state, (STARTED, LISTED, WAITS)),
)


# --- the page of rows ---------------------------------------------------------------------


def _over(indicator: Indicator[ReserveRow]) -> Callable[[Rows], Value]:
    return lambda rows: indicator.over(rows, indicator.name).value


def _of_item(of: Callable[[Reserved], Value]) -> Callable[[ReserveRow], Value]:
    return lambda row: of(row.of) if row.of else None


def _of_task(of: Callable[[Task], Number | None]) -> Callable[[ReserveRow], Value]:
    return lambda row: of(row.task) if row.task else None


COLUMNS: tuple[Column[ReserveRow], ...] = (
    Column("储备项目", lambda row: row.name, css="col-name", width=36),
    Column("填报单位", lambda row: row.unit_name, width=22),
    Column("项目类别", _of_item(lambda item: item.category or None), width=14),
    Column(
        "总投资",
        _of_item(lambda item: item.total),
        MONEY,
        key="total",
        total=_over(TOTAL),
        missing=lambda row: "未填" if row.of else "",
    ),
    Column(
        "申报", _of_item(lambda item: item.declared_on), is_day=True, css="nowrap", key="declared"
    ),
    Column("进展", lambda row: row.state or None, css="nowrap", width=14),
    Column("列入清单", _of_item(lambda item: "、".join(item.lists) or None), width=14),
    Column("开工", _of_item(lambda item: item.started_on), is_day=True, css="nowrap"),
    Column("任务数", _of_task(lambda task: task.number), COUNT, total=_over(TASK)),
    Column("任务投资", _of_task(lambda task: task.amount), MONEY, total=_over(TASK_MONEY)),
)


RESERVE_FIGURES: Subject[ReserveRow] = Subject(
    name=NAME,
    load=_load,
    load_on=load_reserve_on,
    columns=COLUMNS,
    indicators=INDICATORS,
    groups=lambda table: GROUPS,
    partitions=_partitions,
    whole=YEARS,
    noun=Noun("储备项目"),
    applies=applies,
    page="figures:reserve",
    cuts={cut.name: cut for cut in _CUTS},
)
