"""The quality of reporting: the table of units, its workbook, and the months behind a number."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import may, reads_county, reporting_unit_ids
from figures.facts import latest_approved_month
from figures.quality import QUALITY, Quality, load_quality
from figures.quality_page import quality_table, quality_workbook
from files.responses import XLSX, attachment
from investment.models import ReportingPeriod
from measures.months import Month

ROWS_A_PAGE = 200


def quality_latest(request: SignedInRequest) -> HttpResponse:
    """That of the latest month that has approved entries."""
    or_404(may(request.user, "project.view"))
    month = latest_approved_month(own_county(request))
    if month is None:
        return render(request, "figures/quality_empty.html")
    return redirect("figures:quality", month)


def quality(request: SignedInRequest, month: Month) -> HttpResponse:
    """Every unit's figures; a reporter's own unit's."""
    seen = _quality_seen(request, month)
    context = {
        "table": quality_table(seen),
        "period_words": seen.period_words,
        "month": month,
        "cutoff_month": month,
        "periods": ReportingPeriod.objects.filter(county=seen.county),
    }
    return render(request, "figures/quality.html", context)


def quality_rows(request: SignedInRequest, month: Month, name: str) -> HttpResponse:
    """The months behind one number, with ``unit`` of one unit."""
    or_404(name in QUALITY)
    seen = _quality_seen(request, month)
    scope = "各单位"
    if asked := request.GET.get("unit"):
        number = whole_number(asked)
        seen = seen.of_units(set() if number is None else {number})
        or_404(seen.facts)
        scope = seen.facts[0].unit_name
    figure = seen.figure(name)
    context = {
        "figure": figure,
        "page": Paginator(figure.rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "name": name,
        "scope": scope,
        "period_words": seen.period_words,
        "month": month,
        "cutoff_month": month,
    }
    return render(request, "figures/quality_rows.html", context)


def quality_export(request: SignedInRequest, month: Month) -> HttpResponse:
    """The table and the months behind it as .xlsx."""
    table = quality_table(_quality_seen(request, month))
    return attachment(quality_workbook(table), f"{month} 报送质量.xlsx", XLSX)


def _quality_seen(request: SignedInRequest, month: Month) -> Quality:
    """Of the county for who reads it, of his own units for a reporter; 404 for others, and for a
    month that has no period."""
    or_404(may(request.user, "project.view"))
    county = own_county(request)
    periods = ReportingPeriod.objects.filter(county=county, year=month.year, month=month.month)
    or_404(periods.exists())
    whole = load_quality(county, month, today=clock.today())
    if reads_county(request.user, county):
        return whole
    return whole.of_units(reporting_unit_ids(request.user))
