"""85 entries of July that wait in a county of 17 units, five projects each."""

import datetime

from accounts import clock
from accounts.models import Unit, UnitKind
from investment.models import (
    CheckFinding,
    EntryState,
    MonthlyEntry,
    ReportingPeriod,
    Verdict,
)
from measures.money import WAN
from projects.models import (
    AnnualPlan,
    Part,
    PlanCategory,
    PlanItem,
    Project,
    ProjectUnit,
    Tier,
)

UNITS, OF_EACH, EXPLAINED = 17, 5, 8


def make_eighty_five(county):
    """The entries; one is called 经核不符, and eight more are explained and not judged."""
    units = [
        Unit.objects.create(parent=county, name=f"第{n}局", kind=UnitKind.DEPARTMENT)
        for n in range(UNITS)
    ]
    plan = AnnualPlan.objects.create(
        county=county, year=2019, tier=Tier.COUNTY, name="2019年县级重点", key="县级"
    )
    period = ReportingPeriod.objects.create(
        county=county, year=2019, month=7, due_on=datetime.date(2019, 8, 5)
    )
    owners = [unit for unit in units for _ in range(OF_EACH)]
    projects = Project.objects.bulk_create(
        Project(county=county, name=f"{n}号工程") for n in range(len(owners))
    )
    pairs = list(zip(projects, owners, strict=True))
    ProjectUnit.objects.bulk_create(
        ProjectUnit(project=p, unit=u, part=Part.REPORTING, from_date=datetime.date(2019, 1, 1))
        for p, u in pairs
    )
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan, project=p, category=PlanCategory.CONTINUING, planned_investment=1000 * WAN
        )
        for p in projects
    )
    entries = MonthlyEntry.objects.bulk_create(
        MonthlyEntry(
            project=p,
            unit=u,
            period=period,
            year=2019,
            month=7,
            month_amount=50 * WAN,
            progress="主体施工",
            state=EntryState.SUBMITTED,
        )
        for p, u in pairs
    )
    CheckFinding.objects.bulk_create(
        CheckFinding(
            entry=entry,
            code="same_money",
            check_class="explain",
            message="与上月相同",
            explanation="结算滞后",
            found_at=clock.now(),
            verdict=Verdict.FALSE if place == 0 else "",
        )
        for place, entry in enumerate(entries[: EXPLAINED + 1])
    )
    return entries
