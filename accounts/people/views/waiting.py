"""What waits for the user, on a page, and how many beside the menu."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from accounts import clock
from accounts.pages.signed_in import SignedInRequest
from accounts.people.waiting import waiting_for

COUNT_STANDS = 30
"""Seconds for which a browser may show the count that it has; after a deed of the person's own it
asks anew (``accounts.pages.fresh_count``)."""


def waiting(request: SignedInRequest) -> HttpResponse:
    today = clock.today()
    lines = [(each, each.is_overdue(today)) for each in waiting_for(request.user, today)]
    return render(request, "accounts/waiting.html", {"lines": lines, "today": today})


def waiting_count(request: SignedInRequest) -> HttpResponse:
    """A fragment that the page asks for when it is there already."""
    count = len(waiting_for(request.user, clock.today()))
    response = render(request, "accounts/_waiting_count.html", {"count": count})
    patch_cache_control(response, private=True, max_age=COUNT_STANDS)
    return response
