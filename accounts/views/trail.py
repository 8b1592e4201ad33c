"""The audit trail: the whole county's for approvers and auditors, one's own for who reports."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts import rules, selectors
from accounts.forms import TrailFilterForm
from accounts.signed_in import SignedInRequest

LINES_A_PAGE = 50


def trail(request: SignedInRequest) -> HttpResponse:
    if not rules.views_trail(request.user):
        raise Http404("no trail")
    form = TrailFilterForm(request.GET)
    form.is_valid()
    lines = selectors.trail_for(request.user, **form.cleaned_data)
    context = {
        "form": form,
        "page": Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page")),
        "is_filtered": any(form.cleaned_data.values()),
        "is_whole": rules.views_whole_trail(request.user),
    }
    return render(request, "accounts/trail.html", context)
