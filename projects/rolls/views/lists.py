"""Which 台账 there are, the lines of one, and what of it waits."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from accounts import clock
from accounts.pages.deeds import Refusal
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from files.responses import XLSX, attachment
from jobs.addresses import LargeFile, in_background
from projects.models import Declaration
from projects.rolls.exports import roll_workbook
from projects.rolls.filters import Asked, RollFilter, lines_asked
from projects.rolls.papers import papers_of_declarations
from projects.rolls.returned import returned_to
from projects.rolls.roll import Roll, rolls
from projects.rolls.rules import confirms
from projects.rolls.selectors import (
    counted,
    counts_of_rolls,
    totals_of,
    units_seen,
    units_to_declare,
    waiting_seen,
)
from projects.rolls.showing import (
    Heading,
    asked_words,
    declared_rows,
    headings,
    rows_of,
    sortable,
    told_where_shown,
    totals_row,
)
from projects.rolls.views.scope import county_read, roll_asked
from projects.selectors import lists_shown, shown_year
from workbooks.writing import ROWS_AT_ONCE

ROWS_A_PAGE = 50
NARROWING = ("upload", "unit")


def all_rolls(request: SignedInRequest) -> HttpResponse:
    county_read(request)
    context = {"counts": counts_of_rolls(request.user)}
    return render(request, "projects/rolls/rolls.html", context)


def roll(request: SignedInRequest, key: str) -> HttpResponse:
    return list_page(request, roll_asked(key))


def _export_file(request: SignedInRequest, key: str) -> LargeFile:
    found = roll_asked(key)
    asked = asked_of(request, found)
    return LargeFile(
        title=f"{found.name}台账",
        county=county_read(request),
        rows=asked.lines.count(),
        page=f"{reverse('projects:roll', args=[key])}?{_query(request)}",
    )


@in_background(_export_file, above=ROWS_AT_ONCE)
def export(request: SignedInRequest, key: str) -> HttpResponse:
    """The lines of the list with the same filter and order, all pages."""
    found = roll_asked(key)
    asked = asked_of(request, found)
    content = roll_workbook(found, asked.lines, said=asked_words(asked))
    return attachment(content, f"{found.name}台账_{asked.day:%Y%m%d}.xlsx", XLSX)


def asked_of(request: SignedInRequest, roll: Roll[Any, Any]) -> Asked:
    """What this address asks of the roll."""
    county_read(request)
    user, today = request.user, clock.today()
    year = shown_year(user, today)
    lists = lists_shown(user, year) if roll.of_project else ()
    chosen = RollFilter(request.GET, roll=roll, units=units_seen(roll, user), lists=lists)
    sort = request.GET.get("sort", "")
    return lines_asked(roll, user, chosen, year=year, sort=sort, today=today)


def list_page(
    request: SignedInRequest, roll: Roll[Any, Any], refusal: Refusal | None = None
) -> HttpResponse:
    """The list; with ``waits`` in its address what waits alone, page by page."""
    county, user = county_read(request), request.user
    waiting = waiting_seen(roll, user)
    waiting = narrowed(waiting, request.GET)
    only_waiting = "waits" in request.GET or refusal is not None
    number = request.GET.get("page") if only_waiting else None
    waiting_page = Paginator(waiting, ROWS_A_PAGE).get_page(number)
    waits = declared_rows(roll, waiting_page)
    context = {
        "roll": roll,
        "rolls": rolls(),
        "only_waiting": only_waiting,
        "waits": _with_papers(roll, waits),
        "waiting_page": waiting_page,
        "every_one": counted(waiting) if waiting_page.paginator.num_pages > 1 else "",
        "narrowed": [pair for pair in request.GET.items() if pair[0] in NARROWING],
        "returned": declared_rows(roll, returned_to(roll, user)),
        "may_confirm": confirms(user, county),
        "may_declare": units_to_declare(user, county).exists(),
        "ticked": request.POST.getlist("declaration"),
        "refusal": told_where_shown(refusal, waits),
    }
    if not only_waiting:
        context |= _of_lines(request, roll)
    return render(request, "projects/rolls/roll.html", context)


def narrowed(waiting: QuerySet[Declaration], asked: QueryDict) -> QuerySet[Declaration]:
    """To what came in one workbook, or from one unit."""
    for name in NARROWING:
        if number := whole_number(asked.get(name, "")):
            waiting = waiting.filter(**{name: number})
    return waiting


def _with_papers(roll: Roll[Any, Any], rows: Any) -> list[tuple[Any, list[Any]]]:
    papers = papers_of_declarations(roll.key, [row.declaration for row in rows]) if rows else {}
    return [(row, papers.get(row.declaration.pk, [])) for row in rows]


def _of_lines(request: SignedInRequest, roll: Roll[Any, Any]) -> dict[str, Any]:
    asked = asked_of(request, roll)
    page = Paginator(asked.lines, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "asked": asked,
        "asked_words": asked_words(asked),
        "page": page,
        "rows": rows_of(roll, page),
        "name_heading": sortable(Heading(_name_label(roll)), _name_sort(roll), asked.sort),
        "serial_heading": sortable(Heading("编号"), "serial", asked.sort),
        "unit_heading": sortable(Heading("填报单位"), "unit", asked.sort),
        "day_heading": sortable(Heading("自"), "from_day", asked.sort),
        "headings": headings(roll, asked.sort),
        "totals": totals_row(roll, totals_of(roll, asked.lines)),
        "query": _query(request),
    }


def _name_label(roll: Roll[Any, Any]) -> str:
    if not roll.named_by:
        return "项目"
    return str(roll.line._meta.get_field(roll.named_by).verbose_name)


def _name_sort(roll: Roll[Any, Any]) -> str:
    return roll.named_by or "project"


def _query(request: SignedInRequest) -> str:
    """What the list is asked for, as an address has it."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()
