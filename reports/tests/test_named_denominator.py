"""The summary of a list that was adjusted says by which plan, and prints the rate by the other."""

import datetime

import pytest

from accounts.tests.trail import tell_the_rest
from figures.facts import load_facts
from figures.tests.scene import make_line
from measures.money import WAN
from measures.months import Month
from projects.adjustments import services
from projects.adjustments.forcing import put_in_force
from projects.adjustments.wanted import wanted_by
from reports.prose.summary import compose_summary

pytestmark = pytest.mark.django_db

JULY_15, AUGUST_2 = datetime.date(2019, 7, 15), datetime.date(2019, 8, 2)


def test_july_names_the_adjusted_plan_and_june_that_of_the_years_beginning(
    county, unit_a, reviewer, approver
):
    line = make_line(unit_a, "镇区道路改造工程", 1200, {6: 500, 7: 100})
    tell_the_rest()
    adjustment = services.draft_adjustment(plan=line.plan, name="中期调整", by=reviewer)
    services.ask(
        plan=line.plan,
        kind="raise",
        project=line.project,
        wanted=wanted_by("raise", project=line.project, item=line, amount=1500 * WAN),
        reason="县政府会议",
        by=reviewer,
        adjustment=adjustment,
    )
    adjustment.refresh_from_db()
    put_in_force(
        adjustment=adjustment,
        effective_on=JULY_15,
        document_number="示政发〔2019〕12号",
        by=approver,
        version=adjustment.version,
        today=AUGUST_2,
    )
    june, july = (compose_summary(load_facts(county, Month(2019, month))).text for month in (6, 7))
    assert "其余用单位上报数；年度计划为年初计划。" in june
    assert (
        "县级年度计划为调整后计划（自2019年7月15日起，示政发〔2019〕12号）；"
        "年初计划为1200万元，按年初计划完成率为50.0%。" in july
    )
