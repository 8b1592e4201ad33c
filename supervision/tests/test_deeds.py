"""What a paper tells of the bureau's deeds of a year: through a day, as it is known or was."""

import datetime

import pytest

from accounts.models import AuditEvent
from accounts.trail.unwinding import AsKnown
from supervision.deeds import NO_DEEDS, Deeds, deeds_of
from supervision.meetings.services import call_meeting, decide, fulfil_decision, put_on_agenda
from supervision.orders.services import void_order
from supervision.visits.services import add_finding, record_inspection, void_finding

TODAY = datetime.date(2019, 8, 2)
JULY = datetime.date(2019, 7, 31)
AUGUST = datetime.date(2019, 8, 31)


@pytest.fixture
def visit(county, inspector):
    return record_inspection(
        county=county,
        kind="joint",
        visited_on=datetime.date(2019, 7, 20),
        team="县委督查室、发改局",
        looks_back_at=None,
        by=inspector,
        today=TODAY,
    )


@pytest.fixture
def finding(visit, project, inspector):
    return add_finding(inspection=visit, project=project, text="现场无人施工", by=inspector)


@pytest.fixture
def decision(county, project, unit_a, approver):
    meeting = call_meeting(
        county=county,
        held_on=datetime.date(2019, 8, 1),
        place="县政府三楼会议室",
        chair="李县长",
        attendees="发改局",
        by=approver,
    )
    item = put_on_agenda(meeting=meeting, by=approver, project=project)
    return decide(
        item=item,
        text="由交通运输局牵头调剂用地指标",
        owner=unit_a,
        due_on=AUGUST,
        by=approver,
        today=TODAY,
    )


def last_line():
    return AuditEvent.objects.order_by("sequence").last().sequence


def test_a_year_without_deeds_has_none(county):
    assert deeds_of(county, AUGUST) == NO_DEEDS


def test_deeds_are_told_through_a_day(county, order, finding, decision, criticise):
    criticise(criticisms=2)
    assert deeds_of(county, JULY) == Deeds(visits={"月度联合督查": 1}, findings=1)
    assert deeds_of(county, AUGUST) == Deeds(
        meetings=1,
        agenda=1,
        decisions=1,
        orders=1,
        visits={"月度联合督查": 1},
        findings=1,
        notices=1,
        items={"通报批评": 2},
        problems={"用地": 1},
    )
    assert deeds_of(county, datetime.date(2020, 8, 31)) == Deeds(problems={"用地": 1})


def test_deeds_are_told_as_they_were_known(
    county, order, finding, decision, approver, reviewer, inspector
):
    before, line = deeds_of(county, AUGUST), last_line()
    assert (before.orders, before.findings, before.decisions_done) == (1, 1, 0)
    void_order(order=order, text="下达有误", by=reviewer, version=order.version, today=TODAY)
    void_finding(finding=finding, reason="记错项目", by=inspector, version=finding.version)
    fulfil_decision(
        decision=decision, outcome="已调剂", done_on=TODAY, by=approver, version=1, today=TODAY
    )
    now = deeds_of(county, AUGUST)
    assert (now.orders, now.findings, now.decisions_done) == (0, 0, 1)
    assert deeds_of(county, AUGUST, AsKnown(county, line)) == before
    assert deeds_of(county, AUGUST, AsKnown(county, last_line())) == now
