"""What the bureau did in a year, through the day of a cut-off: meetings, orders, visits, notices.

A paper tells it as its measures. A dispatch order that was withdrawn, and a visit that was voided,
is not told.
"""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import Unit
from supervision.models import (
    AgendaItem,
    DispatchOrder,
    Inspection,
    InspectionFinding,
    JointMeeting,
    MeetingDecision,
    NoticeItem,
    OrderState,
    Problem,
    SupervisionNotice,
)


@dataclass(frozen=True)
class Deeds:
    """Counts of a year through a day. ``visits`` and ``items`` are by kind, in the words of the
    field; ``problems`` are those that were open on the day, by category, most first."""

    meetings: int = 0
    agenda: int = 0
    decisions: int = 0
    decisions_done: int = 0
    orders: int = 0
    orders_closed: int = 0
    visits: Mapping[str, int] = field(default_factory=dict)
    findings: int = 0
    notices: int = 0
    items: Mapping[str, int] = field(default_factory=dict)
    problems: Mapping[str, int] = field(default_factory=dict)
    scheme: str = ""


NO_DEEDS = Deeds()


def deeds_of(county: Unit, through: datetime.date) -> Deeds:
    """A constant number of queries."""
    of_year = (datetime.date(through.year, 1, 1), through)
    meetings = JointMeeting.objects.filter(county=county, held_on__range=of_year)
    decisions = MeetingDecision.objects.filter(item__meeting__in=meetings)
    orders = DispatchOrder.objects.filter(county=county, issued_on__range=of_year).exclude(
        state=OrderState.VOIDED
    )
    visits = Inspection.objects.standing().filter(county=county, visited_on__range=of_year)
    notices = SupervisionNotice.objects.issued().filter(county=county, issued_on__range=of_year)
    items = NoticeItem.objects.filter(notice__in=notices)
    return Deeds(
        meetings=meetings.count(),
        agenda=AgendaItem.objects.filter(meeting__in=meetings).count(),
        decisions=decisions.count(),
        decisions_done=decisions.filter(done_on__lte=through, checked_by__isnull=False).count(),
        orders=orders.count(),
        orders_closed=orders.filter(closed_on__lte=through).count(),
        visits=Counter(visit.get_kind_display() for visit in visits),
        findings=InspectionFinding.objects.standing().filter(inspection__in=visits).count(),
        notices=notices.count(),
        items=Counter(item.get_kind_display() for item in items),
        problems=_problems(county, through),
    )


def _problems(county: Unit, through: datetime.date) -> Mapping[str, int]:
    is_open = Q(solved_on=None) | Q(solved_on__gt=through)
    standing = Problem.objects.filter(is_open, county=county, raised_on__lte=through)
    return dict(Counter(problem.get_category_display() for problem in standing).most_common())
