"""The page of a figure's rows, the same rows as a workbook, and the page of one project."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import clock
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may, reads_county
from figures.around import (
    bases_offered,
    cut_by,
    cuts_offered,
    has_months,
    is_of_people,
    months_chart,
    months_of,
    paces_offered,
)
from figures.book import Book, UnknownFigure
from figures.keys import Key
from figures.links import FrontPage
from figures.reckoning import USUAL
from figures.rows_page import RowsPage, rows_page
from figures.selectors import of_unit, table_for, units_in
from figures.subject import Table
from figures.subjects import subject_of
from figures.writers import rows_workbook
from files.responses import XLSX, attachment
from jobs.addresses import LargeFile, in_background
from measures.months import CutOff
from measures.parts import PartsDoNotAddUp
from projects import one_page
from workbooks.writing import ROWS_AT_ONCE


def rows(request: SignedInRequest, at: CutOff, key: str) -> HttpResponse:
    """The rows a figure was computed from, as far as the user may see them."""
    book = _book(request, at, key)
    if day := request.GET.get("day"):
        return _at_day(request, day, key)
    page = _page(request, book, key)
    around = _around(request, book, key)
    asked = request.GET.get("unit")
    unit_id = next(iter(units_in(page.facts))) if asked else None
    subject = page.subject
    shown = Paginator(page.rows, subject.rows_a_page)
    leaf = shown.get_page(request.GET.get("page"))
    home = reverse(subject.page, args=[at.month]) if subject.page else ""
    context = {
        "page": page,
        "page_obj": leaf,
        "lines": page.lines(list(leaf.object_list)),
        "figure": page.figure,
        "month": at.month,
        "cut_off": at,
        "cutoff_month": at.month,
        "takes_day": subject.load_on is not None,
        "unit_id": unit_id,
        "home": home,
        "front": FrontPage(at, page.key_start, unit_id),
        **around,
    }
    return render(request, "figures/rows.html", context)


def _at_day(request: SignedInRequest, day: str, key: str) -> HttpResponse:
    """To the same figure at another cut-off, as a day."""
    try:
        at = CutOff.at(datetime.date.fromisoformat(day))
    except ValueError:
        raise Http404 from None
    query = request.GET.copy()
    del query["day"]
    address = reverse("figures:rows", args=[at, key])
    return redirect(f"{address}?{query.urlencode()}" if query else address)


def project(request: SignedInRequest, at: CutOff, pk: int) -> HttpResponse:
    """One project at the cut-off: the first tab of its page. The list asked for gives the plan it
    is held against."""
    return one_page.show(request, pk, "overview", at=at, key=request.GET.get("list"))


def _rows_file(request: SignedInRequest, at: CutOff, key: str) -> LargeFile:
    page = _page(request, _book(request, at, key), key)
    return LargeFile(
        title=f"{at} {key}",
        county=page.facts.county,
        rows=len(page.rows),
        page=f"{reverse('figures:rows', args=[at, key])}?{request.GET.urlencode()}",
    )


@in_background(_rows_file, above=ROWS_AT_ONCE)
def rows_export(request: SignedInRequest, at: CutOff, key: str) -> HttpResponse:
    """The same rows as .xlsx."""
    page = _page(request, _book(request, at, key), key)
    name = f"{at} {key}.xlsx"
    return attachment(rows_workbook(page), name, XLSX)


def _book(request: SignedInRequest, at: CutOff, key: str) -> Book[Any]:
    """What the user sees of the key's subject at the cut-off, reckoned as the key says."""
    or_404(may(request.user, "project.view"))
    subject = subject_of(key)
    whole = or_404(table_for(request.user, subject, at, today=clock.today()))
    book = Book(subject, or_404(of_unit(whole, request.GET.get("unit"))))
    try:
        return book.by(Key.parse(key).reckoning(USUAL))
    except UnknownFigure as error:
        raise Http404 from error


def _around(request: SignedInRequest, book: Book[Any], key: str) -> dict[str, Any]:
    """The figure by the cut that is asked for, and its months where they are."""
    sees_leaders = may(request.user, "leaders.view", book.facts.county)
    by, offered = request.GET.get("by", ""), cuts_offered(book, key, with_people=sees_leaders)
    context: dict[str, Any] = {
        "bases": bases_offered(book, key),
        "paces": paces_offered(book, key),
        "offered": offered,
        "by": "",
        "has_months": has_months(book, key) and bool(offered),
    }
    try:
        if by in offered:
            context |= {"by": by, "cut": cut_by(book, key, by)}
        if "months" in request.GET and (lines := months_of(book, key)):
            chart = months_chart(lines, book.facts.month.year)
            context |= {"month_lines": lines, "months_chart": chart}
    except PartsDoNotAddUp as error:
        raise Http404 from error
    return context


def _page(request: SignedInRequest, book: Book[Any], key: str) -> RowsPage[Any]:
    scope = _scope(request, book.facts)
    try:
        or_404(not is_of_people(book, key) or may(request.user, "leaders.view", book.facts.county))
        return rows_page(book, key, scope=scope, sort=request.GET.get("sort", ""))
    except (UnknownFigure, PartsDoNotAddUp) as error:
        raise Http404 from error


def _scope(request: SignedInRequest, facts: Table[Any]) -> str:
    """Whose projects the rows are taken from."""
    if request.GET.get("unit"):
        return next(iter(units_in(facts).values()))
    if reads_county(request.user, facts.county):
        return facts.county.name
    return "本单位有关项目"
