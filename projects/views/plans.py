"""The annual lists, and the lines of one."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may, reads_county
from projects import selectors
from projects.models import AnnualPlan


def plans(request: SignedInRequest) -> HttpResponse:
    or_404(may(request.user, "project.view"))
    context = {
        "plans": selectors.plan_tallies(request.user),
        "own_lines_only": not reads_county(request.user),
        "may_import": may(request.user, "plan.import"),
    }
    return render(request, "projects/plans.html", context)


def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    found = seen(request, AnnualPlan.objects, pk, "county")
    groups, tally = selectors.plan_groups(found, request.user)
    context = {
        "plan": found,
        "groups": groups,
        "tally": tally,
        "own_lines_only": not reads_county(request.user, found.county),
    }
    return render(request, "projects/plan.html", context)
