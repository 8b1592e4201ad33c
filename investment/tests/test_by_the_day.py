"""Months by the day: who owes one, and may send it, is who reported on its last day."""

import datetime
from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.trail.dated import Dating
from accounts.trail.reader import Reader
from investment import services
from investment.drafts import EntryDraft
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from investment.selectors import entry_sheet, period_lines, period_progress, review_matrix
from investment.selectors.answering import answering_in
from investment.selectors.board import board_of
from investment.selectors.facts import planned_by_project
from investment.selectors.owing import owing_of
from investment.selectors.publishing import reviewed_of
from investment.selectors.unit_months import month_of_units
from measures.money import WAN
from measures.months import Month
from projects.models import FormerTerms, Part, PlanCategory, PlanItem, ProjectUnit
from projects.reading import reporters_beside, reporters_of
from projects.services import assign_unit

pytestmark = pytest.mark.django_db

JANUARY_10 = datetime.date(2020, 1, 10)
DECEMBER = Month(2019, 12)


@pytest.fixture
def december(county):
    return ReportingPeriod.objects.create(
        county=county, year=2019, month=12, due_on=datetime.date(2020, 1, 6)
    )


@pytest.fixture
def january(county):
    return ReportingPeriod.objects.create(
        county=county, year=2020, month=1, due_on=datetime.date(2020, 2, 5)
    )


@pytest.fixture
def handed_over(project, unit_b, approver, settings):
    """Unit B reports unit A's project from 10 January 2020 on."""
    settings.XUSHI_TODAY = JANUARY_10.isoformat()
    assign_unit(
        project=project, unit=unit_b, part=Part.REPORTING, by=approver, on=JANUARY_10, reason="移交"
    )
    return project


def told(period, *units):
    """What every reader says of a month, and each unit of what it owes of it."""
    county, today = period.county, JANUARY_10
    matrix = review_matrix(county, period.year, today)
    return {
        "board": [(fact.unit_name, fact.project_name) for fact in board_of(county, period).facts],
        "matrix": [(row.unit.name, [c.total for c in row.cells]) for row in matrix.rows],
        "owing": [(debt.unit.name, debt.missing) for debt in owing_of(period).debts],
        "units": [(u.unit.name, u.owed, u.planned) for u in month_of_units(period, today).units],
        "reviewed": reviewed_of(period).owed,
        "lines": [line.owed for line in period_lines(county) if line.period == period],
        "progress": [period_progress(unit, period, today).owing for unit in units],
    }


# --- A hand-over -----------------------------------------------------------------------


def test_every_reader_of_a_past_month_says_after_a_hand_over_what_it_said_before(
    december, project, other_project, unit_a, unit_b, approver
):
    before = told(december, unit_a, unit_b)
    assert (before["owing"], before["progress"]) == ([("交通运输局", 1), ("水利局", 1)], [1, 1])
    assign_unit(
        project=project, unit=unit_b, part=Part.REPORTING, by=approver, on=JANUARY_10, reason="移交"
    )
    assert told(december, unit_a, unit_b) == before


def test_december_is_sent_by_who_reported_then_and_seen_by_who_does_now(
    client, december, handed_over, unit_a, unit_b, reporter, other_reporter
):
    draft = EntryDraft(handed_over.pk, month_amount=50 * WAN, progress="主体施工")
    with pytest.raises(NotAllowed):
        services.save_entries(period=december, drafts=[draft], by=other_reporter, today=JANUARY_10)
    sheets = [entry_sheet(unit, december, JANUARY_10) for unit in (unit_a, unit_b)]
    assert [[row.project for row in sheet.rows] for sheet in sheets] == [[handed_over], []]
    services.send_entries(period=december, drafts=[draft], by=reporter, today=JANUARY_10)
    entry = MonthlyEntry.objects.get()
    assert (entry.unit, entry.state) == (unit_a, EntryState.SUBMITTED)
    for user in (reporter, other_reporter):
        assert list(MonthlyEntry.objects.visible_to(user)) == [entry]
    # The unit that reports now takes nothing back, the one that sent it does.
    versions = {entry.pk: entry.version}
    with pytest.raises(NotAllowed):
        services.withdraw_entries(versions=versions, by=other_reporter, today=JANUARY_10)
    client.force_login(other_reporter, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("investment:withdraw", args=[unit_b.pk, DECEMBER])
    assert client.post(address, {"sent": f"{entry.pk}:{entry.version}"}).status_code == 404
    services.withdraw_entries(versions=versions, by=reporter, today=JANUARY_10)
    assert MonthlyEntry.objects.get().state == EntryState.DRAFT


def test_what_the_former_unit_has_not_sent_of_december_is_its_own(
    client, december, handed_over, reporter, other_reporter
):
    draft = EntryDraft(handed_over.pk, month_amount=77 * WAN, progress="没想好")
    services.save_entries(period=december, drafts=[draft], by=reporter, today=JANUARY_10)
    client.force_login(other_reporter, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("investment:project", args=[handed_over.pk, 2019])
    assert "没想好" not in client.get(address).content.decode()
    services.send_entries(
        period=december, drafts=[replace(draft, version=1)], by=reporter, today=JANUARY_10
    )
    assert "没想好" in client.get(address).content.decode()


def test_january_is_sent_by_who_reports_now_alone(
    january, plan, handed_over, unit_a, unit_b, reporter, other_reporter
):
    plan.year = 2020
    plan.save()
    assert [period_progress(unit, january, JANUARY_10).owing for unit in (unit_a, unit_b)] == [0, 1]
    draft = EntryDraft(handed_over.pk, month_amount=50 * WAN, progress="主体施工")
    with pytest.raises(NotAllowed):
        services.send_entries(period=january, drafts=[draft], by=reporter, today=JANUARY_10)
    services.send_entries(period=january, drafts=[draft], by=other_reporter, today=JANUARY_10)
    assert MonthlyEntry.objects.get().unit == unit_b


def test_a_correction_of_december_is_proposed_by_who_reported_then(
    december, handed_over, unit_a, reporter, other_reporter, make_entry
):
    entry = MonthlyEntry.objects.create(
        project=handed_over,
        period=december,
        year=2019,
        month=12,
        unit=unit_a,
        month_amount=50 * WAN,
        progress="主体施工",
        state=EntryState.APPROVED,
    )
    draft = EntryDraft(handed_over.pk, version=1, month_amount=40 * WAN, progress="主体施工")
    with pytest.raises(NotAllowed):
        services.propose_correction(
            entry=entry, draft=draft, reason="多报", by=other_reporter, today=JANUARY_10
        )
    proposal = services.propose_correction(
        entry=entry, draft=draft, reason="多报", by=reporter, today=JANUARY_10
    )
    assert proposal.proposed_by == reporter


def test_for_a_unit_that_is_closed_who_took_over_sends_december(
    december, handed_over, unit_a, unit_b, other_reporter
):
    unit_a.is_active = False
    unit_a.save()
    assert [(debt.unit, debt.missing) for debt in owing_of(december).debts] == [(unit_b, 1)]
    draft = EntryDraft(handed_over.pk, month_amount=50 * WAN, progress="主体施工")
    services.send_entries(period=december, drafts=[draft], by=other_reporter, today=JANUARY_10)
    assert MonthlyEntry.objects.get().unit == unit_b
    # A month that is over is what it was, whatever became of the unit.
    december.closed_at = datetime.datetime(2020, 1, 9, tzinfo=datetime.UTC)
    december.save()
    MonthlyEntry.objects.all().delete()
    assert [(debt.unit, debt.missing) for debt in owing_of(december).debts] == [(unit_a, 1)]


def test_the_query_and_the_fold_name_the_same_reporter_of_every_day(
    project, other_project, unit_a, unit_b, approver, county
):
    days = [datetime.date(2019, month, 10) for month in (3, 6, 9)]
    for day, unit in zip(days, (unit_b, unit_a, unit_b), strict=True):
        assign_unit(
            project=project, unit=unit, part=Part.REPORTING, by=approver, on=day, reason="移交"
        )
    for day in (datetime.date(2018, 1, 1), *days, datetime.date(2019, 12, 31)):
        parts = ProjectUnit.objects.reporting_on(day)
        asked = dict(parts.values_list("project_id", "unit_id"))
        assert asked == reporters_of(Reader(county)).on(day)


@pytest.mark.parametrize("is_active", [True, False])
def test_the_query_and_the_fold_name_who_answers_for_every_month(
    handed_over, other_project, unit_a, is_active
):
    unit_a.is_active = is_active
    unit_a.save()
    for day in (datetime.date(2018, 1, 31), datetime.date(2019, 12, 31), JANUARY_10):
        parts = ProjectUnit.objects.answering_for(day).filter(project=handed_over)
        [asked] = parts.values_list("project_id", "unit_id")
        assert asked in reporters_beside(unit_a).answering_for(day).items()


def test_a_closed_unit_without_an_heir_answers_on_its_sheet_as_in_the_counts(
    december, project, unit_a
):
    """Its part is over and nobody reports the project since: the month is owed all the same."""
    ProjectUnit.objects.filter(project=project, part=Part.REPORTING).update(until=JANUARY_10)
    unit_a.is_active = False
    unit_a.save()
    day = DECEMBER.last_day
    parts = ProjectUnit.objects.answering_for(day).filter(project=project)
    assert answering_in(december.county, [december]).months[DECEMBER] == {project.pk: unit_a.pk}
    assert reporters_beside(unit_a).answering_for(day) == {project.pk: unit_a.pk}
    assert list(parts.values_list("unit", flat=True)) == [unit_a.pk]


# --- Lines of a list -------------------------------------------------------------------


def change_line(project, day, **terms):
    item = PlanItem.objects.get(project=project)
    dating = Dating(FormerTerms, [item])
    dating.change(item, day, terms)
    item.save()
    dating.save()


@pytest.mark.parametrize(
    "terms",
    [{"is_dropped": True}, {"category": PlanCategory.PRELIMINARY}, {"planned_investment": WAN}],
)
def test_a_line_dropped_or_changed_later_moves_no_reader_of_the_month_before(
    period, project, other_project, unit_a, unit_b, county, terms
):
    before = told(period, unit_a, unit_b)
    sheet = [row.plan.planned_investment for row in entry_sheet(unit_a, period, JANUARY_10).rows]
    change_line(project, datetime.date(2019, 9, 1), **terms)
    assert told(period, unit_a, unit_b) == before
    assert planned_by_project(county, Month(2019, 7))[project.pk] == 1000 * WAN
    after = entry_sheet(unit_a, period, JANUARY_10)
    assert [row.plan.planned_investment for row in after.rows] == sheet == [1000 * WAN]


def test_a_line_that_was_dropped_owes_nothing_from_then_on(
    december, project, other_project, unit_a, unit_b
):
    change_line(project, datetime.date(2019, 9, 1), is_dropped=True)
    assert told(december, unit_a, unit_b) == {
        "board": [("水利局", other_project.name)],
        "matrix": [("水利局", [1])],
        "owing": [("水利局", 1)],
        "units": [("水利局", 1, 1000 * WAN)],
        "reviewed": 1,
        "lines": [1],
        "progress": [0, 1],
    }
    assert entry_sheet(unit_a, december, JANUARY_10).rows == []
