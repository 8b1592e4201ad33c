"""All that a year does to a county, one after the other: June stays byte by byte what it was."""

import datetime

import pytest

from accounts import clock
from accounts.models import Unit
from accounts.trail.proposals import accept
from accounts.trail.rebuilding import differences
from figures.facts import load_facts
from figures.tests.scene import JUNE, enter
from figures.tests.test_a_past_that_stays import (
    AUGUST_2,
    JANUARY_10,
    known,
    plan_of_2020,
    printed,
    sample_county,
)
from investment.models import ReportingPeriod
from investment.selectors import review_matrix
from investment.selectors.board import board_of
from measures.money import WAN
from measures.months import Month
from projects.intake import apply_plan, preview_plan
from projects.mergers.services import propose_merger
from projects.models import FormerDetails, PlanItem, Project, ProjectUnit
from projects.services import ForMany, assign_unit, change_many, update_project
from projects.tests.factories import CategoryFactory

__all__ = ["plan_of_2020", "sample_county"]

AUGUST_1 = datetime.date(2019, 8, 1)


def june(county):
    """What is printed of June, and what the pages that count by unit say of it."""
    period = ReportingPeriod.objects.get(county=county, month=6)
    rows = [(row.unit.name, row.cells) for row in review_matrix(county, 2019, AUGUST_2).rows]
    return printed(), load_facts(county, JUNE).rows, board_of(county, period).facts, rows


@pytest.mark.slow
@pytest.mark.django_db
def test_june_is_the_same_before_and_after_a_years_deeds(
    sample_county,
    plan_of_2020,
    administrator,
    approver,
):
    county = sample_county
    projects = list(Project.objects.filter(county=county).order_by("pk"))
    for project in projects[::2]:
        enter(project, 6, month_amount=100 * WAN, year_to_date=600 * WAN)
    before, told, moment = june(county), known(), clock.now()
    first, second, *others = list(
        Unit.objects.filter(project_parts__part="reporting", is_active=True).distinct()
    )
    renamed, handed_over = projects[0], projects[1]

    def changed(project, today, **change):
        project.refresh_from_db()
        update_project(project=project, by=approver, version=project.version, today=today, **change)

    # August: two units merged, a project renamed, one handed over, some reclassed.
    merger = propose_merger(
        unit=first,
        successor=second,
        from_day=AUGUST_1,
        document="县机构改革方案",
        by=administrator,
        today=AUGUST_2,
    )
    accept(proposal=merger, by=approver, today=AUGUST_2)
    changed(renamed, AUGUST_2, changes={"name": "改了名的工程"}, reason="批复")
    assign_unit(
        project=handed_over,
        unit=others[0],
        part="reporting",
        by=approver,
        on=AUGUST_2,
        reason="移交",
    )
    reclassed = projects[2:12]
    change_many(
        county=county,
        versions=dict(
            Project.objects.filter(pk__in=[p.pk for p in reclassed]).values_list("pk", "version")
        ),
        change=ForMany(category=CategoryFactory(county=county, name="另一类")),
        by=approver,
        on=AUGUST_2,
        document="类别调整",
    )
    assert june(county) == before
    # The next year: its plan, with other classes, totals, units and officials; another total.
    preview = preview_plan(plan_of_2020, county=county, year=2020, today=JANUARY_10)
    apply_plan(preview, by=approver)
    total = {"total_investment": 123_456 * WAN}
    day = datetime.date(2020, 1, 1)
    changed(projects[20], JANUARY_10, changes=total, reason="概算调整", from_day=day)

    assert june(county) == before
    assert known(known_at=moment) == told
    now = {row.project_id: row for row in load_facts(county, Month(2020, 1)).rows}
    assert now[projects[20].pk].total_investment == 123_456 * WAN
    assert len({row.unit_name for row in now.values()}) < len({row.unit_name for row in before[1]})
    assert differences(FormerDetails, PlanItem, Project, ProjectUnit) == []
