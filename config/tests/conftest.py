"""The sheet of three projects that the browser tests of it begin with."""

import pytest

from config.tests.clerk import Clerk
from investment.models import ReportingPeriod
from measures.money import WAN
from projects.models import AnnualPlan, Part, PlanItem, Project, ProjectUnit, Tier


@pytest.fixture
def projects(county, unit_a):
    plan = AnnualPlan.objects.create(
        county=county, year=2019, tier=Tier.COUNTY, name="2019年县级重点项目", key="县级"
    )
    ReportingPeriod.objects.create(county=county, year=2019, month=7, due_on="2019-08-05")
    made = [Project.objects.create(county=county, name=name) for name in ("甲路", "乙桥", "丙站")]
    for position, project in enumerate(made):
        ProjectUnit.objects.create(
            project=project, unit=unit_a, part=Part.REPORTING, from_date="2019-01-01"
        )
        PlanItem.objects.create(
            plan=plan,
            project=project,
            category="new",
            planned_investment=1000 * WAN,
            position=position,
        )
    return made


@pytest.fixture
def clerk(page, live_server, reporter, unit_a, projects):
    clerk = Clerk(page, live_server, unit_a, projects)
    clerk.sign_in(reporter)
    return clerk.open()
