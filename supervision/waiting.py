"""What supervision asks of whom: orders and decisions of units, checks and drafts of the bureau,
special reports of leaders."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import Role, User
from accounts.people.waiting import Waiting
from accounts.rights import counties_where, reporting_unit_ids
from supervision.models import (
    DispatchOrder,
    MeetingDecision,
    NoticeItem,
    OrderState,
    Problem,
    SupervisionNotice,
)


def waiting_in_supervision(user: User, today: datetime.date) -> Iterator[Waiting]:
    units = reporting_unit_ids(user)
    if units:
        yield from _of_units(user, units)
    supervises = counties_where(user, "order.issue")
    if supervises:
        yield from _to_check(supervises, today)
    approves = counties_where(user, "notice.issue")
    if approves:
        yield from _to_decide(approves)
    leads = {h.county_id for h in user.held_roles if h.role == Role.LEADER}
    if leads:
        yield from _reported_up(leads)


def _of_units(user: User, units: set[int]) -> Iterator[Waiting]:
    orders = DispatchOrder.objects.addressed_to(user).with_addressee()
    for order in orders.select_related("problem__project"):
        yield Waiting(
            "签收调度单" if order.state == OrderState.ISSUED else "回复调度单",
            f"{order.label} {order.problem.project}",
            reverse("supervision:order", args=[order.pk]),
            order.request[:60],
            order.due_on,
        )
    decisions = MeetingDecision.objects.with_owner().filter(owner__in=units)
    for decision in decisions.select_related("item__meeting"):
        yield Waiting(
            "落实议定事项",
            str(decision),
            reverse("supervision:meetings"),
            f"退回：{decision.returned}" if decision.returned else str(decision.item.meeting),
            decision.due_on,
        )


def _to_check(counties: set[int | None], today: datetime.date) -> Iterator[Waiting]:
    orders = DispatchOrder.objects.filter(county__in=counties)
    related = ("addressee", "problem__project")
    for order in orders.filter(state=OrderState.REPLIED).select_related(*related):
        yield Waiting(
            "核查调度单",
            f"{order.label} {order.problem.project}",
            reverse("supervision:order", args=[order.pk]),
            f"{order.addressee}已回复",
        )
    decisions = MeetingDecision.objects.waiting_for_check().filter(
        item__meeting__county__in=counties
    )
    for decision in decisions.select_related("item__meeting", "owner"):
        yield Waiting(
            "核查议定事项",
            str(decision),
            reverse("supervision:meeting", args=[decision.item.meeting_id]),
            f"{decision.owner}报告已落实",
        )
    named = NoticeItem.objects.filter(order=OuterRef("pk"))
    late = orders.overdue(today).annotate(is_named=Exists(named))
    for order in late.select_related(*related):
        yield Waiting(
            "催办调度单",
            f"{order.label} {order.problem.project}",
            reverse("supervision:order", args=[order.pk]),
            f"{order.addressee}逾期未回复，"
            + ("已列入通报" if order.is_named else "可延期，或列入通报"),
            order.due_on,
        )


def _to_decide(counties: set[int | None]) -> Iterator[Waiting]:
    drafts = SupervisionNotice.objects.drafts().filter(county__in=counties).exclude(signer="")
    for notice in drafts:
        yield Waiting("印发通报", notice.title, reverse("supervision:notice", args=[notice.pk]))


def _reported_up(counties: set[int | None]) -> Iterator[Waiting]:
    """Major problems that went up to the leaders and are not solved."""
    problems = Problem.objects.open().major().filter(county__in=counties)
    for problem in problems.select_related("project").order_by("raised_on"):
        yield Waiting(
            "重大问题专报",
            problem.project.name,
            reverse("supervision:problem", args=[problem.pk]),
            problem.text[:60],
        )
