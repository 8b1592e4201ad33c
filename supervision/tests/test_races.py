"""Two at once, the second while what the first did is not committed: it waits, and then sees it.

Each guard was taken away once, on PostgreSQL, and its test seen to fail. On SQLite, where whoever
writes has the database to himself from the first statement on, locks change nothing and their
tests hold without them; those of conditional updates and of constraints fail there too.
"""

import datetime

import pytest

from accounts.errors import WrongState
from accounts.models import AuditEvent
from accounts.tests.crowd import overlapping
from supervision.meetings import services as meetings
from supervision.models import (
    AgendaItem,
    DispatchOrder,
    FindingPhoto,
    Inspection,
    InspectionFinding,
    JointMeeting,
    MeetingDecision,
    OrderReminder,
    Problem,
)
from supervision.orders.reminders import remind_of_orders
from supervision.orders.services import close_order, issue_order, reply_to_order
from supervision.problems.services import raise_problem, reopen_problem, solve_problem
from supervision.tests.test_inspections import picture
from supervision.visits import services as inspections

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = datetime.date(2019, 8, 2)


def words(answer):
    assert type(answer) is WrongState
    return str(answer)


# --- Problems and orders -----------------------------------------------------------------


@pytest.fixture
def issue_it(problem, unit_a, reviewer):
    return lambda: issue_order(
        problem=problem, addressee=unit_a, request="移交用地", workdays=5, by=reviewer, today=TODAY
    )


@pytest.fixture
def solve(problem, inspector):
    read = Problem.objects.get()
    return lambda: solve_problem(
        problem=read, solution="已移交", by=inspector, version=1, today=TODAY
    )


def test_two_presses_for_an_order_issue_one(issue_it):
    first, second = overlapping(issue_it, issue_it)
    assert first == second == DispatchOrder.objects.get()


def test_no_order_is_issued_on_a_problem_that_is_being_solved(issue_it, solve):
    _, answer = overlapping(solve, issue_it)
    assert words(answer) == "问题已销号，不能再办理"
    assert DispatchOrder.objects.count() == 0


def test_no_problem_is_solved_on_which_an_order_is_being_issued(issue_it, solve):
    _, answer = overlapping(issue_it, solve)
    assert words(answer) == "〔2019〕1号调度单还没有办结，请先核查办结再销号"
    assert Problem.objects.get().is_open


@pytest.fixture
def raising(project, light):
    def raised(by):
        return lambda: raise_problem(
            project=project,
            category="land",
            severity="major",
            text="用地",
            source="light",
            by=by,
            today=TODAY,
            light=light,
        )

    return raised


def test_two_presses_raise_one_problem(raising, reviewer):
    first, second = overlapping(raising(reviewer), raising(reviewer))
    assert first == second == Problem.objects.get()
    assert AuditEvent.objects.filter(action="problem.report_up").count() == 1


def test_a_light_proposes_one_problem_to_two_hands(raising, reviewer, leader):
    _, answer = overlapping(raising(reviewer), raising(leader))
    assert words(answer) == (
        "这个项目已有一个由亮灯提出、还没有解决的问题（8月2日，用地）；另有问题请用“提出问题”"
    )
    assert Problem.objects.get().raised_by == reviewer


def test_two_presses_open_a_problem_of_a_light_again_once(raising, reviewer):
    solved = solve_problem(
        problem=raising(reviewer)(), solution="已移交", by=reviewer, version=1, today=TODAY
    )

    def reopening():
        read = Problem.objects.get()
        return lambda: reopen_problem(problem=read, reason="没有移交", by=reviewer, version=2)

    assert overlapping(reopening(), reopening()) == (solved, solved)
    assert AuditEvent.objects.filter(action="problem.reopen").count() == 1


def test_an_order_is_closed_or_sent_back_by_one_hand(order, reporter, reviewer, inspector):
    reply_to_order(order=order, text="办了", by=reporter, version=1, today=TODAY)

    def closing(by):
        read = DispatchOrder.objects.get()
        return lambda: close_order(order=read, text="", by=by, version=2, today=TODAY)

    _, answer = overlapping(closing(reviewer), closing(inspector))
    assert words(answer) == "调度单现在是“已办结”，不能这样办理"
    assert DispatchOrder.objects.get().version == 3


def test_two_ticks_remind_once(order):
    late = datetime.datetime(2019, 8, 12, 1, tzinfo=datetime.UTC)
    first, second = overlapping(lambda: remind_of_orders(late), lambda: remind_of_orders(late))
    assert (len(first), second, OrderReminder.objects.count()) == (1, [], 1)


# --- Visits ------------------------------------------------------------------------------


@pytest.fixture
def record(county, inspector):
    return lambda: inspections.record_inspection(
        county=county,
        kind="joint",
        visited_on=TODAY,
        team="发改局",
        looks_back_at=None,
        by=inspector,
        today=TODAY,
    )


@pytest.fixture
def find(record, project, inspector):
    visit = record()
    return lambda: inspections.add_finding(
        inspection=visit, project=project, text="现场无人施工", by=inspector
    )


def test_two_presses_record_one_visit(record):
    first, second = overlapping(record, record)
    assert first == second == Inspection.objects.get()


def test_two_presses_note_one_finding(find):
    first, second = overlapping(find, find)
    assert first == second == InspectionFinding.objects.get()


@pytest.fixture
def raise_it(find, inspector):
    find()
    return lambda: inspections.raise_finding(
        finding=InspectionFinding.objects.get(),
        category="site",
        severity="general",
        suggestion="",
        by=inspector,
        version=1,
        today=TODAY,
    )


def test_two_presses_make_one_problem_of_a_finding(raise_it):
    first, second = overlapping(raise_it, raise_it)
    assert first == second == Problem.objects.get()


def test_a_finding_is_settled_or_raised_and_not_both(raise_it, inspector):
    read = InspectionFinding.objects.select_related("inspection__county").get()
    _, answer = overlapping(
        raise_it,
        lambda: inspections.settle_finding(finding=read, settled="已改", by=inspector, version=1),
    )
    assert words(answer) == "这条发现已转为问题，不能再改"


def test_a_photo_sent_twice_is_kept_once(find, inspector):
    finding = find()

    def add():
        return inspections.add_photo(finding=finding, content=picture(), by=inspector)

    (first, is_new), (second, is_new_too) = overlapping(add, add)
    assert first == second == FindingPhoto.objects.get()
    assert (is_new, is_new_too) == (True, False)


# --- Meetings ----------------------------------------------------------------------------


@pytest.fixture
def call(county, approver):
    return lambda: meetings.call_meeting(
        county=county, held_on=TODAY, place="三楼", chair="", attendees="", by=approver
    )


@pytest.fixture
def put(call, approver):
    meeting = call()
    return lambda: meetings.put_on_agenda(meeting=meeting, by=approver, title="三季度开工安排")


@pytest.fixture
def decide(put, unit_a, approver):
    item = put()
    return lambda: meetings.decide(
        item=item, text="拨付资金", owner=unit_a, due_on=TODAY, by=approver, today=TODAY
    )


@pytest.fixture
def take_off(decide, approver):
    item = AgendaItem.objects.select_related("meeting__county").get()
    return lambda: meetings.take_off_agenda(item=item, by=approver)


def test_two_presses_call_one_meeting(call):
    first, second = overlapping(call, call)
    assert first == second == JointMeeting.objects.get()


def test_two_presses_put_a_matter_on_once(put):
    first, second = overlapping(put, put)
    assert first == second == AgendaItem.objects.get()


def test_two_presses_make_one_decision(decide):
    first, second = overlapping(decide, decide)
    assert first == second == MeetingDecision.objects.get()


def test_what_is_being_decided_is_not_taken_off(decide, take_off):
    _, answer = overlapping(decide, take_off)
    assert words(answer) == "这个议题已有议定事项，不能撤下"


def test_on_what_is_being_taken_off_nothing_is_decided(decide, take_off):
    _, answer = overlapping(take_off, decide)
    assert words(answer) == "这个议题已撤下，请先重新列入"


def test_two_presses_take_a_matter_off_once(take_off):
    overlapping(take_off, take_off)
    assert AgendaItem.objects.count() == 0
    assert AuditEvent.objects.filter(action="meeting.take_off_agenda").count() == 1
