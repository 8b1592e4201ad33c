"""What passes on when a unit goes on as another: the orders and decisions that it has to settle.

What it settled, was late with or was named for stays its own.
"""

import datetime

from accounts.models import Unit
from accounts.trail.audit import Trail
from accounts.trail.claims import claim
from accounts.trail.facts import changed_since, facts_of, made
from projects.mergers.succession import Holding, Succession
from supervision.models import DispatchOrder, MeetingDecision
from supervision.orders.services import keep_step


def _orders(unit: Unit) -> list[DispatchOrder]:
    open_orders = DispatchOrder.objects.open().filter(addressee=unit)
    return list(open_orders.select_related("county").order_by("year", "number"))


def _decisions(unit: Unit) -> list[MeetingDecision]:
    undone = MeetingDecision.objects.filter(owner=unit, checked_by=None)
    return list(undone.select_related("item__meeting__county").order_by("due_on", "pk"))


def _holds(unit: Unit, today: datetime.date) -> list[Holding]:
    return [
        Holding("未办结的调度单", [order.label for order in _orders(unit)]),
        Holding("未落实的议定事项", [str(decision) for decision in _decisions(unit)]),
    ]


def _pass_on(audit: Trail, unit: Unit, successor: Unit, on: datetime.date) -> None:
    for order in _orders(unit):
        before = facts_of(order)
        claim(order, addressee=successor)
        assert audit.by is not None
        step = keep_step(order, f"机构调整，由{unit}转{successor}承办", audit.by)
        audit.record(
            order,
            "order.pass_on",
            county=order.county,
            changes=changed_since(before, order),
            rows=[(step, made(step))],
        )
    for decision in _decisions(unit):
        before = facts_of(decision)
        claim(decision, owner=successor)
        audit.record(
            decision,
            "meeting.pass_on",
            county=decision.item.meeting.county,
            changes=changed_since(before, decision),
        )


OF_SUPERVISION = Succession(_holds, _pass_on)
