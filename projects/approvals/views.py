"""The pages of approvals: the checklist of one project, projects by approvals, by department."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.models import Unit, User
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.ways import Way, ways_from
from accounts.rights import may
from projects.approvals.reading import Step
from projects.approvals.selectors import (
    Missing,
    Row,
    cells_of,
    checklist_of,
    counts_of,
    items_of,
    rows_seen,
    waits_by_department,
)
from projects.approvals.standing import Standing
from projects.models import ApprovalState, Project
from projects.rolls.rules import declares
from projects.selectors import lists_shown, shown_year

ROWS_A_PAGE = 150
MOST_ON_A4 = 10
"""Approvals in a row of A4; more are printed on A3."""


def project_approvals(request: SignedInRequest, pk: int) -> HttpResponse:
    project = seen(request, Project.objects, pk, "county")
    today = clock.today()
    checklist = checklist_of(project, today)
    part = project.unit_parts.current().filter(part="reporting").select_related("unit").first()
    unit = project.county if part is None else part.unit
    context = {
        "project": project,
        "unit": unit,
        "checklist": checklist,
        "tally": checklist.tally,
        "steps": [
            (step, step.is_overdue(today), _ways(request.user, project, unit, step))
            for step in checklist.steps
        ],
        "may_declare": declares(request.user, unit),
    }
    return render(request, "projects/approvals/project.html", context)


def _ways(user: User, project: Project, unit: Unit, step: Step) -> list[Way]:
    """Of an approval that is neither done nor needed no more."""
    if step.state in (ApprovalState.DONE, ApprovalState.NOT_NEEDED):
        return []
    missing = Missing(project, unit, step, clock.today())
    return ways_from("projects.missing_approval", user, missing)


def approvals(request: SignedInRequest) -> HttpResponse:
    or_404(may(request.user, "project.view"))
    county, today = own_county(request), clock.today()
    year = shown_year(request.user, today)
    lists = lists_shown(request.user, year)
    key = request.GET.get("list", "")
    key = key if key in [plan.key for plan in lists] else ""
    rows = rows_seen(request.user, county, today, year, key)
    counts = counts_of(rows)
    standing = _standing_asked(request)
    shown = [row for row in rows if standing is None or row.standing is standing]
    items = items_of(county, today)
    page = Paginator(shown, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "year": year,
        "lists": lists,
        "key": key,
        "items": items,
        "counts": [(each, counts.get(each, 0)) for each in Standing],
        "whole": len(rows),
        "standing": standing,
        "page": page,
        "rows": [(row, cells_of(row, items, today)) for row in page],
        "is_wide": len(items) > MOST_ON_A4,
    }
    return render(request, "projects/approvals/matrix.html", context)


def _standing_asked(request: SignedInRequest) -> Standing | None:
    asked = request.GET.get("standing", "")
    return next((each for each in Standing if each.value == asked), None)


def departments(request: SignedInRequest) -> HttpResponse:
    or_404(may(request.user, "project.view"))
    county, today = own_county(request), clock.today()
    rows: list[Row] = rows_seen(request.user, county, today, shown_year(request.user, today))
    context = {
        "waits": [
            (each, [(row, step, step.is_overdue(today)) for row, step in each.owed])
            for each in waits_by_department(rows)
        ]
    }
    return render(request, "projects/approvals/departments.html", context)
