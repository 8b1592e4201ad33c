"""What waits is confirmed or sent back, one by one or many at once; who declared takes it back."""

from functools import cache
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import Stale
from accounts.pages.deeds import deed
from accounts.pages.proposals import View, proposal_views
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from projects.models import Declaration
from projects.rolls.answering import confirm_many, read_return
from projects.rolls.roll import Roll
from projects.rolls.rules import confirms, declares
from projects.rolls.selectors import counted, declarations_seen, waiting_seen
from projects.rolls.views.lists import list_page, narrowed
from projects.rolls.views.scope import roll_asked, to_list

MOST_TICKED = 1_000


@require_POST
def confirm(request: SignedInRequest, key: str) -> HttpResponse:
    """Those that were ticked, or all that wait as many as the page said there were."""
    roll, county = roll_asked(key), own_county(request)
    or_404(confirms(request.user, county))
    return deed(
        request,
        lambda: confirm_many(
            roll, declarations=_chosen(request, roll), by=request.user, today=clock.today()
        ),
        done=lambda number: f"已确认{number}条，列入{roll.name}台账。",
        to=to_list(roll, waits="1"),
        again=lambda refusal: list_page(request, roll, refusal),
    )


def _chosen(request: SignedInRequest, roll: Roll[Any, Any]) -> list[Declaration]:
    """Raises Stale where others wait now than the page counted."""
    if "all" not in request.POST:
        keys = [
            or_404(whole_number(key)) for key in request.POST.getlist("declaration")[:MOST_TICKED]
        ]
        return list(declarations_seen(roll, request.user).filter(pk__in=keys))
    waiting = narrowed(waiting_seen(roll, request.user), request.POST)
    if request.POST["all"] != counted(waiting):
        raise Stale("待确认的申报有变动，没有确认任何一条，请核对后再确认")
    return list(waiting)


def answer(request: SignedInRequest, key: str, proposal_id: int) -> HttpResponse:
    return _views_of(roll_asked(key).key)[0](request, proposal_id)


def withdraw(request: SignedInRequest, key: str, proposal_id: int) -> HttpResponse:
    return _views_of(roll_asked(key).key)[1](request, proposal_id)


@require_POST
def read(request: SignedInRequest, key: str, proposal_id: int) -> HttpResponse:
    """Who declared lets it be that it was sent back."""
    roll = roll_asked(key)
    found = or_404(declarations_seen(roll, request.user).filter(pk=proposal_id).first())
    or_404(declares(request.user, found.unit))
    return deed(
        request,
        lambda: read_return(roll, declaration=found, by=request.user),
        done="已知晓，不再列入待办。",
        to=to_list(roll),
        again=lambda refusal: list_page(request, roll, refusal),
        at=found,
    )


@cache
def _views_of(key: str) -> tuple[View, View]:
    roll = roll_asked(key)
    return proposal_views(
        roll.declaration,
        seen_by=lambda user: Q(pk__in=roll.declaration.objects.visible_to(user).values("pk")),
        to=lambda declaration: to_list(roll, waits="1"),
        again=lambda request, declaration, refusal: list_page(request, roll, refusal),
        accepted=f"已确认，列入{roll.name}台账。",
        refused="已退回，申报人在待办里看到理由。",
    )
