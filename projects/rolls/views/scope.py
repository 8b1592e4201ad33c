"""What a page of the 台账 is about, and where it goes on."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import Unit
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from projects.models import RollLine
from projects.rolls.roll import Roll, roll_named
from projects.rolls.selectors import lines_seen


def county_read(request: SignedInRequest) -> Unit:
    """404 for who sees no projects at all."""
    or_404(may(request.user, "project.view"))
    return own_county(request)


def roll_asked(key: str) -> Roll[Any, Any]:
    return or_404(roll_named(key))


def line_seen(request: SignedInRequest, roll: Roll[Any, Any], pk: int) -> RollLine:
    return or_404(lines_seen(roll, request.user).filter(pk=pk).first())


def to_list(roll: Roll[Any, Any], **asked: str) -> HttpResponse:
    address = reverse("projects:roll", args=[roll.key])
    return redirect(f"{address}?{urlencode(asked)}" if asked else address)
