"""What is refused of joint meetings: each guard by itself, taken away, fails a test."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import AuditEvent
from projects.models import Project
from supervision.meetings import services as meetings
from supervision.models import (
    AgendaItem,
    MeetingDecision,
    Problem,
)
from supervision.tests.refusals import NOT_SUPERVISING, raising, stored, told

pytestmark = pytest.mark.django_db

NO_CALLER = "只有发改局和督查员可以办理联席会议"


@pytest.fixture
def meeting(county, approver):
    return meetings.call_meeting(
        county=county, held_on=date(2019, 8, 1), place="三楼", chair="", attendees="", by=approver
    )


@pytest.fixture
def item(meeting, approver):
    return meetings.put_on_agenda(meeting=meeting, by=approver, title="三季度开工安排")


@pytest.fixture
def edit(meeting, approver):
    def edited(**values):
        given = {"held_on": meeting.held_on, "place": "二楼", "chair": "", "attendees": ""}
        given |= {"by": approver, "version": 1}
        return meetings.edit_meeting(meeting=meeting, **(given | values))

    return edited


@pytest.fixture
def decide(item, unit_a, approver, today):
    def decided(**values):
        given = {"text": "拨付资金", "owner": unit_a, "due_on": date(2019, 8, 31), "today": today}
        return meetings.decide(item=item, **({"by": approver} | given | values))

    return decided


@pytest.mark.parametrize("who", NOT_SUPERVISING)
def test_who_does_not_supervise_prepares_no_meeting(meeting, item, edit, decide, request, who):
    by = request.getfixturevalue(who)
    before = stored(meeting)
    for act in (
        lambda: edit(by=by),
        lambda: meetings.put_on_agenda(meeting=meeting, by=by, title="另一件"),
        lambda: meetings.take_off_agenda(item=item, by=by),
        lambda: decide(by=by),
    ):
        assert told(NotAllowed, act) == NO_CALLER
    assert stored(meeting) == before
    assert (AgendaItem.objects.get(), MeetingDecision.objects.count()) == (item, 0)


def test_the_same_words_again_edit_nothing_however_old_the_page(edit, meeting):
    edit(place="二楼")
    edit(place="二楼")
    assert meeting.version == 2
    assert AuditEvent.objects.filter(action="meeting.update").count() == 1


def test_another_countys_problem_and_project_are_not_put_on(meeting, elsewhere, approver, today):
    project = Project.objects.create(county=elsewhere, name="邻县大桥")
    problem = Problem.objects.create(
        county=elsewhere,
        project=project,
        category="land",
        severity="major",
        text="用地",
        source="unit",
        raised_by=approver,
        raised_on=today,
    )

    def put(**what):
        return meetings.put_on_agenda(meeting=meeting, by=approver, **what)

    assert told(NotAllowed, lambda: put(problem=problem)) == "没有这个问题"
    assert told(NotAllowed, lambda: put(project=project)) == "没有这个项目"
    assert told(DomainError, lambda: put(title=" ")) == "请写明议题"
    assert AgendaItem.objects.count() == 0


def test_a_laggard_is_put_on_beside_its_own_problem(meeting, problem, approver):
    Problem.objects.update(severity="major")
    problem.refresh_from_db()
    of_problem = meetings.put_on_agenda(meeting=meeting, by=approver, problem=problem)
    of_project = meetings.put_on_agenda(meeting=meeting, by=approver, project=problem.project)
    assert [str(each) for each in (of_problem, of_project)] == [
        "研究解决滨河路用地问题",
        "研究加快滨河路建设进度",
    ]


def test_the_day_of_the_meeting_is_early_enough_for_a_decision(decide):
    held_on = date(2019, 8, 1)
    assert decide(due_on=held_on, today=held_on).due_on == held_on


def test_another_day_for_what_is_done_is_refused(decide, reporter, approver, today):
    decision = decide()
    kept = {"decision": decision, "outcome": "已拨付", "today": today}
    meetings.fulfil_decision(done_on=today, by=approver, version=1, **kept)

    def on_another_day():
        return meetings.fulfil_decision(done_on=date(2019, 8, 1), by=approver, version=2, **kept)

    assert told(WrongState, on_another_day) == "这件议定事项已登记落实：已拨付"
    assert MeetingDecision.objects.get().done_on == today


def test_what_stands_once_stands_once_in_the_database_too(
    meeting, finding, problem, approver, inspector, today
):
    raised = raising(finding, inspector, today)()
    Problem.objects.filter(pk=problem.pk).update(severity="major")
    problem.refresh_from_db()
    on_agenda = meetings.put_on_agenda(meeting=meeting, by=approver, problem=problem)
    finding.refresh_from_db()
    assert finding.problem == raised
    for once in (meeting, on_agenda, finding):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(once)(**stored(once) | {"id": None}).save()
