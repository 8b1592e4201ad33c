"""The reserve by unit: tasks beside results, and who has none."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from figures.months import default_month, months_with_figures
from figures.reserve_page import reserve_table
from figures.selectors import table_for
from figures.subjects.reserve import RESERVE_FIGURES
from measures.months import CutOff, Month

UNITS_A_PAGE = 100


def reserve_latest(request: SignedInRequest) -> HttpResponse:
    """That of the published month."""
    or_404(may(request.user, "project.view"))
    month = default_month(own_county(request))
    if month is None:
        return render(request, "figures/reserve_empty.html")
    return redirect("figures:reserve", month)


def reserve(request: SignedInRequest, month: Month) -> HttpResponse:
    """Every unit's figures; a reporter's own unit's."""
    or_404(may(request.user, "project.view"))
    county = own_county(request)
    facts = or_404(table_for(request.user, RESERVE_FIGURES, CutOff(month), today=clock.today()))
    table = reserve_table(facts)
    context = {
        "table": table,
        "page_obj": Paginator(table.lines, UNITS_A_PAGE).get_page(request.GET.get("page")),
        "month": month,
        "cutoff_month": month,
        "months": sorted(months_with_figures(county)),
        "may_set": may(request.user, "subject.confirm", county),
    }
    return render(request, "figures/reserve.html", context)
