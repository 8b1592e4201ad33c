"""填报模板: the unit's month as a workbook to fill in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts import clock
from accounts.models import Unit
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import reporting_unit_ids
from files.responses import XLSX, attachment
from investment.entry_template import template_name, write_entry_template
from investment.models import ReportingPeriod
from investment.selectors import entry_sheet
from investment.views.scope import period_of, unit_reported
from measures.months import Month


def template(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """Holds the unit's drafts, so it is for its reporter alone."""
    unit = unit_reported(request, unit_id)
    period = period_of(request, unit.own_county, month)
    sheet = entry_sheet(unit, period, clock.today())
    return attachment(write_entry_template(sheet), template_name(unit, period), XLSX)


def own_template(request: SignedInRequest, month: Month) -> HttpResponse:
    """From a page that knows the month only: to the one unit's template, else to the choice."""
    ids = reporting_unit_ids(request.user)
    units = list(Unit.objects.filter(pk__in=ids).select_related("county"))
    or_404(units)
    if len(units) > 1:
        messages.info(request, "您为几个单位填报，请先选择单位，再在填报页面下载模板。")
        return redirect("investment:home")
    [unit] = units
    periods = ReportingPeriod.objects.filter(county=unit.own_county)
    if not periods.filter(year=month.year, month=month.month).exists():
        messages.error(request, f"{month.label}填报期还没有开启，没有模板可下载。")
        return redirect("investment:import_monthly", month)
    return redirect("investment:template", unit.pk, month)
