"""What waits for the user, on a page, and how many beside the menu."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.pages.signed_in import SignedInRequest
from accounts.people.acting import those_to_act_for
from accounts.people.waiting import waiting_for


def waiting(request: SignedInRequest) -> HttpResponse:
    today = clock.today()
    lines = [(each, each.is_overdue(today)) for each in waiting_for(request.user, today)]
    context = {
        "lines": lines,
        "today": today,
        "to_act_for": those_to_act_for(request.user, today),
    }
    return render(request, "accounts/waiting.html", context)


def waiting_count(request: SignedInRequest) -> HttpResponse:
    """A fragment that the page asks for when it is there already. No browser keeps it: after a
    person's own deed it is true at once."""
    count = len(waiting_for(request.user, clock.today()))
    return render(request, "accounts/_waiting_count.html", {"count": count})
