"""Every indicator of plan lines, defined once, by name: no figure is computed twice (DESIGN §1).

``GROUPS`` says which lines of a list a group takes; ``INDICATORS`` maps a name to
its unit, the rows it rests on and its value over them. A new indicator is a new line.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from figures.facts import PlanFact
from figures.figure import Indicator, counted, difference, ratio
from figures.lights import Colour
from figures.order import worst_first
from figures.subject import Partitions
from figures.units import COUNT, MONEY, RATE, UNITS
from investment.standing import MonthState
from measures.money import WAN, YI
from projects.models import MilestoneKind, PlanCategory

Rows = Sequence[PlanFact]


def _is_of(category: PlanCategory) -> Callable[[PlanFact], bool]:
    return lambda row: row.category == category


# DESIGN §4.4: 全部 = 新建 + 续建 (often printed 在建), unless the list says that other classes
# count in its rate; 前期 apart; 合计 = all.
GROUPS: dict[str, Callable[[PlanFact], bool]] = {
    "全部": lambda row: row.is_counted,
    "新建": _is_of(PlanCategory.NEW),
    "续建": _is_of(PlanCategory.CONTINUING),
    "前期": _is_of(PlanCategory.PRELIMINARY),
    "合计": lambda row: True,
}


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
    return row.owes and row.is_silent


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


# --- what is known --------------------------------------------------------------------


def _has_a_start(rows: Rows) -> bool:
    """Whether a planned start is known of any new project; of none there are, nothing is asked."""
    new = [row for row in rows if is_new(row)]
    return not new or any(row.planned_start for row in new)


def _has_a_plan(rows: Rows) -> bool:
    return not rows or any(is_planned(row) for row in rows)


def _has_a_milestone(rows: Rows) -> bool:
    return not rows or any(row.milestone for row in rows)


# --- values ---------------------------------------------------------------------------


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


def pace(rows: Rows) -> Fraction | None:
    return rows[0].pace if rows else None


def units(rows: Rows) -> int:
    return len({row.unit_id for row in rows})


# --- which units ----------------------------------------------------------------------


def _sent_something(rows: Rows) -> bool:
    return any(not row.is_silent for row in rows)


def _has_money(rows: Rows) -> bool:
    return bool(done(rows))


def _has_none(rows: Rows) -> bool:
    return not _has_money(rows)


def _is_on_pace(rows: Rows) -> bool:
    """By what it reported in full, as the ranking has it."""
    ahead = LEAD.over(rows, LEAD.name).exact
    return _has_money(rows) and ahead is not None and ahead >= 0


def _is_zero(rows: Rows) -> bool:
    """Every one of its projects says so: zero is never told of the silent."""
    told = _told(rows)
    return _has_none(rows) and bool(told) and all(row.is_reported for row in told)


def _is_silent(rows: Rows) -> bool:
    return _has_none(rows) and any(_silent(row) for row in rows)


def _is_waiting(rows: Rows) -> bool:
    told = _told(rows)
    is_mixed = bool(told) and not _is_zero(rows) and not _is_silent(rows)
    return _has_none(rows) and is_mixed


def _told(rows: Rows) -> Rows:
    """What owes a report, and what sent one all the same."""
    return [row for row in rows if row.owes or not row.is_silent]


# --- the table ------------------------------------------------------------------------

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


def _count(
    name: str,
    of: Callable[[PlanFact], bool] | None = None,
    basis: str = "",
    order: Callable[[Rows], Rows] | None = None,
    told: Callable[[Rows], bool] | None = None,
) -> Indicator[PlanFact]:
    """Projects, all or those chosen."""
    return Indicator(name, COUNT, counted, of, basis, order=order, told=told)


def _of_units(
    name: str, of_units: Callable[[Rows], bool] | None = None, basis: str = ""
) -> Indicator[PlanFact]:
    """Reporting units, all or those chosen by all their rows."""
    words = "所列项目的填报单位个数"
    return Indicator(name, UNITS, units, basis=basis, of_units=of_units, sum_words=words)


PROJECTS = _count("项目数")
TOTAL = Indicator("总投资", MONEY, total_investment, sum_words="所列项目总投资之和")
PLANNED = Indicator("年度计划投资", MONEY, planned, sum_words="所列项目年度计划投资之和")
DONE = Indicator(
    "完成投资",
    MONEY,
    done,
    basis="核定数优先，未核定的用上报数",
    sum_words="所列项目本年累计完成投资之和，未报的不计、不作零",
)
MONTH = Indicator(
    "本月完成投资",
    MONEY,
    done_this_month,
    sum_words="所列项目本月完成投资之和，未报的不计、不作零",
)
# Money outside the plan has no rate: it is taken over the lines that have a plan.
COMPLETION = ratio(
    "完成率", DONE, PLANNED, "完成投资 ÷ 年度计划投资", counting=is_planned, is_told=True
)
PACE = Indicator("序时进度", RATE, pace, basis="已过月数 ÷ 12", sum_words="已过月数 ÷ 12")
# As the list was issued, whatever was changed since; what has left it still counts here.
FIRST_PLANNED = Indicator(
    "年初计划投资",
    MONEY,
    planned,
    basis="年初计划，年中调整的不计",
    sum_words="年初所列项目年初计划投资之和",
    is_at_first=True,
)
FIRST_COMPLETION = replace(
    ratio(
        "年初计划完成率",
        DONE,
        FIRST_PLANNED,
        "年初所列项目的完成投资 ÷ 年初计划投资",
        counting=is_planned,
    ),
    basis="年初计划，年中调整的不计",
    is_at_first=True,
)
# Over comparable rows alone: a silent project's older total cannot be held against this month's
# pace (DESIGN §4.3).
LEAD = difference(
    "超序时",
    COMPLETION,
    PACE,
    "完成率 − 序时进度",
    of=_comparable,
    basis="已报齐项目的完成率 − 序时进度",
)
STARTED = _count("开工数", is_new_and_started, "新建项目")
DUE = _count("应开工数", is_new_and_due, "计划开工月份已到的新建项目", told=_has_a_start)
ON_PACE = _count("达序时数", _reaches_pace)
PRODUCTIVE_PLANNED = Indicator(
    "产业项目年度计划投资",
    MONEY,
    planned,
    _productive,
    sum_words="所列产业项目年度计划投资之和",
)
OVER_YI = _count("过亿元项目数", is_over_yi, "年度计划投资1亿元以上")
HALF_TO_ONE_YI = _count("五千万元至一亿元项目数", is_half_to_one_yi, "年度计划投资5000万元至1亿元")

INDICATORS: dict[str, Indicator[PlanFact]] = {
    indicator.name: indicator
    for indicator in (
        PROJECTS,
        TOTAL,
        PLANNED,
        DONE,
        MONTH,
        COMPLETION,
        FIRST_PLANNED,
        FIRST_COMPLETION,
        PACE,
        LEAD,
        STARTED,
        ratio("开工率", STARTED, PROJECTS, "已开工的新建项目 ÷ 全部新建项目", of=is_new),
        DUE,
        ratio(
            "时序开工率",
            STARTED,
            DUE,
            "其中已开工的 ÷ 计划开工月份已到的新建项目",
            of=is_new_and_due,
        ),
        ON_PACE,
        ratio("达序时比例", ON_PACE, PROJECTS, "达到序时的项目 ÷ 全部项目", told=_has_a_plan),
        _count("基本建成数", _substantially_complete),
        _count("产业项目数", _productive),
        PRODUCTIVE_PLANNED,
        ratio(
            "产业项目投资占比",
            PRODUCTIVE_PLANNED,
            PLANNED,
            "产业项目的年度计划投资 ÷ 年度计划投资",
        ),
        OVER_YI,
        ratio(
            "过亿元项目占比",
            OVER_YI,
            PROJECTS,
            "年度计划投资过亿元的项目 ÷ 全部项目",
            told=_has_a_plan,
        ),
        HALF_TO_ONE_YI,
        ratio(
            "五千万元至一亿元项目占比",
            HALF_TO_ONE_YI,
            PROJECTS,
            "年度计划投资5000万元至1亿元的项目 ÷ 全部项目",
            told=_has_a_plan,
        ),
        _count("报送数", _reported, "截止月份已审定"),
        _count("未报送数", _silent, "截止月份没有填报"),
        _count("零投资数", _zero, "截止月份报送为零"),
        _count("待审定数", _waiting, "截止月份已报送未审定"),
        _count("预计项目数", _estimated, "累计含预计数"),
        _of_units("填报单位数"),
        _of_units("报送单位数", _sent_something, "截止月份有项目已报送"),
        _of_units("有投资单位数", _has_money, "本年累计有投资"),
        _of_units("达序时单位数", _is_on_pace, "有投资，已报齐的项目达到序时"),
        _of_units("无投资单位数", _has_none, "本年累计没有投资"),
        _of_units("零报告单位数", _is_zero, "没有投资，各项目都已报送"),
        _of_units("未报送单位数", _is_silent, "没有投资，有项目没有填报"),
        _of_units("待审定单位数", _is_waiting, "没有投资，有项目已报送未审定"),
        _count("绿灯数", _shows(Colour.GREEN)),
        _count("黄灯数", _shows(Colour.AMBER), order=worst_first),
        _count("红灯数", _shows(Colour.RED), order=worst_first),
        _count("落后数", _lags, "黄灯和红灯", order=worst_first),
        _count("未到期数", _shows(Colour.GREY)),
        _count("未报数", _shows(Colour.UNREPORTED)),
        _count("待审数", _shows(Colour.WAITING)),
        _count("不亮灯数", _shows(Colour.NONE)),
        *(
            _count(
                name,
                _at_milestone(kind),
                "按最远前期节点",
                told=_has_a_milestone if kind else None,
            )
            for name, kind in MILESTONE_NAMES.items()
        ),
    )
}

LIGHT_NAMES = ("绿灯数", "黄灯数", "红灯数", "未到期数", "未报数", "待审数", "不亮灯数")

UNIT_STATE_NAMES = ("零报告单位数", "待审定单位数", "未报送单位数")

# What must add up in every list: a whole, and the parts that take each project once.
_IN_EVERY_LIST: Partitions = (
    ("全部.项目数", ("全部.报送数", "全部.待审定数", "全部.未报送数")),
    ("全部.项目数", tuple(f"全部.{name}" for name in LIGHT_NAMES)),
    ("全部.填报单位数", ("全部.有投资单位数", "全部.无投资单位数")),
    ("全部.无投资单位数", tuple(f"全部.{name}" for name in UNIT_STATE_NAMES)),
    ("前期.项目数", tuple(f"前期.{name}" for name in MILESTONE_NAMES)),
)


def partitions(base: Sequence[str]) -> Partitions:
    """Of a list in whose rate the classes ``base`` count."""
    counted_in = [c.label for c in PlanCategory if c in base]
    apart = [c.label for c in PlanCategory if c not in base]

    def parts(names: Sequence[str], indicator: str) -> tuple[str, ...]:
        return tuple(f"{name}.{indicator}" for name in names)

    return (
        ("合计.项目数", parts(["全部", *apart], "项目数")),
        ("合计.完成投资", parts(["全部", *apart], "完成投资")),
        ("全部.项目数", parts(counted_in, "项目数")),
        ("全部.年度计划投资", parts(counted_in, "年度计划投资")),
        ("全部.完成投资", parts(counted_in, "完成投资")),
        *_IN_EVERY_LIST,
    )


# Steps before construction are told of preliminary projects alone.
PRELIMINARY_ONLY = frozenset(MILESTONE_NAMES)


def applies(group: str, indicator: str) -> bool:
    """Whether a group of a list has this indicator."""
    return indicator not in PRELIMINARY_ONLY or group == "前期"


def in_group(rows: Rows, group: str) -> tuple[PlanFact, ...]:
    return tuple(row for row in rows if GROUPS[group](row))
