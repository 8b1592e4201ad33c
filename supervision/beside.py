"""What supervision has to say of an entry while the bureau judges it: the open problems and orders
of its project."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from accounts.pages.beside import Beside
from investment.selectors.desk import DeskEntry
from supervision.models import DispatchOrder, Problem


def open_of_entry(user: User, desk: DeskEntry) -> Iterator[Beside]:
    """Two queries."""
    project = desk.entry.project_id
    problems = Problem.objects.visible_to(user).open().filter(project=project)
    for problem in problems.order_by("-severity", "-raised_on", "-pk"):
        yield Beside(
            f"{problem.get_severity_display()}问题",
            f"{problem.text}（{problem.raised_on:%-m月%-d日}提出）",
            reverse("supervision:problem", args=[problem.pk]),
            is_urgent=problem.is_major,
        )
    orders = DispatchOrder.objects.visible_to(user).open().filter(problem__project=project)
    for order in orders.select_related("addressee").order_by("due_on", "pk"):
        is_overdue = order.is_overdue(desk.today)
        yield Beside(
            order.label,
            f"{order.addressee}，{order.get_state_display()}，{order.due_on:%-m月%-d日}前办结"
            + ("，已逾期" if is_overdue else ""),
            reverse("supervision:order", args=[order.pk]),
            is_urgent=is_overdue,
        )
