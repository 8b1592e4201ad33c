"""Every indicator, defined once, by name (DESIGN §1: a figure is never computed twice).

``GROUPS`` says which plan categories a group of a list takes; ``INDICATORS`` maps a name to
its unit, the rows it rests on and its value over them. A new indicator is a new line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from figures.facts import PlanFact
from figures.figure import Figure, FigureUnit
from figures.lights import Colour
from figures.order import worst_first
from investment.standing import MonthState
from measures.money import WAN, YI
from measures.rates import points, rate, share
from projects.models import MilestoneKind, PlanCategory

Rows = Sequence[PlanFact]
Value = int | Fraction | None

# DESIGN §4.4: 全部 = 新建 + 续建 (often printed 在建); 前期 apart; 合计 = both.
GROUPS: dict[str, tuple[str, ...]] = {
    "全部": (PlanCategory.NEW, PlanCategory.CONTINUING),
    "新建": (PlanCategory.NEW,),
    "续建": (PlanCategory.CONTINUING,),
    "前期": (PlanCategory.PRELIMINARY,),
    "合计": (PlanCategory.NEW, PlanCategory.CONTINUING, PlanCategory.PRELIMINARY),
}


@dataclass(frozen=True)
class Indicator:
    """``of`` chooses among a group's rows those the figure rests on (all, where None), and
    ``value`` computes over them. ``of_units`` chooses units instead, by all their rows in the
    group, and the figure rests on these. ``order`` puts its rows in another order than the
    list's."""

    name: str
    unit: FigureUnit
    value: Callable[[Rows], Value]
    of: Callable[[PlanFact], bool] | None = None
    basis: str = ""
    of_units: Callable[[Rows], bool] | None = None
    order: Callable[[Rows], Rows] | None = None

    def over(self, rows: Rows, key: str) -> Figure:
        if self.of_units is not None:
            rows = _of_units(rows, self.of_units)
        chosen = tuple(row for row in rows if self.of is None or self.of(row))
        if self.order is not None:
            chosen = tuple(self.order(chosen))
        return Figure(key, self.value(chosen), self.unit, chosen, self.basis)


def _of_units(rows: Rows, of_units: Callable[[Rows], bool]) -> Rows:
    by_unit: dict[int, list[PlanFact]] = {}
    for row in rows:
        by_unit.setdefault(row.unit_id, []).append(row)
    chosen = {unit_id for unit_id, own in by_unit.items() if of_units(own)}
    return [row for row in rows if row.unit_id in chosen]


# --- which rows -----------------------------------------------------------------------


def is_new(row: PlanFact) -> bool:
    return row.category == PlanCategory.NEW


def is_new_and_started(row: PlanFact) -> bool:
    return is_new(row) and row.is_started


def is_new_and_due(row: PlanFact) -> bool:
    """New, and planned to have started by the cut-off month."""
    return is_new(row) and row.planned_start is not None and row.planned_start <= row.month.last_day


def is_planned(row: PlanFact) -> bool:
    return bool(row.planned)


def is_over_yi(row: PlanFact) -> bool:
    """单体项目年度投资过亿元."""
    return row.planned is not None and row.planned > YI


def is_half_to_one_yi(row: PlanFact) -> bool:
    """单体项目年度投资在5000万元至1亿元之间, both ends included."""
    return row.planned is not None and 5000 * WAN <= row.planned <= YI


def _reported(row: PlanFact) -> bool:
    return row.is_reported


def _comparable(row: PlanFact) -> bool:
    return row.is_comparable


def _silent(row: PlanFact) -> bool:
    return row.is_silent


def _zero(row: PlanFact) -> bool:
    return row.standing.this_month.state is MonthState.ZERO


def _waiting(row: PlanFact) -> bool:
    return row.is_waiting


def _estimated(row: PlanFact) -> bool:
    return row.standing.has_estimate


def _productive(row: PlanFact) -> bool:
    return row.is_productive


def _substantially_complete(row: PlanFact) -> bool:
    return row.is_substantially_complete


def _reaches_pace(row: PlanFact) -> bool:
    return row.reaches_pace


def _at_milestone(kind: str) -> Callable[[PlanFact], bool]:
    def chosen(row: PlanFact) -> bool:
        return row.category == PlanCategory.PRELIMINARY and row.milestone == kind

    return chosen


def _shows(colour: Colour) -> Callable[[PlanFact], bool]:
    def chosen(row: PlanFact) -> bool:
        return row.light.colour is colour

    return chosen


def _lags(row: PlanFact) -> bool:
    return row.light.lag is not None


# --- values ---------------------------------------------------------------------------


def count(rows: Rows) -> int:
    return len(rows)


def total_investment(rows: Rows) -> int:
    return sum(row.total_investment or 0 for row in rows)


def planned(rows: Rows) -> int:
    return sum(row.planned or 0 for row in rows)


def done(rows: Rows) -> int | None:
    """The sum of what is known; None where no row has reported (silence is not zero)."""
    known = [row.done for row in rows if row.done is not None]
    return sum(known) if known else None


def done_this_month(rows: Rows) -> int | None:
    known = [row.done_this_month for row in rows if row.done_this_month is not None]
    return sum(known) if known else None


def completion_rate(rows: Rows) -> Fraction | None:
    """Completed ÷ planned this year, over the rows that have a plan."""
    with_plan = [row for row in rows if is_planned(row)]
    completed = done(with_plan)
    return None if completed is None else rate(completed, planned(with_plan))


def pace(rows: Rows) -> Fraction | None:
    return rows[0].pace if rows else None


def lead(rows: Rows) -> Fraction | None:
    """完成率 − 序时进度 in 百分点: subtracted before any rounding. Over comparable rows alone:
    a silent project's older total cannot be held against this month's pace (DESIGN §4.3)."""
    return points(completion_rate(rows), pace(rows))


def units(rows: Rows) -> int:
    return len({row.unit_id for row in rows})


def _share_of(chosen: Callable[[PlanFact], bool]) -> Callable[[Rows], Fraction | None]:
    """The share, by number, of the rows chosen."""

    def value(rows: Rows) -> Fraction | None:
        return share(sum(1 for row in rows if chosen(row)), len(rows))

    return value


def productive_share(rows: Rows) -> Fraction | None:
    """产业项目年度计划投资占年度计划总投资的比重."""
    return rate(planned([row for row in rows if row.is_productive]), planned(rows))


# --- which units ----------------------------------------------------------------------


def _sent_something(rows: Rows) -> bool:
    return any(not row.is_silent for row in rows)


def _has_money(rows: Rows) -> bool:
    return bool(done(rows))


def _has_none(rows: Rows) -> bool:
    return not _has_money(rows)


def _is_on_pace(rows: Rows) -> bool:
    """By what it reported in full, as the ranking has it."""
    ahead = lead([row for row in rows if row.is_comparable])
    return _has_money(rows) and ahead is not None and ahead >= 0


def _is_zero(rows: Rows) -> bool:
    """Every one of its projects says so: zero is never told of the silent."""
    return _has_none(rows) and all(row.is_reported for row in rows)


def _is_silent(rows: Rows) -> bool:
    return _has_none(rows) and any(row.is_silent for row in rows)


def _is_waiting(rows: Rows) -> bool:
    return _has_none(rows) and not _is_zero(rows) and not _is_silent(rows)


# --- the table ------------------------------------------------------------------------

COUNT, UNITS, MONEY, RATE, POINTS = (
    FigureUnit.COUNT,
    FigureUnit.UNITS,
    FigureUnit.MONEY,
    FigureUnit.RATE,
    FigureUnit.POINTS,
)

MILESTONE_NAMES = {
    "已开工数": MilestoneKind.START,
    "招标完成数": MilestoneKind.TENDER,
    "施工图完成数": MilestoneKind.WORKING_DRAWINGS,
    "初设完成数": MilestoneKind.PRELIMINARY_DESIGN,
    "环评完成数": MilestoneKind.ENVIRONMENT,
    "可研完成数": MilestoneKind.FEASIBILITY,
    "专家评审通过数": MilestoneKind.EXPERT_REVIEW,
    "规划完成数": MilestoneKind.PLANNING,
    "前期启动数": MilestoneKind.INITIATED,
    "未报节点数": "",
}

INDICATORS: dict[str, Indicator] = {
    indicator.name: indicator
    for indicator in (
        Indicator("项目数", COUNT, count),
        Indicator("总投资", MONEY, total_investment),
        Indicator("年度计划投资", MONEY, planned),
        Indicator("完成投资", MONEY, done, basis="核定数优先，未核定的用上报数"),
        Indicator("本月完成投资", MONEY, done_this_month),
        Indicator("完成率", RATE, completion_rate, basis="完成投资 ÷ 年度计划投资"),
        Indicator("序时进度", RATE, pace, basis="已过月数 ÷ 12"),
        Indicator("超序时", POINTS, lead, of=_comparable, basis="已报齐项目的完成率 − 序时进度"),
        Indicator("开工数", COUNT, count, of=is_new_and_started, basis="新建项目"),
        Indicator("开工率", RATE, _share_of(is_new_and_started), of=is_new, basis="占全部新建项目"),
        Indicator("应开工数", COUNT, count, of=is_new_and_due, basis="计划开工月份已到的新建项目"),
        Indicator(
            "时序开工率",
            RATE,
            _share_of(is_new_and_started),
            of=is_new_and_due,
            basis="占计划开工月份已到的新建项目",
        ),
        Indicator("达序时数", COUNT, count, of=_reaches_pace),
        Indicator("达序时比例", RATE, _share_of(_reaches_pace), basis="占项目总个数"),
        Indicator("基本建成数", COUNT, count, of=_substantially_complete),
        Indicator("产业项目数", COUNT, count, of=_productive),
        Indicator("产业项目年度计划投资", MONEY, planned, of=_productive),
        Indicator("产业项目投资占比", RATE, productive_share, basis="占年度计划总投资"),
        Indicator("过亿元项目数", COUNT, count, of=is_over_yi, basis="年度计划投资1亿元以上"),
        Indicator("过亿元项目占比", RATE, _share_of(is_over_yi), basis="占项目总个数"),
        Indicator(
            "五千万元至一亿元项目数",
            COUNT,
            count,
            of=is_half_to_one_yi,
            basis="年度计划投资5000万元至1亿元",
        ),
        Indicator(
            "五千万元至一亿元项目占比", RATE, _share_of(is_half_to_one_yi), basis="占项目总个数"
        ),
        Indicator("报送数", COUNT, count, of=_reported, basis="截止月份已审定"),
        Indicator("未报送数", COUNT, count, of=_silent, basis="截止月份没有填报"),
        Indicator("零投资数", COUNT, count, of=_zero, basis="截止月份报送为零"),
        Indicator("待审定数", COUNT, count, of=_waiting, basis="截止月份已上报未审定"),
        Indicator("预计项目数", COUNT, count, of=_estimated, basis="累计含预计数"),
        Indicator("填报单位数", UNITS, units),
        Indicator(
            "报送单位数", UNITS, units, basis="截止月份有项目已上报", of_units=_sent_something
        ),
        Indicator("有投资单位数", UNITS, units, basis="本年累计有投资", of_units=_has_money),
        Indicator(
            "达序时单位数", UNITS, units, basis="有投资，已报齐的项目达到序时", of_units=_is_on_pace
        ),
        Indicator("无投资单位数", UNITS, units, basis="本年累计没有投资", of_units=_has_none),
        Indicator(
            "零报告单位数", UNITS, units, basis="没有投资，各项目都已报送", of_units=_is_zero
        ),
        Indicator(
            "未报送单位数", UNITS, units, basis="没有投资，有项目没有填报", of_units=_is_silent
        ),
        Indicator(
            "待审定单位数",
            UNITS,
            units,
            basis="没有投资，有项目已上报未审定",
            of_units=_is_waiting,
        ),
        Indicator("绿灯数", COUNT, count, of=_shows(Colour.GREEN)),
        Indicator("黄灯数", COUNT, count, of=_shows(Colour.AMBER), order=worst_first),
        Indicator("红灯数", COUNT, count, of=_shows(Colour.RED), order=worst_first),
        Indicator("落后数", COUNT, count, of=_lags, basis="黄灯和红灯", order=worst_first),
        Indicator("未到期数", COUNT, count, of=_shows(Colour.GREY)),
        Indicator("未报数", COUNT, count, of=_shows(Colour.UNREPORTED)),
        Indicator("待审数", COUNT, count, of=_shows(Colour.WAITING)),
        Indicator("不亮灯数", COUNT, count, of=_shows(Colour.NONE)),
        *(
            Indicator(name, COUNT, count, of=_at_milestone(kind), basis="按最远前期节点")
            for name, kind in MILESTONE_NAMES.items()
        ),
    )
}

LIGHT_NAMES = ("绿灯数", "黄灯数", "红灯数", "未到期数", "未报数", "待审数", "不亮灯数")

UNIT_STATE_NAMES = ("零报告单位数", "待审定单位数", "未报送单位数")

# What must add up in every list: a whole, and the parts that take each project once.
PARTITIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("合计.项目数", ("全部.项目数", "前期.项目数")),
    ("合计.完成投资", ("全部.完成投资", "前期.完成投资")),
    ("全部.项目数", ("新建.项目数", "续建.项目数")),
    ("全部.年度计划投资", ("新建.年度计划投资", "续建.年度计划投资")),
    ("全部.完成投资", ("新建.完成投资", "续建.完成投资")),
    ("全部.项目数", ("全部.报送数", "全部.待审定数", "全部.未报送数")),
    ("全部.项目数", tuple(f"全部.{name}" for name in LIGHT_NAMES)),
    ("全部.填报单位数", ("全部.有投资单位数", "全部.无投资单位数")),
    ("全部.无投资单位数", tuple(f"全部.{name}" for name in UNIT_STATE_NAMES)),
    ("前期.项目数", tuple(f"前期.{name}" for name in MILESTONE_NAMES)),
)

# Steps before construction are told of preliminary projects alone.
PRELIMINARY_ONLY = frozenset(MILESTONE_NAMES)


def applies(group: str, indicator: str) -> bool:
    """Whether a group of a list has this indicator."""
    return indicator not in PRELIMINARY_ONLY or group == "前期"


def in_group(rows: Rows, group: str) -> tuple[PlanFact, ...]:
    return tuple(row for row in rows if row.category in GROUPS[group])
