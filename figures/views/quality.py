"""The quality of reporting: the table of units, its workbook, and the months behind a number."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import clock
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from figures.months import default_month
from figures.quality_page import QualityTable, period_words, quality_table, quality_workbook
from figures.selectors import table_for
from figures.subjects.reporting import NAME, REPORTING, WHOLE
from figures.views.rows import rows
from files.responses import XLSX, attachment
from investment.models import ReportingPeriod
from jobs.addresses import LargeFile, in_background
from measures.months import CutOff, Month
from projects.selectors import most_lines
from workbooks.writing import ROWS_AT_ONCE

UNITS_A_PAGE = 100


def quality_latest(request: SignedInRequest) -> HttpResponse:
    """That of the published month."""
    or_404(may(request.user, "project.view"))
    month = default_month(own_county(request))
    if month is None:
        return render(request, "figures/quality_empty.html")
    return redirect("figures:quality", month)


def quality(request: SignedInRequest, month: Month) -> HttpResponse:
    """Every unit's figures; a reporter's own unit's."""
    table = _table_seen(request, month)
    context = {
        "table": table,
        "page_obj": Paginator(table.lines, UNITS_A_PAGE).get_page(request.GET.get("page")),
        "period_words": period_words(month),
        "month": month,
        "cutoff_month": month,
        "periods": ReportingPeriod.objects.filter(county=table.facts.county),
    }
    return render(request, "figures/quality.html", context)


def quality_rows(request: SignedInRequest, month: Month, name: str) -> HttpResponse:
    """The months behind one number, with ``unit`` of one unit."""
    return rows(request, CutOff(month), f"{NAME}.{WHOLE}.{name}")


def _quality_file(request: SignedInRequest, month: Month) -> LargeFile:
    """A row a month of each line: counted, for what is told of them takes seconds in a city."""
    or_404(may(request.user, "project.view"))
    county = own_county(request)
    return LargeFile(
        title=f"{month} {NAME}",
        county=county,
        rows=most_lines(county, month.year) * month.month,
        page=reverse("figures:quality", args=[month]),
    )


@in_background(_quality_file, above=ROWS_AT_ONCE)
def quality_export(request: SignedInRequest, month: Month) -> HttpResponse:
    """The table and the months behind it as .xlsx."""
    table = _table_seen(request, month)
    return attachment(quality_workbook(table), f"{month} {NAME}.xlsx", XLSX)


def _table_seen(request: SignedInRequest, month: Month) -> QualityTable:
    """Of the county for who reads it, of their own units for a reporter; 404 for others, and for
    a month that has no period."""
    or_404(may(request.user, "project.view"))
    facts = table_for(request.user, REPORTING, CutOff(month), today=clock.today())
    return quality_table(or_404(facts))
