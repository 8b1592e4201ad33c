"""What the pages of dispatch orders read."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Unit, User
from projects.models import Part, ProjectUnit
from supervision.models import (
    DispatchOrder,
    OrderAttachment,
    OrderState,
    Problem,
)

PROPOSED = (Part.RESPONSIBLE, Part.REPORTING)
"""To whose holder an order goes, as long as nobody says otherwise."""

ORDER_TABS = {"open": "在办", "overdue": "逾期", "check": "待核查", "closed": "已办结、撤销"}


def orders_listed(user: User, tab: str, on: date) -> QuerySet[DispatchOrder]:
    orders = DispatchOrder.objects.visible_to(user).select_related("addressee", "problem__project")
    if tab == "overdue":
        return orders.overdue(on).order_by("due_on", "pk")
    if tab == "check":
        return orders.filter(state=OrderState.REPLIED).order_by("replied_on", "pk")
    if tab == "closed":
        return orders.ended()
    return orders.open().order_by("due_on", "pk")


def problems_to_order(user: User, county: Unit, asked: Collection[int]) -> list[Problem]:
    """The open problems of the county, or those ``asked`` for, that no open order gives to a unit,
    major ones first. One query."""
    given = DispatchOrder.objects.open().filter(problem=OuterRef("pk"))
    open_ones = Problem.objects.visible_to(user).open().filter(~Exists(given), county=county)
    if asked:
        open_ones = open_ones.filter(pk__in=asked)
    in_order = open_ones.order_by("-severity", "raised_on", "pk")
    return list(in_order.select_related("project", "county"))


def units_proposed(problems: Iterable[Problem]) -> dict[int, int]:
    """Of each problem's project, by its id, the unit that answers for it today, else the one that
    reports it. One query."""
    projects = {problem.project_id for problem in problems}
    held = ProjectUnit.objects.current().filter(
        project__in=projects, part__in=PROPOSED, unit__is_active=True
    )
    proposed: dict[int, int] = {}
    for part in PROPOSED:
        for each in held:
            if each.part == part:
                proposed.setdefault(each.project_id, each.unit_id)
    return proposed


@dataclass(frozen=True)
class LogLine:
    """What happened with an order: a step of a person's, or a reminder of the system's."""

    at: datetime
    who: str
    what: str
    text: str
    attachments: Sequence[OrderAttachment] = ()


def order_log(order: DispatchOrder) -> list[LogLine]:
    """In the order of time. Three queries."""
    steps = [
        LogLine(
            step.at,
            str(step.by),
            step.get_to_state_display(),
            step.text,
            list(step.attachments.all()),
        )
        for step in order.steps.select_related("by").prefetch_related("attachments")
    ]
    reminders = [
        LogLine(made.made_at, "系统", made.get_kind_display(), made.text)
        for made in order.reminders.all()
    ]
    return sorted([*steps, *reminders], key=lambda line: line.at)


def overdue_orders(user: User, on: date) -> int:
    """How many of the user's are overdue: said beside the menu on every page."""
    return DispatchOrder.objects.visible_to(user).overdue(on).count()
