"""What was found by what was typed into the bar."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.pages.search import found_for
from accounts.pages.signed_in import SignedInRequest

LONGEST = 100


def search(request: SignedInRequest) -> HttpResponse:
    """The one thing that fits is opened at once."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    kinds = found_for(request.user, text)
    found = [each for kind in kinds for each in kind.found]
    if len(found) == 1:
        return redirect(found[0].url)
    return render(request, "accounts/search.html", {"text": text, "kinds": kinds})
