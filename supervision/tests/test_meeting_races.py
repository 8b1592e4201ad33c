"""Many at once on one county: a meeting called, a visit recorded and a problem raised all hold the
county's row until they commit, and none of them may wait for another in a ring.

Each was seen to deadlock on PostgreSQL with a plain ``select_for_update()`` on the county's row:
FOR UPDATE conflicts with the FOR KEY SHARE that the foreign keys of the other take at COMMIT, when
it holds the head of the trail.
"""

import datetime

import pytest

from accounts.errors import WrongState
from accounts.tests.crowd import at_once
from accounts.trail.audit import check_chain
from supervision.meetings.services import call_meeting
from supervision.models import Inspection, JointMeeting, NumberSeries, Problem
from supervision.problems.services import raise_problem
from supervision.visits.services import (
    add_finding,
    raise_finding,
    record_inspection,
    void_inspection,
)

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = datetime.date(2019, 8, 2)
EACH = 8


@pytest.fixture
def raising(project, inspector):
    """Raises a problem of the project."""

    def act(number):
        return lambda: raise_problem(
            project=project,
            category="land",
            severity="major",
            text=f"问题{number}",
            source="contact",
            by=inspector,
            today=TODAY,
        )

    return act


@pytest.fixture
def recording(county, inspector):
    """Records a visit."""

    def act(number):
        return lambda: record_inspection(
            county=county,
            kind="joint",
            visited_on=TODAY,
            team=f"第{number}组",
            looks_back_at=None,
            by=inspector,
            today=TODAY,
        )

    return act


def kinds(answers):
    """What was made; a thread that died of an error made None."""
    return [type(answer) for answer in answers]


def test_meetings_called_beside_problems_raised_are_all_called(county, approver, raising):
    def calling(number):
        return lambda: call_meeting(
            county=county,
            held_on=TODAY,
            place=f"{number}楼会议室",
            chair="",
            attendees="",
            by=approver,
        )

    answers = at_once(*map(calling, range(EACH)), *map(raising, range(EACH)))
    assert kinds(answers) == [JointMeeting] * EACH + [Problem] * EACH
    assert sorted(meeting.number for meeting in answers[:EACH]) == list(range(1, EACH + 1))
    assert NumberSeries.objects.get(kind="meeting").last == EACH
    assert check_chain().holds


def test_visits_recorded_beside_problems_raised_are_all_recorded(recording, raising):
    answers = at_once(*map(recording, range(EACH)), *map(raising, range(EACH)))
    assert kinds(answers) == [Inspection] * EACH + [Problem] * EACH
    assert check_chain().holds


def test_of_a_visit_voided_and_its_finding_raised_at_once_one_is_refused(
    recording, project, inspector
):
    """Seen to let both through on PostgreSQL where neither held the visit."""
    findings = [
        add_finding(inspection=recording(number)(), project=project, text="停工", by=inspector)
        for number in range(EACH)
    ]

    def voiding(finding):
        visit = Inspection.objects.get(pk=finding.inspection_id)
        return lambda: void_inspection(
            inspection=visit, reason="记错", by=inspector, version=visit.version
        )

    def raising_it(finding):
        return lambda: raise_finding(
            finding=finding,
            category="land",
            severity="general",
            suggestion="",
            by=inspector,
            version=1,
            today=TODAY,
        )

    answers = at_once(*map(voiding, findings), *map(raising_it, findings))
    pairs = zip(answers[:EACH], answers[EACH:], strict=True)
    assert [sorted(isinstance(each, WrongState) for each in pair) for pair in pairs] == [
        [False, True]
    ] * EACH
    assert None not in answers
