"""The county of the third source document, in January 2012: 23 units with a task, 17 of them
with investment (3 at pace), 6 without, of which the document asks whether they had none or sent
none. Here four of the six sent a zero with its reason and two sent nothing. The year's task is
174亿元, of which January did 10.3亿元."""

import datetime
from typing import NamedTuple

from accounts.models import Unit, UnitKind
from investment.models import EntryState, MonthlyEntry, PublishedAs, ReportingPeriod
from measures.money import WAN
from measures.months import Month
from projects.models import (
    AnnualPlan,
    Part,
    PlanCategory,
    PlanItem,
    Project,
    ProjectUnit,
    Tier,
)

JANUARY = Month(2012, 1)


class Task(NamedTuple):
    """A unit's task of the year and what it reported for January, in 万元; None: nothing sent."""

    unit: str
    planned: int
    done: int | None
    reason: str = ""


AT_PACE = [Task(unit, 60_000, 6_000) for unit in ("店埠镇", "撮镇镇", "梁园镇")]
BEHIND = [
    Task(unit, 90_000, 6_000)
    for unit in (
        *("桥头集镇", "长临河镇", "石塘镇", "古城镇", "八斗镇", "元疃镇", "白龙镇"),
        *("张集乡", "众兴乡", "陈集乡", "马湖乡", "牌坊乡", "县水务局"),
    )
] + [Task("县开发区", 90_000, 7_000)]
ZERO = [
    Task("包公镇", 50_000, 0, "winter"),
    Task("响导乡", 50_000, 0, "not_started"),
    Task("杨店乡", 50_000, 0, "winter"),
    Task("县建设局", 50_000, 0, "settlement"),
]
SILENT = [Task("交通局", 50_000, None), Task("省市重点工程", 50_000, None)]


def make_county_of_23(county: Unit) -> dict[str, Unit]:
    """Build it in ``county``, all that was sent approved; its units by name."""
    plan = AnnualPlan.objects.create(
        county=county, year=2012, tier=Tier.COUNTY, name="2012年县“361”行动计划", key="县级"
    )
    period = ReportingPeriod.objects.create(
        county=county,
        year=2012,
        month=1,
        due_on=datetime.date(2012, 2, 6),
        published_as=PublishedAs.FINAL,
    )
    return {
        task.unit: _make_unit(task, plan, period) for task in (*AT_PACE, *BEHIND, *ZERO, *SILENT)
    }


def _make_unit(task: Task, plan: AnnualPlan, period: ReportingPeriod) -> Unit:
    unit = Unit.objects.create(parent=plan.county, name=task.unit, kind=UnitKind.TOWNSHIP)
    project = Project.objects.create(county=plan.county, name=f"{task.unit}固定资产投资")
    ProjectUnit.objects.create(
        project=project, unit=unit, part=Part.REPORTING, from_date=datetime.date(2012, 1, 1)
    )
    PlanItem.objects.create(
        plan=plan,
        project=project,
        category=PlanCategory.CONTINUING,
        planned_investment=task.planned * WAN,
    )
    if task.done is not None:
        MonthlyEntry.objects.create(
            project=project,
            period=period,
            year=2012,
            month=1,
            unit=unit,
            month_amount=task.done * WAN,
            zero_reason=task.reason,
            received_on=datetime.date(2012, 2, 3),
            state=EntryState.APPROVED,
        )
    return unit
