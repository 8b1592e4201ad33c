"""The windows of the months: which are open, and opening and closing them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError
from accounts.models import Unit
from accounts.selectors import county_of
from accounts.signed_in import SignedInRequest
from investment import rules, services
from investment.calendar import Window, rule_in_force, window_of
from investment.forms import OpenPeriodForm
from investment.models import ReportingPeriod
from investment.selectors import period_lines
from measures.months import Month


def periods(request: SignedInRequest) -> HttpResponse:
    county = county_of(request.user)
    if not rules.may_see_periods(request.user, county):
        raise Http404("not the bureau")
    lines = period_lines(county)
    upcoming = _next_window(county, lines[0].period.as_month if lines else None)
    context = {
        "lines": lines,
        "upcoming": upcoming,
        "is_early": upcoming is not None and upcoming.month.last_day >= clock.today(),
        "rule": rule_in_force(county, clock.today()),
        "may_move": rules.may_move_period(request.user, county),
        "may_extend": rules.may_propose_extension(request.user, county),
    }
    return render(request, "investment/periods.html", context)


def _next_window(county: Unit, latest: Month | None) -> Window | None:
    """The period after the latest one, unless it has not begun; that of the month that has just
    ended when there is none."""
    this_month = Month.of(clock.today())
    upcoming = latest.next() if latest else this_month.previous()
    window = window_of(county, upcoming)
    return window if window.month <= this_month else None


@require_POST
def open_period(request: SignedInRequest) -> HttpResponse:
    county = _county_moved(request)
    form = OpenPeriodForm(request.POST, today=clock.today())
    if not form.is_valid():
        messages.error(request, "；".join(map(str, form.errors["month"])))
        return redirect("investment:periods")
    try:
        period = services.open_period(
            county=county, month=form.cleaned_data["month"], by=request.user
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{period}填报期已开启，{period.due_on:%-m月%-d日}截止。")
    return redirect("investment:periods")


@require_POST
def close_period(request: SignedInRequest, period_id: int) -> HttpResponse:
    county = _county_moved(request)
    period = get_object_or_404(
        ReportingPeriod.objects.visible_to(request.user), pk=period_id, county=county
    )
    try:
        services.close_period(period=period, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{period}填报期已关闭。")
    return redirect("investment:periods")


def _county_moved(request: SignedInRequest) -> Unit:
    county = county_of(request.user)
    if not rules.may_move_period(request.user, county):
        raise Http404("not the approver")
    return county
