"""Problems, orders, meetings and notices, as they are found from the bar: by number or by words."""

import re
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.pages.search import MOST, Found
from supervision.models import DispatchOrder, JointMeeting, Problem, SupervisionNotice

_DIGITS = re.compile(r"[0-9]+")
_LONGEST = 6


def find_problems(user: User, text: str) -> Iterator[Found]:
    fits = Q(text__icontains=text) | Q(project__name__icontains=text)
    rows = Problem.objects.visible_to(user).filter(fits).select_related("project")
    for problem in _latest(rows):
        address = reverse("supervision:problem", args=[problem.pk])
        yield Found(problem.text, address, f"{problem.project.name}，{problem.get_state_display()}")


def find_orders(user: User, text: str) -> Iterator[Found]:
    fits = _numbered(text, "year", "number") | Q(request__icontains=text)
    rows = DispatchOrder.objects.visible_to(user).filter(fits).select_related("addressee")
    for order in _latest(rows):
        address = reverse("supervision:order", args=[order.pk])
        yield Found(order.label, address, f"{order.addressee.name}，{order.get_state_display()}")


def find_meetings(user: User, text: str) -> Iterator[Found]:
    fits = _numbered(text, "year", "number") | Q(agenda__title__icontains=text)
    for meeting in _latest(JointMeeting.objects.visible_to(user).filter(fits).distinct()):
        yield Found(str(meeting), reverse("supervision:meeting", args=[meeting.pk]))


def find_notices(user: User, text: str) -> Iterator[Found]:
    fits = (
        _numbered(text, "issue_year", "number")
        | Q(title__icontains=text)
        | Q(document_number__icontains=text)
    )
    for notice in _latest(SupervisionNotice.objects.visible_to(user).filter(fits)):
        address = reverse("supervision:notice", args=[notice.pk])
        yield Found(notice.title, address, notice.document_number or notice.get_state_display())


def _numbered(text: str, year: str, number: str) -> Q:
    """〔2019〕2号 and 2019-2 say both; 2号 and 2 one of any year; other text none."""
    said = [int(digits[:_LONGEST]) for digits in _DIGITS.findall(text)]
    if len(said) == 1:
        return Q(**{number: said[0]})
    if len(said) == len((year, number)):
        return Q(**{year: said[0], number: said[1]})
    return Q(pk=None)


def _latest(rows: QuerySet) -> QuerySet:
    return rows.order_by("-pk")[: MOST + 1]
