"""The pages of milestones: the steps of one project, and preliminary projects by steps."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from projects.milestones.selectors import rows_seen, steps_of_project
from projects.models import Part, Project
from projects.rolls.rules import declares
from projects.selectors import lists_shown, shown_year

ROWS_A_PAGE = 150


def project_milestones(request: SignedInRequest, pk: int) -> HttpResponse:
    project = seen(request, Project.objects, pk, "county")
    part = project.unit_parts.current().filter(part=Part.REPORTING).select_related("unit").first()
    unit = project.county if part is None else part.unit
    context = {
        "project": project,
        "unit": unit,
        "steps": steps_of_project(project, clock.today()),
        "may_declare": declares(request.user, unit),
    }
    return render(request, "projects/milestones/project.html", context)


def milestones(request: SignedInRequest) -> HttpResponse:
    or_404(may(request.user, "project.view"))
    county, today = own_county(request), clock.today()
    year = shown_year(request.user, today)
    lists = lists_shown(request.user, year)
    key = request.GET.get("list", "")
    key = key if key in [plan.key for plan in lists] else ""
    steps, rows = rows_seen(request.user, county, today, year, key)
    overdue = [row for row in rows if row.overdue]
    is_overdue_only = "overdue" in request.GET
    page = Paginator(overdue if is_overdue_only else rows, ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "year": year,
        "lists": lists,
        "key": key,
        "steps": steps,
        "page": page,
        "whole": len(rows),
        "overdue": len(overdue),
        "is_overdue_only": is_overdue_only,
    }
    return render(request, "projects/milestones/matrix.html", context)
