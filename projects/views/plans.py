"""The annual lists, and the lines of one."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.rules import imports_plan, reads_county, reads_projects
from accounts.signed_in import SignedInRequest
from projects import selectors
from projects.models import AnnualPlan


def plans(request: SignedInRequest) -> HttpResponse:
    if not reads_projects(request.user):
        raise Http404("no projects")
    context = {
        "plans": selectors.plan_tallies(request.user),
        "own_lines_only": not reads_county(request.user),
        "may_import": imports_plan(request.user),
    }
    return render(request, "projects/plans.html", context)


def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        AnnualPlan.objects.visible_to(request.user).select_related("county"), pk=pk
    )
    groups, tally = selectors.plan_groups(found, request.user)
    context = {
        "plan": found,
        "groups": groups,
        "tally": tally,
        "own_lines_only": not reads_county(request.user, found.county),
    }
    return render(request, "projects/plan.html", context)
