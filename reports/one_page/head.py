"""What stands on top of the page of a project: who answers for it, and who owes what by when."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.rights import reads_county
from projects.models import Part, Project, ProjectUnit
from supervision.models import DispatchOrder, MeetingDecision, Problem


@dataclass(frozen=True)
class Owed:
    """Who owes what by when; ``due_on`` is None of a problem that nobody was given yet."""

    what: str
    words: str
    url: str
    owner: str = ""
    due_on: datetime.date | None = None
    is_overdue: bool = False


def owed_on(user: User, project: Project, today: datetime.date) -> list[Owed]:
    """What is open of the project, as far as the user sees it: what is overdue first, then by the
    day, then what has none. Three queries."""
    orders = list(
        DispatchOrder.objects.visible_to(user)
        .open()
        .filter(problem__project=project)
        .select_related("addressee")
    )
    given = {order.problem_id for order in orders}
    found = [
        *_of_orders(orders, today),
        *_of_decisions(user, project, today),
        *_of_problems(user, project, given),
    ]
    last = datetime.date.max
    return sorted(found, key=lambda each: (not each.is_overdue, each.due_on or last))


def units_of(project: Project) -> Sequence[ProjectUnit]:
    """The parts of today in the order of parts. One query."""
    parts = project.unit_parts.current().select_related("unit")
    return sorted(parts, key=lambda held: (Part.values.index(held.part), held.pk))


def _of_orders(orders: Sequence[DispatchOrder], today: datetime.date) -> Iterator[Owed]:
    for order in orders:
        yield Owed(
            order.label,
            order.request,
            reverse("supervision:order", args=[order.pk]),
            f"{order.addressee}（{order.get_state_display()}）",
            order.due_on,
            order.is_overdue(today),
        )


def _of_decisions(user: User, project: Project, today: datetime.date) -> Iterator[Owed]:
    own = Q(item__project=project) | Q(item__problem__project=project)
    decisions = MeetingDecision.objects.visible_to(user).filter(own, checked_by=None)
    reads = reads_county(user, project.county)
    for decision in decisions.select_related("owner", "item__meeting"):
        meeting = decision.item.meeting
        yield Owed(
            "议定事项",
            decision.text,
            reverse("supervision:meeting", args=[meeting.pk])
            if reads
            else reverse("supervision:meetings"),
            f"{decision.owner}",
            decision.due_on,
            decision.is_overdue(today),
        )


def _of_problems(user: User, project: Project, given: set[int]) -> Iterator[Owed]:
    """Those on which no order is open."""
    problems = Problem.objects.visible_to(user).open().filter(project=project)
    for problem in problems.order_by("-severity", "-raised_on", "-pk"):
        if problem.pk not in given:
            yield Owed(
                f"{problem.get_severity_display()}问题",
                problem.text,
                reverse("supervision:problem", args=[problem.pk]),
            )
