"""The board of a month: reported, zero, covered, silent, late, by unit and by name."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.trail.proposals import ProposalState
from investment.models import (
    EntryState,
    MonthlyEntry,
    PeriodExtension,
    ReportingPeriod,
)
from investment.selectors.board import board_of
from investment.tests.county_of_23 import JANUARY, make_county_of_23
from measures.months import Month

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)
DUE, LATE = datetime.date(2019, 8, 5), datetime.date(2019, 8, 6)


def numbers(board):
    return {count.kind.key: count.number for count in board.counts}


def words(board):
    return {fact.project_name: fact.words for fact in board.facts}


@pytest.fixture
def county_of_23(county):
    return make_county_of_23(county)


@pytest.fixture
def january(county_of_23, county):
    return ReportingPeriod.objects.get(county=county, year=2012, month=1)


def test_the_county_of_23_units_shows_as_such(county, january):
    board = board_of(county, january)
    assert board.sentence == "23个单位中报送21个、报齐21个：有投资17个，零投资4个，未报送2个。"
    assert numbers(board) == {
        "money": 17,
        "zero": 4,
        "covered": 0,
        "silent": 2,
        "late": 0,
        "estimate": 0,
        "waiting": 0,
    }
    assert [(unit.unit_name, unit.word, unit.reasons) for unit in board.units[17:]] == [
        ("包公镇", "零投资", "冬休"),
        ("响导乡", "零投资", "未开工"),
        ("杨店乡", "零投资", "冬休"),
        ("县建设局", "零投资", "结算未到"),
        ("交通局", "未报送", ""),
        ("省市重点工程", "未报送", ""),
    ]


def test_each_count_opens_its_rows(client, leader, county_of_23):
    client.force_login(leader)
    address = reverse("investment:board", args=[JANUARY])
    for count in client.get(address).context["board"].counts:
        page = client.get(address, {"show": count.kind.key})
        assert sum(len(unit.shown) for unit in page.context["opened"]) == count.number


def test_a_count_of_one_unit_opens_its_rows_alone(client, leader, county_of_23):
    client.force_login(leader)
    asked = {"show": "zero", "unit": county_of_23["包公镇"].pk}
    page = client.get(reverse("investment:board", args=[JANUARY]), asked)
    [unit] = page.context["opened"]
    assert [fact.words for fact in unit.shown] == ["零投资：冬休"]


def test_a_later_total_covers_the_month(county, period, project, make_entry):
    august = ReportingPeriod.objects.create(
        county=county, year=2019, month=8, due_on=datetime.date(2019, 9, 5)
    )
    make_entry(
        project, EntryState.APPROVED, period=august, month=8, month_amount=None, year_to_date=900
    )
    assert words(board_of(county, period)) == {project.name: "已含在后期累计"}


def test_a_draft_or_a_returned_entry_is_silence(
    county, period, project, second_project, make_entry
):
    make_entry(project, EntryState.DRAFT)
    make_entry(second_project, EntryState.RETURNED, received_on=LATE)
    board = board_of(county, period)
    assert [(fact.received_on, fact.is_late) for fact in board.facts] == [(None, False)] * 2
    assert words(board) == {project.name: "未报送", second_project.name: "未报送（已退回）"}
    assert board.sentence == "1个单位中报送0个、报齐0个：未报送1个。"


def test_a_zero_does_not_speak_for_the_silent_project_beside_it(
    county, period, project, second_project, make_entry
):
    make_entry(project, EntryState.APPROVED, month_amount=0, zero_reason="suspended")
    board = board_of(county, period)
    assert board.sentence == "1个单位中报送1个、报齐0个：未报齐1个。"
    assert words(board) == {project.name: "零投资：停工", second_project.name: "未报送"}


@pytest.mark.parametrize(("day", "late"), [(DUE, 0), (LATE, 1), (None, 0)])
def test_lateness_goes_by_the_day_of_receipt(county, period, project, make_entry, day, late):
    make_entry(project, EntryState.SUBMITTED, received_on=day)
    assert numbers(board_of(county, period))["late"] == late


def test_what_came_within_an_extension_is_not_late(
    county, period, project, make_entry, unit_a, approver
):
    make_entry(project, EntryState.SUBMITTED, received_on=LATE)
    PeriodExtension.objects.create(
        period=period,
        unit=unit_a,
        until=LATE,
        reason="洪水",
        state=ProposalState.ACCEPTED,
        proposed_by=approver,
        proposed_at=datetime.datetime(2019, 8, 1, tzinfo=datetime.UTC),
    )
    [fact] = board_of(county, period).facts
    assert (fact.is_late, fact.due_on) == (False, LATE)


def lede(response):
    found = re.search(r'<div class="page-lede">(.*?)</div>', response.content.decode(), re.DOTALL)
    return re.sub(r"<.*?>|\s+", "", found[1])


def test_the_board_says_how_many_units_were_given_longer(
    client, leader, period, project, second_project, other_project, unit_a, give_longer
):
    client.force_login(leader)
    page = reverse("investment:board", args=[JULY])
    told = "2个单位中报送0个、报齐0个：未报送2个。3个项目中报送0个，8月5日截止"
    assert lede(client.get(page)) == f"{told}。"
    give_longer(unit_a, LATE)
    assert lede(client.get(page)) == f"{told}（1个单位延期）。"


def test_an_estimate_and_what_waits_are_marked(county, period, project, make_entry):
    make_entry(project, EntryState.SUBMITTED, is_estimate=True)
    counted = numbers(board_of(county, period))
    assert (counted["money"], counted["estimate"], counted["waiting"]) == (1, 1, 1)


def test_the_unit_that_sent_a_month_answers_for_it_after_a_handover(
    county, period, project, make_entry, unit_a, unit_b
):
    make_entry(project, EntryState.APPROVED)
    part = project.unit_parts.get()
    part.until = datetime.date(2019, 8, 1)
    part.save()
    project.unit_parts.create(unit=unit_b, part=part.part, from_date=part.until)
    assert [unit.unit_name for unit in board_of(county, period).units] == [unit_a.name]
    MonthlyEntry.objects.all().delete()
    assert [unit.unit_name for unit in board_of(county, period).units] == [unit_a.name]


def test_a_unit_sees_its_own_line_alone(
    client, reporter, project, other_project, make_entry, unit_a
):
    make_entry(other_project, EntryState.APPROVED)
    client.force_login(reporter)
    page = client.get(reverse("investment:board", args=[JULY]))
    assert [unit.unit_id for unit in page.context["board"].units] == [unit_a.pk]
    assert other_project.name not in page.content.decode()


@pytest.mark.parametrize("query", [{"show": "nonsense"}, {"unit": "0"}, {"unit": "x"}])
def test_what_is_not_on_the_board_is_404(client, leader, county_of_23, query):
    client.force_login(leader)
    assert client.get(reverse("investment:board", args=[JANUARY]), query).status_code == 404


def test_the_menu_leads_to_the_latest_month(client, leader, period, county_of_23):
    client.force_login(leader)
    response = client.get(reverse("investment:board_now"))
    assert response.url == reverse("investment:board", args=[JULY])


def test_without_a_period_it_says_so(client, leader, county):
    client.force_login(leader)
    assert "还没有开启过填报期" in client.get(reverse("investment:board_now")).content.decode()


def test_thirty_projects_take_as_many_queries_as_one(
    client, leader, make_project, make_entry, unit_a, period
):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("investment:board", args=[JULY])).status_code == 200
        return len(seen)

    client.force_login(leader)
    make_entry(make_project("项目0", unit_a), EntryState.SUBMITTED)
    queries()
    at_one = queries()
    for number in range(1, 30):
        make_entry(make_project(f"项目{number}", unit_a), EntryState.SUBMITTED)
    assert queries() == at_one
