"""The facts of a county at a cut-off, read from the database."""

import datetime
from dataclasses import fields

import pytest

from figures.curve import row_at
from figures.facts import cut_off, load_facts
from figures.lights import Colour
from figures.models import LightFamily, LightScheme
from figures.months import default_month
from figures.plan_fact import PlanFact
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from investment.standing import MonthState
from measures.money import WAN
from measures.months import Month
from projects.models import (
    AnnualPlan,
    LeadOfficial,
    MilestoneKind,
    Part,
    PlanCategory,
    PlanItem,
    Project,
    ProjectUnit,
    Tier,
)
from projects.tests.factories import MilestoneFactory

JUNE = Month(2019, 6)


@pytest.fixture
def plan(county):
    return AnnualPlan.objects.create(
        county=county, year=2019, tier=Tier.COUNTY, name="2019年县级重点项目", key="县级"
    )


@pytest.fixture
def listed(county, plan, unit_a):
    """Put a project of unit A on the county list, with values as given."""

    def put(name, *, planned=1200, category=PlanCategory.NEW, planned_month=1, on=None, **values):
        project = Project.objects.create(county=county, name=name, **values)
        ProjectUnit.objects.create(
            project=project, unit=unit_a, part=Part.REPORTING, from_date="2019-01-01"
        )
        PlanItem.objects.create(
            plan=on or plan,
            project=project,
            category=category,
            planned_investment=None if planned is None else planned * WAN,
            planned_start=datetime.date(2019, planned_month, 1),
        )
        return project

    return put


@pytest.fixture
def reported(county, unit_a):
    """Give a project an entry of a month; amounts in 万元."""

    def report(project, month, state=EntryState.APPROVED, **amounts):
        period, _ = ReportingPeriod.objects.get_or_create(
            county=county, year=2019, month=month, defaults={"due_on": datetime.date(2019, 12, 5)}
        )
        return MonthlyEntry.objects.create(
            project=project,
            period=period,
            year=2019,
            month=month,
            unit=unit_a,
            state=state,
            **{name: value * WAN for name, value in amounts.items()},
        )

    return report


def only(county, month=JUNE):
    (row,) = load_facts(county, month).rows
    return row


def test_facts_read_the_latest_year_to_date(county, listed, reported):
    project = listed("城南学校建设项目", actual_start=datetime.date(2019, 2, 1))
    reported(project, 3, month_amount=100)
    reported(project, 6, month_amount=50, year_to_date=600)
    row = only(county)
    assert row.done == 600 * WAN
    assert row.done_this_month == 50 * WAN
    states = [month.state for month in row.standing.months]
    assert states == [
        MonthState.COVERED,
        MonthState.COVERED,
        MonthState.MONEY,
        MonthState.COVERED,
        MonthState.COVERED,
        MonthState.MONEY,
    ]


def test_only_approved_entries_count_and_what_waits_is_shown_beside(county, listed, reported):
    project = listed("城南学校建设项目")
    reported(project, 5, year_to_date=300)
    reported(project, 6, year_to_date=600, state=EntryState.SUBMITTED)
    row = only(county)
    assert row.done == 300 * WAN
    assert row.is_waiting
    assert not row.is_reported


def test_a_month_reported_with_the_next_is_no_silence_when_one_looks_back(county, listed, reported):
    project = listed("城南学校建设项目")
    reported(project, 2, month_amount=100)
    MonthlyEntry.objects.update(months_covered=2)
    january, february = (
        row_at(only(county, Month(2019, 3)), Month(2019, number)) for number in (1, 2)
    )
    assert [(row.is_silent, row.done_this_month, row.done) for row in (january, february)] == [
        (False, None, None),
        (False, 100 * WAN, 100 * WAN),
    ]


def test_the_verified_figure_is_read_where_there_is_one(county, listed, reported):
    project = listed("城南学校建设项目")
    reported(project, 6, year_to_date=600, verified_year_to_date=550)
    assert only(county).done == 550 * WAN


def test_months_after_the_cut_off_are_not_read(county, listed, reported):
    project = listed("城南学校建设项目", actual_start=datetime.date(2019, 7, 2))
    reported(project, 7, year_to_date=700)
    row = only(county)
    assert row.done is None
    assert not row.is_started


def test_a_project_that_starts_later_was_not_started_before(county, listed):
    listed("城南学校建设项目", actual_start=datetime.date(2019, 4, 8), planned_month=2)
    assert not only(county, Month(2019, 3)).is_started
    assert only(county, Month(2019, 4)).is_started


def test_a_continuing_project_has_started(county, listed):
    listed("抽水蓄能电站项目", category=PlanCategory.CONTINUING)
    assert only(county).is_started


def test_a_silent_project_shows_no_light_whatever_it_reported_before(county, listed, reported):
    project = listed("城南学校建设项目", actual_start=datetime.date(2019, 1, 5))
    reported(project, 5, year_to_date=1)
    assert only(county).light.colour is Colour.UNREPORTED


def test_a_preliminary_project_keeps_its_class_and_shows_no_light(county, listed):
    project = listed("通用机场项目", category=PlanCategory.PRELIMINARY, planned=None)
    for kind in (MilestoneKind.FEASIBILITY, MilestoneKind.START):
        MilestoneFactory(project=project, kind=kind, reached_on="2019-05-30")
    MilestoneFactory(project=project, kind=MilestoneKind.TENDER, reached_on="2019-07-01")
    row = only(county)
    assert (row.category, row.milestone) == ("preliminary", "start")
    assert row.light.colour is Colour.NONE


def test_a_project_on_two_lists_has_a_line_in_each_with_its_own_figure(county, listed, reported):
    project = listed("镇区道路改造工程", planned=531)
    municipal = AnnualPlan.objects.create(
        county=county, year=2019, tier=Tier.MUNICIPAL, name="2019年市级重点项目", key="市级"
    )
    PlanItem.objects.create(
        plan=municipal,
        project=project,
        category=PlanCategory.NEW,
        planned_investment=530 * WAN,
    )
    reported(project, 6, year_to_date=100)
    facts = load_facts(county, JUNE)
    assert facts.keys == ["市级", "县级"]
    assert [(row.planned, row.done) for row in facts.rows] == [
        (530 * WAN, 100 * WAN),
        (531 * WAN, 100 * WAN),
    ]


def test_parts_and_officials_are_those_of_the_cut_off(county, listed, unit_a, unit_b):
    project = listed("城南学校建设项目")
    part = ProjectUnit.objects.get(project=project)
    part.until = datetime.date(2019, 7, 1)
    part.save()
    ProjectUnit.objects.create(
        project=project, unit=unit_b, part=Part.REPORTING, from_date="2019-07-01"
    )
    LeadOfficial.objects.create(
        project=project, name="县长", from_date="2019-01-01", until="2019-07-01"
    )
    LeadOfficial.objects.create(project=project, name="常务副县长", from_date="2019-07-01")
    june, july = only(county), only(county, Month(2019, 7))
    assert (june.unit_id, june.lead_official) == (unit_a.pk, "县长")
    assert (july.unit_id, july.lead_official) == (unit_b.pk, "常务副县长")


def test_a_scheme_of_lights_applies_from_its_day_and_older_months_keep_theirs(
    county, listed, reported
):
    project = listed("城南学校建设项目", actual_start=datetime.date(2019, 1, 5), planned=1000)
    reported(project, 6, year_to_date=450)
    reported(project, 7, year_to_date=530)
    LightScheme.objects.create(
        county=county,
        from_date=datetime.date(2019, 7, 1),
        family=LightFamily.RATIO,
        green_limit=80,
        amber_limit=60,
        source="县政办〔2019〕12号",
    )
    assert only(county, JUNE).light.colour is Colour.AMBER
    assert only(county, Month(2019, 7)).light.colour is Colour.GREEN


def test_a_reporter_sees_the_facts_of_own_projects_alone(
    county, listed, reporter, other_reporter, leader
):
    listed("城南学校建设项目")
    facts = load_facts(county, JUNE)
    assert len(facts.visible_to(reporter).rows) == 1
    assert facts.visible_to(other_reporter).rows == ()
    assert len(facts.visible_to(leader).rows) == 1


def test_the_cut_off_is_the_last_month_that_has_ended():
    assert cut_off(datetime.date(2019, 6, 30)) == JUNE
    assert cut_off(datetime.date(2019, 7, 30)) == JUNE
    assert cut_off(datetime.date(2019, 7, 31)) == Month(2019, 7)


def test_pages_default_to_the_latest_month_with_approved_entries(county, listed, reported):
    assert default_month(county) is None
    project = listed("城南学校建设项目")
    reported(project, 6, year_to_date=1)
    reported(project, 7, year_to_date=2, state=EntryState.SUBMITTED)
    assert default_month(county) == JUNE


def test_the_number_of_queries_does_not_grow_with_the_projects(
    county, listed, reported, django_assert_num_queries
):
    def queries():
        with django_assert_num_queries(19):
            load_facts(county, JUNE)

    reported(listed("项目0"), 6, year_to_date=1)
    queries()
    for number in range(1, 30):
        reported(listed(f"项目{number}"), 6, year_to_date=1)
    queries()


def test_a_line_is_what_its_constructor_makes(county, listed, reported):
    reported(listed("甲公路"), 6, year_to_date=1)
    (row,) = load_facts(county, JUNE).rows
    assert row == PlanFact(**{each.name: getattr(row, each.name) for each in fields(PlanFact)})
