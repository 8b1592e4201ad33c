"""Total investment is held against what is known since the beginning, whatever year that is of."""

import datetime

import pytest

from investment.drafts import EntryDraft
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from investment.selectors import entry_sheet
from investment.services.checking import check_results
from measures.money import WAN
from measures.months import Month
from projects.services import update_project

pytestmark = pytest.mark.django_db
JANUARY = Month(2020, 1)
TODAY = datetime.date(2020, 1, 31)


@pytest.fixture
def known_of_2018(project):
    project.total_investment = 1000 * WAN
    project.invested_before, project.invested_before_year = 600 * WAN, 2018
    project.save()
    return project


@pytest.fixture
def done_in_2019(known_of_2018, county, unit_a):
    """300 万元 in December of 2019."""
    december = ReportingPeriod.objects.create(county=county, year=2019, month=12, due_on=TODAY)
    return MonthlyEntry.objects.create(
        project=known_of_2018,
        period=december,
        year=2019,
        month=12,
        unit=unit_a,
        year_to_date=300 * WAN,
        progress="主体施工",
        state=EntryState.APPROVED,
    )


def found(project, amount, month=JANUARY):
    draft = EntryDraft(project.pk, month_amount=amount * WAN, progress="主体施工")
    results = check_results(month, [(project, draft)], today=TODAY)[project.pk]
    return [result.message for result in results if "超过总投资" in result.message]


def test_a_figure_of_two_years_ago_counts_with_the_year_that_was_reported_since(done_in_2019):
    project = done_in_2019.project
    assert found(project, 100) == []
    assert found(project, 101) == [
        "截至2018年底600＋此后至上年底300＋本年累计101＝1,001万元，超过总投资1,000万元，请改正或说明"
    ]


def test_a_year_of_which_nothing_was_sent_adds_nothing(known_of_2018):
    assert found(known_of_2018, 400) == []
    assert found(known_of_2018, 401) == [
        "截至2018年底600＋本年累计401＝1,001万元，超过总投资1,000万元，请改正或说明"
    ]


def test_what_is_said_from_next_year_on_leaves_december_held_against_the_year_before(
    known_of_2018, approver
):
    update_project(
        project=known_of_2018,
        changes={"invested_before": 950 * WAN, "invested_before_year": 2019},
        reason="2020年计划",
        by=approver,
        version=known_of_2018.version,
        today=TODAY,
        from_day=datetime.date(2020, 1, 1),
    )
    known_of_2018.refresh_from_db()
    december = Month(2019, 12)
    assert found(known_of_2018, 400, december) == []
    assert found(known_of_2018, 401, december) == [
        "截至上年底600＋本年累计401＝1,001万元，超过总投资1,000万元，请改正或说明"
    ]
    assert found(known_of_2018, 51) == [
        "截至上年底950＋本年累计51＝1,001万元，超过总投资1,000万元，请改正或说明"
    ]


def test_the_sheet_of_january_says_it_too(done_in_2019, plan, county, unit_a):
    plan.year = 2020
    plan.save()
    january = ReportingPeriod.objects.create(county=county, year=2020, month=1, due_on=TODAY)
    MonthlyEntry.objects.create(
        project=done_in_2019.project,
        period=january,
        year=2020,
        month=1,
        unit=unit_a,
        month_amount=101 * WAN,
        progress="主体施工",
    )
    [row] = entry_sheet(unit_a, january, TODAY).rows
    assert [r.message for r in row.results if "超过总投资" in r.message] == [
        "截至2018年底600＋此后至上年底300＋本年累计101＝1,001万元，超过总投资1,000万元，请改正或说明"
    ]
