"""单位任务: 固投, 招商, 争资, and what else a county asks of its units (任务).

A row is a bearer in one indicator, January to the cut-off. Where wholes stand beside their parts
(其中) each is counted once; what is known of the city alone is only held against the county's.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Self

from accounts.models import Unit
from accounts.trail.reader import Reader
from accounts.trail.unwinding import AsKnown
from figures.figure import Indicator, difference, ratio
from figures.subject import Noun, Subject, Table, Topic, named
from figures.subjects.unit_task_rows import (
    COLUMNS,
    Rows,
    cuts_of,
    has_money,
    is_at_pace,
    is_silent,
    is_zero,
)
from figures.units import BATCHES, COUNT, MONEY, RATE, TIMES, UNITS, VISITS, FigureUnit
from investment.models import (
    BearerRole,
    IndicatorKind,
    ReportingPeriod,
    TaskMeasure,
    UnitResult,
)
from investment.models.unit_targets import SUBJECT_OF
from investment.unit_targets.reading import MONTHS_A_YEAR, TaskFact, task_facts
from measures.months import CutOff, Month
from measures.rounding import round_half_up

WHOLE = "全部"
Among = Callable[[Rows], Rows]


@dataclass(frozen=True)
class TaskTable(Topic[TaskFact]):
    """The rows of one subject; ``known`` is when they were known, None of what stands.
    ``unit_ids`` are the units it is narrowed to."""

    known: AsKnown | None = None
    unit_ids: frozenset[int] | None = None

    @property
    def keys(self) -> Sequence[str]:
        """What a county never asked for has no keys that are listed."""
        return [self.name] if self.rows else []

    def of_units(self, unit_ids: Any) -> Self:
        return replace(super().of_units(unit_ids), unit_ids=frozenset(unit_ids))

    def at(self, month: Month) -> Self | None:
        then = _table(self.name, self.county, month, self.known)
        found = then if self.unit_ids is None else then.of_units(self.unit_ids)
        return replace(self, month=month, rows=found.rows)


def _table(name: str, county: Unit, month: Month, known: AsKnown | None = None) -> TaskTable:
    facts = task_facts(Reader(county, known), month)
    rows = tuple(fact for fact in facts if SUBJECT_OF[IndicatorKind(fact.kind)] == name)
    return TaskTable(name, county, month, rows, known=known)


# --- What an indicator is taken over --------------------------------------------------------


def wholes(kind: str) -> Among:
    """Of an indicator the wholes, each bearer once; its parts where nothing else is there, as a cut
    leaves them (项目类别=工业)."""

    def among(rows: Rows) -> Rows:
        own = [row for row in rows if row.kind == kind and not row.is_city]
        return [row for row in own if not row.is_part] or own

    return among


def _with_the_city(kind: str) -> Among:
    return lambda rows: [row for row in rows if row.kind == kind and not row.is_part]


def of_the_city(kind: str) -> Among:
    return lambda rows: [row for row in rows if row.kind == kind and row.is_city]


def _targets(rows: Rows) -> int | None:
    known = [row.target for row in rows if row.target is not None]
    return sum(known) if known else None


def _a_month(rows: Rows) -> int | None:
    """A twelfth of the year's, to the yuan or the piece."""
    target = _targets(rows)
    return None if target is None else int(round_half_up(Fraction(target, MONTHS_A_YEAR), 0))


def what_is_done(rows: Rows) -> int | None:
    known = [row.done for row in rows if row.done is not None]
    return sum(known) if known else None


def _done_this_month(rows: Rows) -> int | None:
    known = [row.done_this_month for row in rows if row.done_this_month is not None]
    return sum(known) if known else None


def _pace(rows: Rows) -> Fraction | None:
    return rows[0].pace if rows else None


def _bearers(rows: Rows) -> int:
    return len({row.bearer_id for row in rows})


@dataclass(frozen=True)
class Family:
    """What is told of one indicator: its names begin with ``word``, and ``done`` is what is
    completed of it."""

    among: Among
    unit: FigureUnit
    target: str
    done: str
    word: str = ""

    def indicators(self) -> list[Indicator[TaskFact]]:
        def of(name: str, unit: FigureUnit, value: Any, **more: Any) -> Indicator[TaskFact]:
            return Indicator(f"{self.word}{name}", unit, value, among=self.among, **more)

        target = Indicator(self.target, self.unit, _targets, among=self.among, basis="年度任务")
        done = Indicator(
            self.done, self.unit, what_is_done, among=self.among, basis="已审定的累计完成，自1月起"
        )
        rate = replace(
            ratio(
                f"{self.word}完成率",
                done,
                target,
                f"{self.done} ÷ {self.target}，没有任务数的单位除外",
                of=lambda row: row.target is not None,
                is_told=True,
            ),
            among=self.among,
        )
        pace = of("序时进度", RATE, _pace, basis="月数 ÷ 12")
        lead = replace(
            difference(
                f"{self.word}超序时", rate, pace, f"{self.word}完成率 − {self.word}序时进度"
            ),
            among=self.among,
        )
        return [
            target,
            Indicator(
                f"月均{self.target}", self.unit, _a_month, among=self.among, basis="年度任务 ÷ 12"
            ),
            done,
            Indicator(f"本月{self.done}", self.unit, _done_this_month, among=self.among),
            rate,
            pace,
            lead,
        ]


def _units(
    among: Among, word: str, has: str
) -> tuple[list[Indicator[TaskFact]], Callable[[Table[TaskFact], str], Any]]:
    """The counts of bearers, and the partition in which each of them is in one."""

    def of(name: str, chosen: Callable[[TaskFact], bool], basis: str) -> Indicator[TaskFact]:
        return Indicator(f"{word}{name}", UNITS, _bearers, chosen, basis, among=among)

    counts = [
        of("任务单位数", lambda row: row.is_assigned, "当年承担任务的单位，含不是单位的"),
        of(f"有{has}单位数", has_money, "累计完成大于零"),
        of("零报告单位数", is_zero, "报送了，累计完成为零"),
        of("未报送单位数", is_silent, "今年没有报送过"),
        of(
            f"无{has}单位数",
            lambda row: is_zero(row) or is_silent(row),
            "零报告的和未报送的",
        ),
        of(
            "本月未报送单位数",
            lambda row: row.is_assigned and not row.is_told_this_month,
            "当月没有已审定的报送",
        ),
        of("达序时单位数", is_at_pace, "完成率不低于序时进度"),
    ]

    def parts(table: Table[TaskFact], start: str) -> Any:
        names = (f"有{has}单位数", "零报告单位数", "未报送单位数")
        whole = f"{WHOLE}.{word}任务单位数"
        return ((whole, tuple(f"{WHOLE}.{word}{name}" for name in names)),)

    return counts, parts


def _of_city(kind: str, name: str, own: Indicator[TaskFact]) -> list[Indicator[TaskFact]]:
    """The city's own number, and the county's share of it."""
    city = Indicator(
        f"全市{name}", MONEY, what_is_done, among=of_the_city(kind), basis="市里公布的数"
    )
    share = ratio(f"{name}占全市比重", own, city, f"{name} ÷ 全市{name}")
    return [city, replace(share, among=_with_the_city(kind))]


# --- The subjects ---------------------------------------------------------------------------

FIXED = Family(wholes(IndicatorKind.FIXED), MONEY, "任务额", "完成额")
ARRIVED = Family(wholes(IndicatorKind.ARRIVED), MONEY, "到位资金任务额", "到位资金额", "到位资金")
CENTRAL = Family(wholes(IndicatorKind.CENTRAL), COUNT, "央企项目任务数", "央企项目数", "央企项目")
SOUGHT = Family(wholes(IndicatorKind.SOUGHT), MONEY, "争取任务额", "报送争取额", "争取")
OTHER = Family(wholes(IndicatorKind.OTHER), MONEY, "任务额", "完成额")


def _counted(kind: str, name: str, unit: FigureUnit) -> list[Indicator[TaskFact]]:
    among = wholes(kind)
    return [
        Indicator(name, unit, what_is_done, among=among, basis="已审定的累计，自1月起"),
        Indicator(f"本月{name}", unit, _done_this_month, among=among),
    ]


def _groups_of_visits(rows: Rows) -> int:
    return len({row.bearer_id for row in rows})


GROUPS_COUNT = Indicator(
    "招商组数",
    COUNT,
    _groups_of_visits,
    of=lambda row: row.role == BearerRole.GROUP,
    basis="承担招商任务的产业招商组",
    among=lambda rows: list({row.bearer_id: row for row in rows}.values()),
)


def months_of_tasks(county: Unit) -> list[Month]:
    """Those that have a period, and those of which something was entered."""
    found = {period.as_month for period in ReportingPeriod.objects.filter(county=county)}
    told = UnitResult.objects.filter(indicator__county=county).order_by()
    found |= {Month(*each) for each in told.values_list("year", "month").distinct()}
    return sorted(found, reverse=True)


def _partial(rows: Rows) -> str:
    silent = len({row.bearer_id for row in rows if row.is_assigned and row.is_silent})
    return f"{silent}个单位未报" if silent else ""


def _subject(
    name: str,
    indicators: Sequence[Indicator[TaskFact]],
    kinds: Sequence[str],
    partitions: Callable[[Table[TaskFact], str], Any],
    groups: Callable[[Table[TaskFact]], Mapping[str, Callable[[TaskFact], bool]]] | None = None,
    applies: Callable[[str, str], bool] | None = None,
) -> Subject[TaskFact]:
    def load(county: Unit, month: Month, today: datetime.date) -> TaskTable:
        return _table(name, county, month)

    def load_on(county: Unit, day: datetime.date, known: AsKnown | None) -> TaskTable:
        return _table(name, county, CutOff.at(day).month, known)

    return Subject(
        name=name,
        load=load,
        load_on=load_on,
        columns=COLUMNS,
        indicators=named(*indicators),
        groups=groups or (lambda table: {WHOLE: lambda row: True}),
        partitions=partitions,
        whole=WHOLE,
        noun=Noun("任务单位", COUNT),
        applies=applies or (lambda group, indicator: True),
        months=months_of_tasks,
        partial=_partial,
        page="figures:tasks",
        cuts=cuts_of(kinds),
    )


def _groups_of_others(table: Table[TaskFact]) -> Mapping[str, Callable[[TaskFact], bool]]:
    """Each indicator that the county named itself, and all of them, which have no sum."""

    def of(name: str) -> Callable[[TaskFact], bool]:
        return lambda row: row.indicator == name

    names = dict.fromkeys(row.indicator for row in table.rows if not row.is_part)
    return {WHOLE: lambda row: True} | {name: of(name) for name in names if name != WHOLE}


_fixed = FIXED.indicators()
_fixed_units, _fixed_parts = _units(FIXED.among, "", "投资")
FIXED_INVESTMENT = _subject(
    "固投",
    [*_fixed, *_fixed_units, *_of_city(IndicatorKind.FIXED, "完成额", _fixed[2])],
    [IndicatorKind.FIXED],
    _fixed_parts,
)

_arrived_units, _arrived_parts = _units(ARRIVED.among, "", "到位资金")
ATTRACTED_INVESTMENT = _subject(
    "招商",
    [
        *ARRIVED.indicators(),
        *CENTRAL.indicators(),
        *_arrived_units,
        GROUPS_COUNT,
        *_counted(IndicatorKind.TRIPS, "外出次数", TIMES),
        *_counted(IndicatorKind.BATCHES, "接待批次", BATCHES),
        *_counted(IndicatorKind.VISITORS, "接待人次", VISITS),
    ],
    [
        IndicatorKind.ARRIVED,
        IndicatorKind.CENTRAL,
        IndicatorKind.TRIPS,
        IndicatorKind.BATCHES,
        IndicatorKind.VISITORS,
    ],
    _arrived_parts,
)

SOUGHT_KINDS = (IndicatorKind.SOUGHT_PROJECTS, IndicatorKind.SOUGHT)
_sought_units, SOUGHT_PARTS = _units(SOUGHT.among, "", "争取资金")
SOUGHT_TASKS = (
    *_counted(IndicatorKind.SOUGHT_PROJECTS, "报送项目数", COUNT),
    *SOUGHT.indicators(),
    *_sought_units,
)
"""What units are asked to win and report to have won (``figures.subjects.won``)."""
SOUGHT_PROJECTS = wholes(IndicatorKind.SOUGHT_PROJECTS)
WON_BY_CITY = of_the_city(IndicatorKind.SOUGHT)


def _of_one(value: Callable[[Rows], Any], is_money: bool | None = None) -> Callable[[Rows], Any]:
    """None over rows of several indicators, which have no sum, and over those that count in
    something else."""

    def of(rows: Rows) -> Any:
        if len({row.indicator_id for row in rows}) != 1:
            return None
        if is_money is not None and (rows[0].measure == TaskMeasure.YUAN) != is_money:
            return None
        return value(rows)

    return of


def _of_others() -> list[Indicator[TaskFact]]:
    among = OTHER.among
    own = [
        replace(each, value=_of_one(each.value, True if each.unit == MONEY else None))
        for each in OTHER.indicators()
    ]
    counted = [
        Indicator("任务数", COUNT, _of_one(_targets, False), among=among, basis="年度任务"),
        Indicator("完成数", COUNT, _of_one(what_is_done, False), among=among),
        Indicator("本月完成数", COUNT, _of_one(_done_this_month, False), among=among),
    ]
    return [*own, *counted]


_other_units, _other_parts = _units(OTHER.among, "", "完成")


def _applies_to_others(group: str, indicator: str) -> bool:
    """Indicators of several measures have no sum; only their bearers are counted together."""
    return group != WHOLE or indicator in {each.name for each in _other_units}


OTHER_TASKS = _subject(
    "任务",
    [*_of_others(), *_other_units],
    [IndicatorKind.OTHER],
    _other_parts,
    _groups_of_others,
    _applies_to_others,
)
