"""Every indicator of plan lines, defined once, by name: no figure is computed twice (DESIGN §1).

``GROUPS`` says which lines of a list a group takes; ``INDICATORS`` maps a name to
its unit, the rows it rests on and its value over them. A new indicator is a new line.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from figures import choosing, phases, sums
from figures.construction import CONSTRUCTION
from figures.figure import Indicator, counted, difference, ratio
from figures.lights import Colour, Lag
from figures.order import worst_first
from figures.plan_fact import PlanFact
from figures.subject import Partitions
from figures.units import COUNT, MONEY, RATE, UNITS
from figures.words import pace_basis
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


# --- which units ----------------------------------------------------------------------


def _sent_something(rows: Rows) -> bool:
    return any(not row.is_silent for row in rows)


def _has_money(rows: Rows) -> bool:
    return bool(sums.done(rows))


def _has_none(rows: Rows) -> bool:
    return not _has_money(rows)


def _is_on_pace(rows: Rows) -> bool:
    """As the ranking has it."""
    ahead = LEAD.over(rows, LEAD.name).exact
    return _has_money(rows) and ahead is not None and ahead >= 0


def _has_one_pace(rows: Rows) -> bool:
    return len({row.pace for row in rows}) < 2


def _is_zero(rows: Rows) -> bool:
    """Every one of its projects says so: zero is never told of the silent."""
    told = _told(rows)
    return _has_none(rows) and bool(told) and all(row.is_reported for row in told)


def _is_silent(rows: Rows) -> bool:
    return _has_none(rows) and any(choosing.silent(row) for row in rows)


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
    "水保完成数": MilestoneKind.WATER,
    "能评完成数": MilestoneKind.ENERGY,
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
    name: str,
    of_units: Callable[[Rows], bool] | None = None,
    basis: str = "",
    told: Callable[[Rows], bool] | None = None,
) -> Indicator[PlanFact]:
    """Reporting units, all or those chosen by all their rows."""
    words = "所列项目的填报单位个数"
    return Indicator(
        name, UNITS, sums.units, basis=basis, of_units=of_units, sum_words=words, told=told
    )


PROJECTS = _count("项目数")
TOTAL = Indicator("总投资", MONEY, sums.total_investment, sum_words="所列项目总投资之和")
PLANNED = Indicator(
    "年度计划投资",
    MONEY,
    sums.planned,
    sum_words="所列项目年度计划投资之和",
    told=choosing.plan_is_known,
)
DONE = Indicator(
    "完成投资",
    MONEY,
    sums.done,
    basis_of=sums.done_basis,
    sum_words="所列项目本年累计完成投资之和，未报的不计、不作零",
)
MONTH = Indicator(
    "本月完成投资",
    MONEY,
    sums.done_this_month,
    sum_words="所列项目本月完成投资之和，未报的不计、不作零",
)
# Money outside the plan has no rate: it is taken over the lines that have a plan.
COMPLETION = ratio(
    "完成率", DONE, PLANNED, "完成投资 ÷ 年度计划投资", counting=choosing.is_planned, is_told=True
)
LEFT = Indicator(
    "尚需完成投资",
    MONEY,
    sums.left_to_do,
    choosing.is_planned,
    sum_words="所列项目年度计划投资之和减去完成投资之和",
    told=choosing.plan_is_known,
)
PACE = Indicator("序时进度", RATE, sums.pace, basis_of=pace_basis)
# As the list was issued, whatever was changed since; what has left it still counts here.
FIRST_PLANNED = Indicator(
    "年初计划投资",
    MONEY,
    sums.planned,
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
        counting=choosing.is_planned,
    ),
    basis="年初计划，年中调整的不计",
    is_at_first=True,
)
# Over the rows of the rate beside it (DESIGN §4.16): one that is silent stands with its last known
# total and its whole plan, as the coverage says. Those reported in full have a name: 已报齐.
LEAD = difference(
    "超序时",
    COMPLETION,
    PACE,
    "完成率 − 序时进度",
    basis="完成率 − 序时进度",
    told=choosing.some_reported,
)
MONTH_SHARE = ratio(
    "本月占年度计划",
    MONTH,
    PLANNED,
    "本月完成投资 ÷ 年度计划投资",
    counting=choosing.is_planned,
)
SINCE_START = Indicator(
    "开工以来完成投资",
    MONEY,
    sums.done_since_start,
    basis="截至上年底累计与本年累计之和",
    sum_words="所列项目截至上年底累计与本年累计完成投资之和，两者有一项不知的不计",
)
ON_PACE = _count("达序时数", choosing.reaches_pace)
BEHIND_PACE = _count("未达序时数", choosing.is_behind_pace, "已报齐、完成率低于序时进度的项目")
PRODUCTIVE_PLANNED = Indicator(
    "产业项目年度计划投资",
    MONEY,
    sums.planned,
    choosing.productive,
    sum_words="所列产业项目年度计划投资之和",
)
OVER_YI = _count("过亿元项目数", choosing.is_over_yi, "年度计划投资1亿元以上")
HALF_TO_ONE_YI = _count(
    "五千万元至一亿元项目数", choosing.is_half_to_one_yi, "年度计划投资5000万元至1亿元"
)

INDICATORS: dict[str, Indicator[PlanFact]] = {
    indicator.name: indicator
    for indicator in (
        PROJECTS,
        TOTAL,
        PLANNED,
        DONE,
        MONTH,
        COMPLETION,
        LEFT,
        FIRST_PLANNED,
        FIRST_COMPLETION,
        *phases.indicators(DONE),
        PACE,
        LEAD,
        *CONSTRUCTION,
        ON_PACE,
        BEHIND_PACE,
        ratio(
            "未达序时比例",
            BEHIND_PACE,
            PROJECTS,
            "没有达到序时的项目 ÷ 全部项目",
            told=choosing.has_a_plan,
        ),
        ratio(
            "达序时比例", ON_PACE, PROJECTS, "达到序时的项目 ÷ 全部项目", told=choosing.has_a_plan
        ),
        _count("基本建成数", choosing.substantially_complete),
        MONTH_SHARE,
        SINCE_START,
        ratio(
            "总投资完成率",
            SINCE_START,
            TOTAL,
            "开工以来完成投资 ÷ 总投资",
            counting=choosing.has_a_whole,
        ),
        _count("产业项目数", choosing.productive),
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
            told=choosing.has_a_plan,
        ),
        HALF_TO_ONE_YI,
        ratio(
            "五千万元至一亿元项目占比",
            HALF_TO_ONE_YI,
            PROJECTS,
            "年度计划投资5000万元至1亿元的项目 ÷ 全部项目",
            told=choosing.has_a_plan,
        ),
        _count("报送数", choosing.reported, "当月已审定"),
        _count("未报送数", choosing.silent, "当月没有填报"),
        _count("零投资数", choosing.zero, "当月报送为零"),
        _count("待审定数", choosing.waiting, "当月已报送未审定"),
        _count("预计项目数", choosing.estimated, "累计含预计数"),
        _of_units("填报单位数"),
        _of_units("报送单位数", _sent_something, "当月有项目已报送"),
        _of_units("有投资单位数", _has_money, "本年累计有投资"),
        _of_units("达序时单位数", _is_on_pace, "有投资，完成率达到序时", _has_one_pace),
        _of_units("无投资单位数", _has_none, "本年累计没有投资"),
        _of_units("零报告单位数", _is_zero, "没有投资，各项目都已报送"),
        _of_units("未报送单位数", _is_silent, "没有投资，有项目没有填报"),
        _of_units("待审定单位数", _is_waiting, "没有投资，有项目已报送未审定"),
        _count("绿灯数", choosing.shows(Colour.GREEN)),
        _count("黄灯数", choosing.shows(Colour.AMBER), order=worst_first),
        _count("红灯数", choosing.shows(Colour.RED), order=worst_first),
        _count("落后数", choosing.lags, "黄灯和红灯", order=worst_first),
        *(_count(f"{lag.value}数", choosing.lags_by(lag), order=worst_first) for lag in Lag),
        _count("未到期数", choosing.shows(Colour.GREY)),
        _count("未报数", choosing.shows(Colour.UNREPORTED)),
        _count("待审数", choosing.shows(Colour.WAITING)),
        _count("不亮灯数", choosing.shows(Colour.NONE)),
        *(
            _count(
                name,
                choosing.at_milestone(kind),
                "按最远前期节点",
                told=choosing.has_a_milestone if kind else None,
            )
            for name, kind in MILESTONE_NAMES.items()
        ),
        _count(
            "节点逾期数",
            lambda row: bool(row.overdue_steps),
            "前期节点过了计划完成的日子，还没有完成",
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
    ("全部.落后数", tuple(f"全部.{lag.value}数" for lag in Lag)),
    ("新建.项目数", ("新建.开工数", "新建.未开工数")),
    ("续建.项目数", ("续建.复工数", "续建.待复工数", "续建.复工未报数")),
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
# A target is asked of all that counts in a list's rate.
WHOLE_ONLY = frozenset({"时段目标", "时段目标完成率"})


def applies(group: str, indicator: str) -> bool:
    """Whether a group of a list has this indicator."""
    if indicator in WHOLE_ONLY:
        return group == "全部"
    return indicator not in PRELIMINARY_ONLY or group == "前期"


def in_group(rows: Rows, group: str) -> tuple[PlanFact, ...]:
    return tuple(row for row in rows if GROUPS[group](row))
