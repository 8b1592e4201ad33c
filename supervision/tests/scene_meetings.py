"""A meeting of the first of August with a problem on its agenda, and what it decided."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from projects.models import Project
from supervision.meetings import services
from supervision.models import Problem

__all__ = ["TODAY", "decision", "done", "item", "meeting", "problem", "sign_in", "versions"]

TODAY = date(2019, 8, 2)


@pytest.fixture
def meeting(county, approver):
    return services.call_meeting(
        county=county,
        held_on=date(2019, 8, 1),
        place="县政府三楼会议室",
        chair="李县长",
        attendees="发改局 赵审定\n交通运输局 陈交通",
        by=approver,
    )


@pytest.fixture
def problem(county, approver):
    """Makes a problem of a project of its own."""

    def make(name="城南学校", severity="major", state="open", on=TODAY):
        project = Project.objects.create(county=county, name=name)
        return Problem.objects.create(
            county=county,
            project=project,
            category="land",
            severity=severity,
            state=state,
            text="用地指标没有落实",
            source="unit",
            raised_by=approver,
            raised_on=on,
        )

    return make


@pytest.fixture
def item(meeting, problem, approver):
    return services.put_on_agenda(meeting=meeting, by=approver, problem=problem())


@pytest.fixture
def decision(item, unit_a, approver):
    return services.decide(
        item=item,
        text="由交通运输局牵头调剂用地指标",
        owner=unit_a,
        due_on=date(2019, 8, 31),
        by=approver,
        today=TODAY,
    )


def done():
    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def versions(answer, name, key):
    """What the forms at this address send back as the version they are of."""
    address = re.escape(reverse(f"supervision:{name}", args=[key]))
    page = answer.content.decode()
    pattern = rf'action="{address}[^"]*">.*?name="version" value="(\d+)"'
    return re.findall(pattern, page, re.DOTALL)
