"""What may be asked of projects in a hurry, by short names that stand in an address."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace

from figures.indicators import INDICATORS
from figures.links import project_url
from figures.plan_fact import PlanFact
from figures.subject import Cell, Column, Value
from figures.subjects.plan_lines import PLAN_LINES
from figures.units import MONEY, RATE
from measures.months import Month
from measures.rates import rate
from projects.models import InvestorType, Stage


def _plan_lines(title: str) -> Column[PlanFact]:
    (column,) = [each for each in PLAN_LINES.columns if each.title == title]
    return column


def _over(name: str) -> Callable[[Sequence[PlanFact]], Value]:
    return lambda rows: INDICATORS[name].over(rows, name).value


def _month_of(day: datetime.date | None) -> Value:
    return None if day is None else f"{day.year}年{day.month}月"


def _share_of_total(row: PlanFact) -> Value:
    if row.done_since_start is None:
        return None
    return rate(row.done_since_start, row.total_investment)


COLUMNS: dict[str, Column[PlanFact]] = {
    "name": _plan_lines("项目名称"),
    "code": replace(_plan_lines("项目代码"), css="nowrap"),
    "class": _plan_lines("计划类别"),
    "category": Column("项目类别", lambda row: row.project_category, width=12),
    "investor": Column(
        "投资主体",
        lambda row: str(InvestorType(row.investor_type).label) if row.investor_type else None,
        width=12,
    ),
    "unit": _plan_lines("填报单位"),
    "leader": _plan_lines("包抓领导"),
    "stage": Column("阶段", lambda row: str(Stage(row.stage).label) if row.stage else None),
    "start": Column("计划开工", lambda row: _month_of(row.planned_start), width=12),
    "started": Column("实际开工", lambda row: _month_of(row.started_on), width=12),
    "completion": Column("计划竣工", lambda row: _month_of(row.planned_completion), width=12),
    "total": _plan_lines("总投资"),
    "before": Column("截至上年底累计完成", lambda row: row.invested_before, MONEY),
    "planned": _plan_lines("年度计划投资"),
    "month": _plan_lines("本月完成"),
    "done": _plan_lines("累计完成"),
    "rate": _plan_lines("完成率%"),
    "lead": _plan_lines("超/欠序时（百分点）"),
    "since": Column(
        "开工以来完成投资",
        lambda row: row.done_since_start,
        MONEY,
        total=_over("开工以来完成投资"),
    ),
    "share": Column("总投资完成率%", _share_of_total, RATE, total=_over("总投资完成率")),
    "light": _plan_lines("亮灯"),
    "progress": Column("形象进度", lambda row: row.progress or None, css="col-reason", width=30),
    "problem": Column("存在问题", lambda row: row.problem or None, css="col-reason", width=30),
}

USUAL = ("unit", "total", "planned", "done", "rate", "lead", "light", "progress")
"""What a leader asks for most; the name goes without asking."""


def chosen(names: Sequence[str], month: Month, *, by_month: bool) -> tuple[Column[PlanFact], ...]:
    """The columns of these names in the order of the catalogue, the name first; ``by_month`` with
    one for each month of the year so far. Unknown names are left out."""
    asked = [column for name, column in COLUMNS.items() if name == "name" or name in names]
    if "code" in names:
        # It stands in a column of its own, and not below the name as well.
        asked[0] = replace(asked[0], cell=_name_alone)
    months = [_of_month(each) for each in month.since_january()] if by_month else []
    return (*asked, *months)


def _name_alone(row: PlanFact) -> Cell:
    return Cell(row.project_name, href=project_url(row))


def _of_month(month: Month) -> Column[PlanFact]:
    def amount(row: PlanFact) -> int | None:
        return row.standing.months[month.month - 1].amount

    def total(rows: Sequence[PlanFact]) -> Value:
        known = [yuan for row in rows if (yuan := amount(row)) is not None]
        return sum(known) if known else None

    return Column(f"{month.month}月完成", amount, MONEY, total=total)
