"""The board of a month, for who reads the county; a unit sees its own line."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.models import Unit, User
from accounts.pages.parts import page_of_parts
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.people.selectors import home_county
from accounts.rights import may, reads_county, reporting_unit_ids
from investment.extra.coverage import coverage_of_columns
from investment.models import ReportingPeriod
from investment.selectors.board import KINDS, BoardUnit, board_of
from investment.selectors.deadlines import due_words
from investment.views.scope import period_of
from measures.months import Month


class _Scope(NamedTuple):
    """``unit_ids`` None: every unit of the county."""

    county: Unit
    unit_ids: set[int] | None


def board_now(request: SignedInRequest) -> HttpResponse:
    """The latest month that has a period."""
    county = _scope_of(request.user).county
    latest = ReportingPeriod.objects.filter(county=county).first()
    if latest is None:
        return render(request, "investment/board_empty.html")
    return redirect("investment:board", latest.as_month)


def board(request: SignedInRequest, month: Month) -> HttpResponse:
    """Every unit's month, or with ``show`` the rows of one count, with ``unit`` of one unit."""
    county, unit_ids = _scope_of(request.user)
    period = period_of(request, county, month)
    show = request.GET.get("show", "")
    or_404(not show or show in KINDS)
    today = clock.today()
    whole = board_of(county, period, show=show, unit_ids=unit_ids)
    opened = _opened(request, whole.shown)
    page = page_of_parts(opened, lambda unit: unit.shown, request.GET.get("page"))
    context = {
        "board": whole,
        "period": period,
        "periods": ReportingPeriod.objects.filter(county=county),
        "opened": opened,
        "page_obj": page.page_obj,
        "parts": page.parts,
        "columns": coverage_of_columns(period, unit_ids),
        "reads_county": unit_ids is None,
        "due_words": due_words(period.due_on, today),
        "is_overdue": period.is_overdue(today) and whole.units_whole < len(whole.units),
        "lines": [(unit, counts, unit.days_late(today)) for unit, counts in whole.lines],
    }
    return render(request, "investment/board.html", context)


def _opened(request: SignedInRequest, units: list[BoardUnit]) -> list[BoardUnit]:
    """Those of the unit that was asked for. 404 for one that is not on the board."""
    asked = request.GET.get("unit")
    if not asked:
        return units
    opened = [unit for unit in units if unit.unit_id == whole_number(asked)]
    or_404(opened)
    return opened


def _scope_of(user: User) -> _Scope:
    county = or_404(home_county(user))
    if reads_county(user, county):
        return _Scope(county, None)
    or_404(may(user, "project.view"))
    return _Scope(county, reporting_unit_ids(user))
