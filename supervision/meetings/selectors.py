"""What the pages of joint meetings read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import Unit, User
from accounts.rights import reporting_unit_ids
from figures.facts import load_facts
from figures.months import default_month
from figures.order import laggards
from figures.plan_fact import PlanFact
from supervision.models import AgendaItem, JointMeeting, MeetingDecision, Problem

MOST_PROPOSED = 20


def years_of_meetings(county: Unit) -> list[int]:
    """The latest first."""
    called = JointMeeting.objects.filter(county=county).order_by("-year")
    return list(called.values_list("year", flat=True).distinct())


def meetings_of_year(county: Unit, year: int | None, today: date) -> QuerySet[JointMeeting]:
    """The latest first, with the number of their ``items``, and of what they ``decided`` how much
    is ``left``, ``late`` at ``today`` or ``waiting`` to be checked."""
    is_open = Q(agenda__decisions__reported_on=None)
    is_late = is_open & Q(agenda__decisions__due_on__lt=today)
    is_reported = Q(agenda__decisions__reported_on__isnull=False)
    is_waiting = is_reported & Q(agenda__decisions__checked_by=None)

    def decisions(which: Q | None = None) -> Count:
        return Count("agenda__decisions", distinct=True, filter=which)

    if year is None:
        return JointMeeting.objects.none()
    return (
        JointMeeting.objects.filter(county=county, year=year)
        .annotate(
            items=Count("agenda", distinct=True),
            decided=decisions(),
            left=decisions(is_open),
            late=decisions(is_late),
            waiting=decisions(is_waiting),
        )
        .order_by("-number")
    )


def agenda_of(meeting: JointMeeting) -> QuerySet[AgendaItem]:
    """With what was decided on each item, and by whom it is to be done."""
    items = meeting.agenda.select_related("problem", "project")
    return items.prefetch_related("decisions__owner")


def own_decisions(user: User) -> QuerySet[MeetingDecision]:
    """What the units were asked to do for which the user reports, what is left to do first."""
    own = MeetingDecision.objects.filter(owner__in=reporting_unit_ids(user))
    return own.in_order_of_work().select_related("item__meeting", "owner")


@dataclass(frozen=True)
class ProposedProblem:
    """``last``: the latest meeting that had it on its agenda, which did not solve it."""

    problem: Problem
    last: JointMeeting | None


def proposed_problems(meeting: JointMeeting) -> Sequence[ProposedProblem]:
    """Open major problems that are not on this agenda: those that were on none first, then those
    that a meeting discussed and that are still open; within each those that wait longest first."""
    items = AgendaItem.objects.select_related("meeting").order_by("meeting__held_on", "pk")
    waiting = (
        Problem.objects.open()
        .major()
        .filter(county=meeting.county)
        .exclude(agenda_items__meeting=meeting)
        .select_related("project")
        .prefetch_related(Prefetch("agenda_items", items))
        .order_by("raised_on", "pk")
    )
    proposed = [
        ProposedProblem(problem, _last_meeting(problem.agenda_items.all())) for problem in waiting
    ]
    return sorted(proposed, key=lambda each: each.last is not None)


def _last_meeting(items: Iterable[AgendaItem]) -> JointMeeting | None:
    meetings = [item.meeting for item in items]
    return meetings[-1] if meetings else None


def proposed_laggards(meeting: JointMeeting) -> list[PlanFact]:
    """Projects that lag at the published month and are not on this agenda, worst first. A
    project that stands on several lists comes once."""
    month = default_month(meeting.county)
    if month is None:
        return []
    taken = set(meeting.agenda.exclude(project=None).values_list("project_id", flat=True))
    behind = laggards(load_facts(meeting.county, month).rows)
    return [row for row in behind if row.project_id not in taken][:MOST_PROPOSED]
