"""What the bureau did in a year, through the day of a cut-off: meetings, orders, visits, notices.

A paper tells it as its measures. A dispatch order that was withdrawn, and a visit that was voided,
is not told.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.models import Unit
from accounts.trail.reader import Reader
from accounts.trail.unwinding import AsKnown
from supervision.models import (
    AgendaItem,
    DispatchOrder,
    Inspection,
    InspectionFinding,
    InspectionKind,
    JointMeeting,
    MeetingDecision,
    NoticeItem,
    NoticeItemKind,
    NoticeState,
    OrderState,
    Problem,
    ProblemCategory,
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


def deeds_of(county: Unit, through: datetime.date, known: AsKnown | None = None) -> Deeds:
    """As they are known now or were ``known``, whatever was entered, voided or corrected since. A
    constant number of queries."""
    reader = Reader(county, known)

    def is_of_year(day: datetime.date | None) -> bool:
        return day is not None and day.year == through.year and day <= through

    meetings = {pk for pk, day in reader.rows(JointMeeting, "pk", "held_on") if is_of_year(day)}
    agenda = {
        pk
        for pk, meeting in reader.rows(AgendaItem, "pk", "meeting_id", county="meeting__county")
        if meeting in meetings
    }
    columns = ("item_id", "done_on", "checked_by_id")
    decisions = [
        checked_by is not None and _is_by(done_on, through)
        for item, done_on, checked_by in reader.rows(
            MeetingDecision, *columns, county="item__meeting__county"
        )
        if item in agenda
    ]
    orders = [
        _is_by(closed_on, through)
        for issued_on, state, closed_on in reader.rows(
            DispatchOrder, "issued_on", "state", "closed_on"
        )
        if is_of_year(issued_on) and state != OrderState.VOIDED
    ]
    visits = {
        pk: InspectionKind(kind).label
        for pk, kind, day in reader.rows(Inspection, "pk", "kind", "visited_on", voided_at=None)
        if is_of_year(day)
    }
    of_visits = reader.rows(
        InspectionFinding, "inspection_id", county="inspection__county", voided_at=None
    )
    notices = {
        pk
        for pk, day in reader.rows(SupervisionNotice, "pk", "issued_on", state=NoticeState.ISSUED)
        if is_of_year(day)
    }
    items = reader.rows(NoticeItem, "notice_id", "kind", county="notice__county")
    return Deeds(
        meetings=len(meetings),
        agenda=len(agenda),
        decisions=len(decisions),
        decisions_done=sum(decisions),
        orders=len(orders),
        orders_closed=sum(orders),
        visits=_counted(visits[pk] for pk in sorted(visits)),
        findings=sum(visit in visits for (visit,) in of_visits),
        notices=len(notices),
        items=_counted(
            kind.label
            for kind in NoticeItemKind
            for notice, of in items
            if notice in notices and of == kind
        ),
        problems=_problems(reader, through),
    )


def _problems(reader: Reader, through: datetime.date) -> Mapping[str, int]:
    rows = reader.rows(Problem, "category", "raised_on", "solved_on")
    standing = [
        kind for kind, raised, solved in rows if raised <= through and not _is_by(solved, through)
    ]
    in_order = (kind.label for kind in ProblemCategory for of in standing if of == kind)
    return dict(Counter(in_order).most_common())


def _is_by(day: datetime.date | None, through: datetime.date) -> bool:
    return day is not None and day <= through


def _counted(kinds: Iterable[str]) -> Mapping[str, int]:
    return dict(Counter(kinds))
