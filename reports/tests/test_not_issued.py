"""What is printed of a list that is not issued says so once (计划未印发, DESIGN §4.18)."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from conftest import page_text
from figures import words
from figures.facts import load_facts
from figures.tests.scene import JUNE, make_line, sign_in
from investment.models import MonthlyEntry
from measures.months import Month
from projects.models import PlanState, Tier
from reports.monthly_table import monthly_table
from reports.prose.summary import compose_summary
from reports.writers.monthly import monthly_workbook
from supervision.meetings.minutes import minutes_of
from supervision.models import AgendaItem, JointMeeting, Problem
from supervision.notices.body import compose_body
from supervision.notices.services import draft_notice

pytestmark = pytest.mark.django_db

WORDS = "计划未印发"
AUGUST_1 = datetime.date(2019, 8, 1)


@pytest.fixture
def line(unit_a, approver):
    """A line of the county's list, on which a person approved January and June."""
    line = make_line(unit_a, "城南道路", 1200, {1: 100, 6: 500})
    MonthlyEntry.objects.update(approved_by=approver)
    return line


@pytest.fixture
def papers(client, county, line, approver):
    """The papers of June, by what they are called, as text."""
    problem = Problem.objects.create(
        county=county,
        project=line.project,
        text="用地没有落实",
        category="land",
        severity="major",
        raised_on="2019-07-10",
        raised_by=approver,
    )
    meeting = JointMeeting.objects.create(
        county=county, year=2019, number=1, held_on=AUGUST_1, called_by=approver
    )
    AgendaItem.objects.create(meeting=meeting, title="研究用地", problem=problem)
    notice = draft_notice(county=county, month=JUNE, plan_key="县级", by=approver, today=AUGUST_1)
    sign_in(client, approver)

    def text():
        facts = load_facts(county, JUNE)
        table = monthly_table(facts, facts.plans[0])
        book = load_workbook(io.BytesIO(monthly_workbook(table)))
        sheets = {
            sheet.title: "".join(str(cell.value or "") for row in sheet.iter_rows() for cell in row)
            for sheet in book
        }
        body = compose_body(notice)
        return {
            "dashboard": print_title(client, reverse("reports:dashboard")),
            "monthly page": page_text(client.get(reverse("reports:monthly", args=[JUNE, "县级"]))),
            **sheets,
            "summary": compose_summary(facts).text,
            "notice": body.document.text,
            "minutes": f"{minutes_of(meeting)}",
            "problems": print_title(client, reverse("supervision:problems")),
        }

    return text


def print_title(client, address):
    page = client.get(address).content.decode()
    return page.partition('print-title print-only">')[2].partition("</div>")[0]


def issue(line, on=datetime.date(2019, 3, 20)):
    line.plan.state, line.plan.issued_on = PlanState.ISSUED, on
    line.plan.save()


def test_every_paper_says_once_that_the_plan_is_not_issued_until_it_is(papers, line):
    said = {name: text.count(WORDS) for name, text in papers().items()}
    assert set(said.values()) == {1}, said
    line.plan.state = PlanState.SUBMITTED
    line.plan.save()
    assert words.unissued(load_facts(line.plan.county, JUNE), "县级") == WORDS
    issue(line)
    assert {name: text.count(WORDS) for name, text in papers().items()} == dict.fromkeys(said, 0)


def test_it_goes_by_the_day_of_the_cut_off(county, line):
    issue(line)
    said = [words.unissued(load_facts(county, Month(2019, m)), "县级") for m in (1, 2, 3, 6)]
    assert said == [WORDS, WORDS, "", ""]


def test_of_several_lists_those_are_named_that_are_not_issued(county, line, unit_a):
    issue(line)
    make_line(unit_a, "市里的路", 600, tier=Tier.MUNICIPAL)
    facts = load_facts(county, JUNE)
    assert words.unissued(facts) == f"市级{WORDS}"
    assert words.unissued(facts, "市级+县级") == f"市级{WORDS}"
    assert (words.unissued(facts, "市级"), words.unissued(facts, "县级")) == (WORDS, "")


def test_by_command_a_list_counts_as_issued_from_its_first_approved_month_on(county, line):
    def by_command():
        out = io.StringIO()
        call_command("summary", as_of=JUNE.last_day, stdout=out)
        return out.getvalue()

    assert WORDS not in by_command()
    assert words.unissued(load_facts(county, JUNE)) == WORDS
    # What a command approved, and no person, counts so on pages too.
    MonthlyEntry.objects.filter(month=1).update(approved_by=None)
    assert words.unissued(load_facts(county, JUNE)) == ""
    MonthlyEntry.objects.all().delete()
    assert WORDS in by_command()
