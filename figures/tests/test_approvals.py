"""手续 as a subject: 办结率 of 全部办结 and 容缺办结 apart, by the list."""

import datetime
import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.trail.unwinding import AsKnown
from figures.book import Book, check_book
from figures.subjects.approvals import APPROVALS, load_approvals_on
from figures.tests.scene import JUNE, make_line, sign_in
from projects.approvals.roll import APPROVALS as ROLL
from projects.models import ApprovalItem, ApprovalLine, RollDeed
from projects.rolls.services import declare_line, declare_of
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory

pytestmark = pytest.mark.django_db

JAN_1, MARCH_1, JUNE_30, JULY_10, AUGUST_2 = (
    datetime.date(2019, month, day) for month, day in ((1, 1), (3, 1), (6, 30), (7, 10), (8, 2))
)
TOLD = {
    "done": {"done_on": MARCH_1},
    "pledged": {"promised_on": datetime.date(2019, 6, 15), "owed": "消防意见"},
    "not_needed": {"note": "既有用地"},
}


@pytest.fixture
def say(unit_a, approver):
    def said(line, item, state):
        return declare_line(
            ROLL,
            unit=unit_a,
            project=line.project,
            values={"item_id": item.pk, "state": state, **TOLD.get(state, {})},
            day=MARCH_1,
            by=approver,
            today=AUGUST_2,
        )

    return said


@pytest.fixture
def lines(county, unit_a, say):
    """Six projects of the county's list, one a state and a second that is done; the first is on
    the city's list too."""
    land, fire = (
        ApprovalItem.objects.create(county=county, name=name, from_date=JAN_1)
        for name in ("用地预审", "消防审查")
    )
    found = [make_line(unit_a, f"第{n}路", 100, {6: 10}) for n in range(6)]
    city = AnnualPlanFactory(county=county, tier="municipal")
    PlanItemFactory(plan=city, project=found[0].project)
    states = [
        ("done", "done"),
        ("done", "not_needed"),
        ("done", "pledged"),
        ("under_way", None),
        ("not_begun", None),
    ]
    for line, told in zip(found, states, strict=False):
        for item, state in zip((land, fire), told, strict=True):
            if state:
                say(line, item, state)
    return found


def book_on(county, day=JUNE_30, known=None):
    return Book(APPROVALS, load_approvals_on(county, day, known))


def values(book, group="县级"):
    names = ("项目数", "办结数", "容缺办结数", "办理中数", "未办理数", "未报数")
    return [book[f"手续.{group}.{name}"].value for name in names]


def test_each_project_of_a_list_is_in_one_state(county, lines):
    book = book_on(county)
    check_book(book)
    assert values(book) == [6, 2, 1, 1, 1, 1]
    assert values(book, "市级") == [1, 1, 0, 0, 0, 0]
    assert values(book, "全县") == [6, 2, 1, 1, 1, 1]
    rates = ("办结率", "容缺办结率", "含容缺办结率", "事项办结率")
    assert [book[f"手续.县级.{name}"].text() for name in rates] == [
        "33.33",
        "16.67",
        "50.00",
        "36.36",
    ]
    assert book["手续.县级.应办事项数"].value == 11
    assert book["手续.县级.承诺到期未补事项数"].value == 1
    assert book["手续.县级.投资主体=未填.办结数"].value == 2


def test_a_rate_of_no_project_is_none(county, lines):
    lines[0].project.plan_items.filter(plan__key="市级").update(is_dropped=True)
    book = book_on(county)
    assert book["手续.市级.项目数"].value == 0
    assert book["手续.市级.办结率"].value is None


def test_what_changes_in_july_leaves_june_as_it_was(county, lines, approver):
    pledged = ApprovalLine.objects.get(state="pledged")
    declare_of(
        ROLL,
        line=pledged,
        deed=RollDeed.CHANGE,
        values={"state": "done", "done_on": JULY_10},
        day=JULY_10,
        by=approver,
        today=AUGUST_2,
        version=pledged.version,
    )
    assert values(book_on(county)) == [6, 2, 1, 1, 1, 1]
    assert values(book_on(county, JULY_10)) == [6, 3, 0, 1, 1, 1]


def test_a_correction_is_known_from_its_moment_on(county, lines, approver):
    before = AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True)[0]
    line = ApprovalLine.objects.get(state="under_way")
    declare_of(
        ROLL,
        line=line,
        deed=RollDeed.CORRECT,
        values={"state": "not_begun"},
        day=MARCH_1,
        reason="受理回执是别的项目的",
        by=approver,
        today=AUGUST_2,
        version=line.version,
    )
    assert values(book_on(county)) == [6, 2, 1, 0, 2, 1]
    assert values(book_on(county, known=AsKnown(county, before))) == [6, 2, 1, 1, 1, 1]


def test_the_command_and_the_page_of_rows_say_the_same(county, lines, client, leader):
    out = io.StringIO()
    keys = ("手续.县级.办结率", "手续.市级.办结数")
    options = [word for key in keys for word in ("--key", key)]
    call_command("figures", "--as-of", "2019-06-30", *options, stdout=out)
    assert json.loads(out.getvalue()) == {
        keys[0]: {"value": "33.33", "unit": "%", "rows": 6},
        keys[1]: {"value": "1", "unit": "个", "rows": 1},
    }
    address = reverse("figures:rows", args=[JUNE, "手续.县级.办结数"])
    page = sign_in(client, leader).get(address).context["page"]
    assert [row.project_name for row in page.rows] == ["第0路", "第1路"]


def test_a_unit_sees_the_approvals_of_its_own(county, lines, client, other_reporter):
    address = reverse("figures:rows", args=[JUNE, "手续.县级.项目数"])
    page = sign_in(client, other_reporter).get(address).context["page"]
    assert page.rows == ()
