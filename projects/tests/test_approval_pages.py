"""手续 on pages: the checklist of a project, projects by approvals, by department; promises due."""

import datetime

import pytest
from django.urls import reverse

from accounts.people.waiting import waiting_for
from assessment.models import AssessmentScheme, SchemeRule, ScoreEvent
from conftest import page_text
from figures.tests.scene import make_line, sign_in
from projects.approvals.roll import APPROVALS
from projects.happenings import told_of
from projects.models import ApprovalItem, ApprovalLine
from projects.rolls.due import remind_of_lines
from projects.rolls.services import declare_line

pytestmark = pytest.mark.django_db

JAN_1, MARCH_1, AUGUST_2 = (datetime.date(2019, m, d) for m, d in ((1, 1), (3, 1), (8, 2)))


def at(month, day):
    return datetime.datetime(2019, month, day, 1, tzinfo=datetime.UTC)


@pytest.fixture
def item(county, unit_b):
    return ApprovalItem.objects.create(
        county=county, name="水土保持方案", from_date=JAN_1, department=unit_b
    )


@pytest.fixture
def declare(unit_a, approver, item):
    def declared(line, state, **values):
        return declare_line(
            APPROVALS,
            unit=unit_a,
            project=line.project,
            values={"item_id": item.pk, "state": state, **values},
            day=MARCH_1,
            by=approver,
            today=AUGUST_2,
        )

    return declared


@pytest.fixture
def pledged(unit_a, declare):
    line = make_line(unit_a, "城南学校", 100, {6: 10})
    declare(line, "pledged", promised_on=datetime.date(2019, 7, 15), owed="专家意见")
    return line


@pytest.fixture
def rule(county):
    scheme = AssessmentScheme.objects.create(
        county=county, year=2019, period="half", name="考核", plan_key="县级", state="in_force"
    )
    return SchemeRule.objects.create(
        scheme=scheme, position=1, name="未提供批复", kind="event", parameters={"points": "-1"}
    )


def shown(client, user, name, *args, **asked):
    return page_text(sign_in(client, user).get(reverse(f"projects:{name}", args=args), asked))


def test_the_page_of_a_project_shows_each_approval_and_what_is_overdue(client, reporter, pledged):
    page = shown(client, reporter, "project_approvals", pledged.project_id)
    assert "容缺逾期" in page
    assert "尚缺：专家意见" in page
    assert "2019-07-15前补齐" in page
    assert "提请考核" not in page


def test_the_pages_of_a_county_without_a_checklist_say_so(client, unit_a, leader):
    line = make_line(unit_a, "城南学校", 100, {6: 10})
    assert "还没有手续清单" in shown(client, leader, "approvals")
    assert "还没有手续清单" in shown(client, leader, "approval_departments")
    page = shown(client, leader, "project_approvals", line.project_id)
    assert "手续清单里没有这类项目要办的事项" in page


def test_projects_stand_beside_their_approvals_and_are_chosen_by_list_and_state(
    client, leader, unit_a, pledged
):
    make_line(unit_a, "第三水厂", 100, tier="municipal")
    client = sign_in(client, leader)

    def names(**asked):
        return [
            row.name for row, _ in client.get(reverse("projects:approvals"), asked).context["rows"]
        ]

    assert names() == ["城南学校", "第三水厂"]
    assert names(list="市级") == ["第三水厂"]
    assert names(standing="容缺办结") == ["城南学校"]
    assert names(list="市级", standing="容缺办结") == []
    assert names(list="没有", standing="没有") == ["城南学校", "第三水厂"]


def test_another_unit_sees_neither_the_project_nor_what_it_owes(client, other_reporter, pledged):
    assert "没有这样的项目" in shown(client, other_reporter, "approvals")
    assert "城南学校" not in shown(client, other_reporter, "approval_departments")
    address = reverse("projects:project_approvals", args=[pledged.project_id])
    assert sign_in(client, other_reporter).get(address).status_code == 404


def test_what_waits_stands_under_its_department(client, leader, unit_a, unit_b, pledged, declare):
    declare(make_line(unit_a, "第三水厂", 100), "under_way", note="已受理")
    page = shown(client, leader, "approval_departments")
    assert "在办1项，容缺待补1项，未办理或未报0项，已办结0项" in page
    assert unit_b.name in page


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_ask_the_same_however_many_projects(
    client, leader, unit_a, declare, rows, django_assert_max_num_queries
):
    for n in range(rows):
        declare(make_line(unit_a, f"第{n}路", 100), "under_way")
    client = sign_in(client, leader)
    for name in ("approvals", "approval_departments"):
        with django_assert_max_num_queries(30):
            client.get(reverse(f"projects:{name}"))


def test_a_unit_is_told_once_of_a_promise_that_was_not_kept(pledged):
    assert remind_of_lines(at(7, 15)) == []
    assert remind_of_lines(at(7, 16)) == [
        "手续办理：交通运输局：城南学校“水土保持方案”容缺办结，承诺补齐：专家意见，已于7月15日到期。"
    ]
    assert remind_of_lines(at(8, 1)) == []


def test_what_is_promised_waits_for_the_unit_until_it_is_kept(
    reporter, other_reporter, approver, pledged
):
    def waits(user, day):
        told = waiting_for(user, day)
        return [each.text for each in told if each.what == "手续办理"]

    assert waits(reporter, datetime.date(2019, 7, 7)) == []
    assert waits(reporter, datetime.date(2019, 7, 8)) == ["城南学校"]
    assert waits(other_reporter, AUGUST_2) == []
    assert waits(approver, AUGUST_2) == ["城南学校"]
    ApprovalLine.objects.update(state="done", done_on=MARCH_1)
    assert waits(reporter, AUGUST_2) == []


def test_what_was_granted_stands_in_the_timeline_of_the_project(leader, unit_a, declare, pledged):
    told = [(each.kind, each.words) for each in told_of(leader, pledged.project, "手续")]
    assert told == [
        ("容缺承诺", "承诺补齐水土保持方案的材料"),
        ("容缺办结", "水土保持方案容缺办结"),
    ]
    done = make_line(unit_a, "第三水厂", 100)
    declare(done, "done", done_on=JAN_1, document_number="水保〔2019〕1号")
    (granted,) = told_of(leader, done.project, "手续")
    assert (granted.day, granted.words, granted.note) == (
        JAN_1,
        "水土保持方案办结",
        "水保〔2019〕1号",
    )


def test_one_press_proposes_the_points_of_an_approval_that_is_missing(
    client, inspector, unit_a, pledged, rule
):
    client = sign_in(client, inspector)
    address = reverse("projects:project_approvals", args=[pledged.project_id])
    ((_, _, (way,)),) = client.get(address).context["steps"]
    assert way.label == "提请考核−1分"
    client.post(way.url, way.sends)
    event = ScoreEvent.objects.get()
    assert (event.rule, event.unit, event.happened_on, event.state) == (
        rule,
        unit_a,
        AUGUST_2,
        "waiting",
    )
    assert event.reason == (
        "城南学校未提供水土保持方案批复：容缺办结承诺2019-07-15前补齐，至今未补（专家意见）"
    )
    client.post(way.url, way.sends)
    assert ScoreEvent.objects.count() == 1


def test_of_an_approval_that_is_there_nothing_is_proposed(client, inspector, unit_a, declare, rule):
    line = make_line(unit_a, "第三水厂", 100)
    declare(line, "done", done_on=JAN_1)
    address = reverse("projects:project_approvals", args=[line.project_id])
    ((_, _, ways),) = sign_in(client, inspector).get(address).context["steps"]
    assert ways == []
