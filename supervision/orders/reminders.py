"""What falls due by itself with dispatch orders: units are reminded once before the due date and
once after it."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.trail.audit import audited
from accounts.trail.facts import made
from supervision.models import DispatchOrder, OrderReminder, OrderReminderKind

DAYS_BEFORE = 2


def remind_of_orders(now: datetime.datetime) -> list[str]:
    """Remind every addressee that still owes something, once before and once after."""
    today = timezone.localtime(now).date()
    soon = today + datetime.timedelta(days=DAYS_BEFORE)
    due = DispatchOrder.objects.with_addressee().filter(due_on__lte=soon, addressee__is_active=True)
    made = []
    for order in due.select_related("county", "addressee", "problem__project").order_by("pk"):
        is_late = order.is_overdue(today)
        kind = OrderReminderKind.OVERDUE if is_late else OrderReminderKind.BEFORE
        reminder = _remind(order, kind, now)
        if reminder is not None:
            made.append(f"{reminder.get_kind_display()}：{reminder.text}")
    return made


def _remind(
    order: DispatchOrder, kind: OrderReminderKind, now: datetime.datetime
) -> OrderReminder | None:
    """None where it was done already, by whichever hand came first."""
    same = {"order": order, "kind": kind, "due_on": order.due_on}
    try:
        with audited(by=None) as audit, transaction.atomic():
            if OrderReminder.objects.filter(**same).exists():
                return None
            reminder = OrderReminder.objects.create(text=_words(order, kind), made_at=now, **same)
            audit.record(reminder, "order.remind", county=order.county, changes=made(reminder))
    except IntegrityError:
        return None
    return reminder


def _words(order: DispatchOrder, kind: OrderReminderKind) -> str:
    what = f"{order.addressee.name}：{order.label}（{order.problem.project.name}）"
    if kind is OrderReminderKind.BEFORE:
        return f"{what}{order.due_on:%-m月%-d日}到期，请按时办结并回复。"
    return f"{what}已于{order.due_on:%-m月%-d日}到期，尚未回复，请立即办理。"
