"""争资: what was won from those above within the year, beside what units are asked to win.

A county that keeps funds project by project (项目资金) has its figures from there; of one that does
not they are what its units report of their task. What units report stands beside either way, under
names of its own (报送争取额).
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from accounts.models import Unit
from accounts.trail.reader import Reader
from figures.cuts import Cut, Places
from figures.figure import Indicator, ratio
from figures.months import months_with_figures
from figures.roll_table import ALL, groups_by_list, loads_of, projects_in, sum_known
from figures.subject import Column, Noun, Partitions, Subject, Table, Value, named
from figures.subjects.funds import CUTS, SOURCE, partitions_by_source
from figures.subjects.unit_task_rows import cuts_of
from figures.subjects.unit_tasks import (
    SOUGHT,
    SOUGHT_KINDS,
    SOUGHT_PARTS,
    SOUGHT_PROJECTS,
    SOUGHT_TASKS,
    WON_BY_CITY,
    months_of_tasks,
    what_is_done,
)
from figures.units import COUNT, ITEMS, MONEY
from investment.models import TaskMeasure
from investment.models.unit_targets import SUBJECT_OF, IndicatorKind
from investment.unit_targets.reading import TaskFact, task_facts
from measures.months import CutOff, Month
from projects.funds.reading import FundFact, funds_on
from projects.models import FundMark

WON = "争资"
WON_MARKS = (FundMark.ABOVE, FundMark.BOND)
"""What is won from those above."""
BY_LINES = "项目资金台账里当年下达的中省预算内和专项债券资金"
BY_UNITS = "各单位报送的争取资金累计，已审定"

WonFact = FundFact | TaskFact
Rows = Sequence[WonFact]


def is_won(row: WonFact) -> bool:
    return isinstance(row, FundFact) and bool(row.planned)


def won_on(reader: Reader, day: datetime.date) -> tuple[list[WonFact], tuple[str, ...]]:
    """What was applied for or won within the year of the day, also what is done with; then the
    tasks of units."""
    funds, keys = funds_on(reader, day)
    won = [row for row in funds if row.year == day.year and row.mark in WON_MARKS]
    by_lines = any(map(is_won, won))
    tasks = [
        replace(row, is_told_by_lines=by_lines)
        for row in task_facts(reader, CutOff.at(day).month)
        if SUBJECT_OF[IndicatorKind(row.kind)] == WON
    ]
    return [*won, *tasks], keys


# --- What an indicator is taken over ----------------------------------------------------------


def _tasks(rows: Rows) -> list[TaskFact]:
    return [row for row in rows if isinstance(row, TaskFact)]


def _funds(rows: Rows) -> list[FundFact]:
    return [row for row in rows if isinstance(row, FundFact)]


def _of_tasks(indicator: Indicator[TaskFact]) -> Indicator[Any]:
    """Taken over what units report alone."""
    among = indicator.among or list
    return replace(indicator, among=lambda rows: among(_tasks(rows)))


def _lines_else(
    tasks: Callable[[Sequence[TaskFact]], Sequence[TaskFact]],
) -> Callable[[Rows], Rows]:
    """What was won project by project; of a county that does not keep it what units report."""

    def among(rows: Rows) -> Rows:
        told = _tasks(rows)
        if any(map(is_won, rows)) or not told or told[0].is_told_by_lines:
            return [row for row in rows if is_won(row)]
        return tasks(told)

    return among


def _won(rows: Rows) -> int | None:
    tasks = _tasks(rows)
    return what_is_done(tasks) if tasks else sum_known(lambda row: row.planned)(rows)


def _projects(rows: Rows) -> int | None:
    tasks = _tasks(rows)
    return what_is_done(tasks) if tasks else projects_in(rows)


def _basis(rows: Rows) -> str:
    return BY_UNITS if _tasks(rows) else BY_LINES


def _among_lines(
    name: str,
    unit: Any,
    value: Callable[[Sequence[Any]], int | None],
    of: Callable[[Any], bool],
    basis: str,
) -> Indicator[Any]:
    return Indicator(name, unit, value, of, basis, among=_funds)


WON_AMOUNT: Indicator[Any] = Indicator(
    "争取额",
    MONEY,
    _won,
    among=_lines_else(SOUGHT.among),
    basis_of=_basis,
    sum_words="所列资金争取额之和",
)
OF_CITY: Indicator[Any] = Indicator(
    "全市争取额",
    MONEY,
    lambda rows: what_is_done(WON_BY_CITY(_tasks(rows))),
    among=lambda rows: WON_BY_CITY(_tasks(rows)),
    basis="市里公布的数，登记在任务单位“全市”名下",
)
SHARE: Indicator[Any] = replace(
    ratio("争取额占全市比重", WON_AMOUNT, OF_CITY, "争取额 ÷ 全市争取额"),
    among=lambda rows: [
        *_lines_else(SOUGHT.among)(rows),
        *WON_BY_CITY(_tasks(rows)),
    ],
)

WON_INDICATORS: Mapping[str, Indicator[Any]] = named(
    Indicator("项目数", COUNT, _projects, among=_lines_else(SOUGHT_PROJECTS), basis_of=_basis),
    WON_AMOUNT,
    _among_lines(
        "申报项目数",
        COUNT,
        projects_in,
        lambda row: row.applied is not None,
        "当年申报的项目，每个项目计一次",
    ),
    _among_lines(
        "申报额",
        MONEY,
        sum_known(lambda row: row.applied),
        lambda row: row.applied is not None,
        "当年申报的",
    ),
    _among_lines(
        "到位额",
        MONEY,
        sum_known(lambda row: row.arrived),
        lambda row: True,
        "当年争取的资金累计到位",
    ),
    OF_CITY,
    SHARE,
    *map(_of_tasks, SOUGHT_TASKS),
)


def _groups(table: Any) -> Mapping[str, Callable[[WonFact], bool]]:
    """A task is of no list."""

    def of_funds(chosen: Callable[[Any], bool]) -> Callable[[WonFact], bool]:
        return lambda row: isinstance(row, FundFact) and chosen(row)

    groups = groups_by_list(table)
    return {name: chosen if name == ALL else of_funds(chosen) for name, chosen in groups.items()}


_by_source = partitions_by_source("申报额")


def _partitions(table: Table[Any], start: str) -> Partitions:
    funds = replace(table, rows=tuple(_funds(table.rows)))  # type: ignore[type-var]
    return (*_by_source(funds, start), *SOUGHT_PARTS(table, start))


# --- How they are shown -----------------------------------------------------------------------


def _cut(name: str) -> Cut[Any]:
    own, of_tasks = CUTS.get(name), cuts_of(SOUGHT_KINDS).get(name)

    def places(table: Table[Any]) -> Callable[[Any], Places]:
        fund = own.places(table) if own else lambda row: ()
        task = of_tasks.places(table) if of_tasks else lambda row: ()
        return lambda row: fund(row) if isinstance(row, FundFact) else task(row)

    return Cut(name, places, is_parted=False)


def _either(
    of_fund: Callable[[FundFact], Value], of_task: Callable[[TaskFact], Value] | None = None
) -> Callable[[WonFact], Value]:
    def value(row: WonFact) -> Value:
        if isinstance(row, FundFact):
            return of_fund(row)
        return of_task(row) if of_task else None

    return value


def _if_money(of: Callable[[TaskFact], int | None]) -> Callable[[TaskFact], int | None]:
    return lambda row: of(row) if row.measure == TaskMeasure.YUAN else None


COLUMNS: tuple[Column[Any], ...] = (
    Column(
        "项目或任务",
        _either(lambda row: row.project_name, lambda row: row.indicator),
        css="col-name",
        width=36,
    ),
    Column("填报单位", lambda row: row.unit_name, width=22),
    Column(
        SOURCE,
        _either(lambda row: row.source, lambda row: row.part),
        css="nowrap",
        width=14,
    ),
    Column("专项类别", _either(lambda row: row.program, lambda row: ""), width=14),
    Column("申报额", _either(lambda row: row.applied), MONEY, key="applied", head="申报", width=14),
    Column("下达额", _either(lambda row: row.planned), MONEY, key="planned", head="下达", width=14),
    Column("到位额", _either(lambda row: row.arrived), MONEY, key="arrived", head="到位", width=14),
    Column(
        "年度任务",
        _either(lambda row: None, _if_money(lambda row: row.target)),
        MONEY,
        key="target",
        width=14,
    ),
    Column(
        "报送争取额",
        _either(lambda row: None, _if_money(lambda row: row.done)),
        MONEY,
        key="done",
        head="单位报送",
        width=14,
    ),
)

_load, _load_on = loads_of(WON, won_on)


def _months(county: Unit) -> list[Month]:
    return sorted({*months_with_figures(county), *months_of_tasks(county)}, reverse=True)


WON_SUBJECT: Subject[Any] = Subject(
    name=WON,
    load=_load,
    load_on=_load_on,
    columns=COLUMNS,
    indicators=WON_INDICATORS,
    groups=_groups,
    partitions=_partitions,
    whole=ALL,
    noun=Noun("资金", ITEMS),
    months=_months,
    cuts={name: _cut(name) for name in dict.fromkeys((*CUTS, *cuts_of(SOUGHT_KINDS)))},
)
