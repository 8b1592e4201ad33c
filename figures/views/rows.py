"""The page of a figure's rows, the same rows as a workbook, and the page of one project."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may, reads_county
from figures.book import FigureBook, UnknownFigure
from figures.facts import Facts
from figures.links import FrontPage
from figures.project_page import chart_of, curve_title, project_page
from figures.rows_page import RowsPage, rows_page, verified_words
from figures.selectors import facts_for, of_unit, units_in
from figures.writers import rows_workbook
from files.responses import XLSX, attachment
from measures.months import Month
from measures.parts import PartsDoNotAddUp


def rows(request: SignedInRequest, month: Month, key: str) -> HttpResponse:
    """The lines a figure was computed from, as far as the user may see them."""
    page = _page(request, month, key)
    unit_id = next(iter(units_in(page.facts))) if request.GET.get("unit") else None
    context = {
        "page": page,
        "month": month,
        "cutoff_month": month,
        "unit_id": unit_id,
        "front": FrontPage(month, page.plan_key, unit_id),
        "verified_words": verified_words(page.rows),
    }
    return render(request, "figures/rows.html", context)


def project(request: SignedInRequest, month: Month, pk: int) -> HttpResponse:
    """One project at the month: its light and why, who answers for it, its months. The list
    asked for gives the plan it is held against."""
    or_404(may(request.user, "project.view"))
    facts = or_404(facts_for(request.user, month))
    page = or_404(project_page(facts, pk, request.GET.get("list")))
    context = {
        "page": page,
        "row": page.row,
        "month": month,
        "front": FrontPage(month, page.row.plan_key),
        "cutoff_month": month,
        "curve_title": curve_title(page),
        "curve_chart": chart_of(page),
    }
    return render(request, "figures/project.html", context)


def rows_export(request: SignedInRequest, month: Month, key: str) -> HttpResponse:
    """The same rows as .xlsx."""
    page = _page(request, month, key)
    name = f"{month} {key}.xlsx"
    return attachment(rows_workbook(page), name, XLSX)


def _page(request: SignedInRequest, month: Month, key: str) -> RowsPage:
    or_404(may(request.user, "project.view"))
    whole = or_404(facts_for(request.user, month))
    facts = or_404(of_unit(whole, request.GET.get("unit")))
    try:
        figure = FigureBook(facts)[key]
    except (UnknownFigure, PartsDoNotAddUp) as error:
        raise Http404 from error
    scope = _scope(request, facts)
    return rows_page(figure, facts, scope=scope, sort=request.GET.get("sort", ""))


def _scope(request: SignedInRequest, facts: Facts) -> str:
    """Whose projects the rows are taken from."""
    if request.GET.get("unit"):
        return next(iter(units_in(facts).values()))
    if reads_county(request.user, facts.county):
        return facts.county.name
    return "本单位有关项目"
