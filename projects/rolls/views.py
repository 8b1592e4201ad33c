"""The pages of the 台账: which there are, and the lines of one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.trail.proposals import ProposalState
from projects.rolls.roll import Roll, roll_named
from projects.rolls.selectors import counts_of_rolls, declarations_seen, lines_seen
from projects.rolls.showing import headings, shown

ROWS_A_PAGE = 50


def all_rolls(request: SignedInRequest) -> HttpResponse:
    own_county(request)
    return render(request, "projects/rolls.html", {"counts": counts_of_rolls(request.user)})


def roll(request: SignedInRequest, key: str) -> HttpResponse:
    return _page(request, or_404(roll_named(key)))


def _page(request: SignedInRequest, roll: Roll[Any, Any]) -> HttpResponse:
    own_county(request)
    lines = lines_seen(roll, request.user)
    page = Paginator(lines, ROWS_A_PAGE).get_page(request.GET.get("page"))
    waiting = declarations_seen(roll, request.user).filter(state=ProposalState.WAITING)
    context = {
        "roll": roll,
        "counts": counts_of_rolls(request.user),
        "headings": headings(roll),
        "page": page,
        "rows": [(line, shown(roll, line)) for line in page],
        "waiting": waiting[:ROWS_A_PAGE],
    }
    return render(request, "projects/roll.html", context)
