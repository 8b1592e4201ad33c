"""Projects of two units on the county's list, and a July that is open."""

import datetime

import pytest

from investment import services
from investment.drafts import EntryDraft
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
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

TODAY = datetime.date(2019, 8, 2)
JULY = Month(2019, 7)


@pytest.fixture
def today():
    return TODAY


@pytest.fixture
def plan(county):
    return AnnualPlan.objects.create(
        county=county, year=2019, tier=Tier.COUNTY, name="2019年县级重点建设项目", key="县级"
    )


@pytest.fixture
def make_project(county, plan):
    """Make a project that ``unit`` reports, on the county's list."""

    def make(name, unit, category=PlanCategory.CONTINUING, planned=1000 * WAN, **facts):
        project = Project.objects.create(county=county, name=name, **facts)
        ProjectUnit.objects.create(
            project=project, unit=unit, part=Part.REPORTING, from_date=datetime.date(2019, 1, 1)
        )
        PlanItem.objects.create(
            plan=plan, project=project, category=category, planned_investment=planned
        )
        return project

    return make


@pytest.fixture
def project(make_project, unit_a):
    return make_project("镇区道路改造工程", unit_a)


@pytest.fixture
def second_project(make_project, unit_a):
    return make_project("客运站迁建工程", unit_a)


@pytest.fixture
def other_project(make_project, unit_b):
    return make_project("河道综合治理工程", unit_b)


@pytest.fixture
def period(county):
    return ReportingPeriod.objects.create(
        county=county, year=2019, month=7, due_on=datetime.date(2019, 8, 5)
    )


@pytest.fixture
def make_entry(period):
    """Put an entry straight into a state, as it would be found there."""

    def make(project, state=EntryState.DRAFT, **values):
        part = project.unit_parts.get(part=Part.REPORTING)
        fields = {
            "period": period,
            "month": 7,
            "month_amount": 100 * WAN,
            "progress": "主体施工",
            **values,
        }
        return MonthlyEntry.objects.create(
            project=project, year=2019, unit=part.unit, state=state, **fields
        )

    return make


@pytest.fixture
def give_longer(period, approver, today):
    """Give a unit longer for a period, July where none is given."""

    def give(unit, until, period=period):
        return services.extend_period(
            period=period, unit=unit, until=until, reason="系统升级", by=approver, today=today
        )

    return give


@pytest.fixture
def draft(project):
    return EntryDraft(project.pk, month_amount=100 * WAN, progress="主体施工")
