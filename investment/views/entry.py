"""The reporter's pages: the sheet of a month, sending it, taking it back, answering 代录."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError, Stale
from accounts.models import Unit
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import reads_county, reporting_unit_ids
from investment import services
from investment.forms import EntryForm
from investment.grid import changed_since, drafts_of, grid_rows, posted_forms, posted_objections
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from investment.selectors import EntrySheet, entry_sheet, period_progress
from investment.selectors.owing import standing_reminder
from investment.transitions import Outcome, StaleEntries
from investment.views.scope import period_of, unit_reported, versions_sent
from investment.views.signed import signed_context
from investment.writing import Saved
from measures.months import Month


def home(request: SignedInRequest) -> HttpResponse:
    """A reporter goes to the sheet to be filled now; with several units he chooses."""
    units = list(
        Unit.objects.filter(pk__in=reporting_unit_ids(request.user)).select_related("county")
    )
    if not units and reads_county(request.user):
        return redirect("investment:review")
    or_404(units)
    choices = [(unit, _period_now(unit)) for unit in units]
    only_unit, only_period = choices[0]
    if len(choices) == 1 and only_period:
        return redirect("investment:entry", only_unit.pk, only_period.as_month)
    today = clock.today()
    lines = [(u, p, period_progress(u, p, today) if p else None) for u, p in choices]
    return render(request, "investment/choose_unit.html", {"lines": lines})


def _period_now(unit: Unit) -> ReportingPeriod | None:
    """The oldest period that the unit may report and has something left to do in, else the newest
    that it may report, else the latest."""
    periods = ReportingPeriod.objects.filter(county=unit.own_county)
    open_ones = list(periods.open_to(unit.pk, clock.today()).order_by("year", "month"))
    for period in open_ones:
        if not period_progress(unit, period, clock.today()).is_done:
            return period
    return open_ones[-1] if open_ones else periods.first()


def entry(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """The sheet: read, saved as drafts, and sent."""
    unit = unit_reported(request, unit_id)
    period = period_of(request, unit.own_county, month)
    sheet = entry_sheet(unit, period, clock.today())
    if request.method != "POST":
        return _sheet_page(request, sheet)
    forms = posted_forms(sheet, request.POST)
    if not sheet.is_open:
        messages.error(request, f"{period.label}填报期已关闭，没有保存您的修改，请联系发改局")
        return _sheet_page(request, sheet, forms)
    if not all(form.is_valid() for form in forms.values()):
        wrong = sum(len(form.errors) for form in forms.values())
        messages.error(request, f"有 {wrong} 处填写有误，还没有保存，请改正标红的格子。")
        return _sheet_page(request, sheet, forms)
    try:
        saved = services.save_entries(period=period, drafts=drafts_of(forms), by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        sheet = entry_sheet(unit, period_of(request, unit.own_county, month), clock.today())
        current = error.current if isinstance(error, StaleEntries) else None
        return _sheet_page(request, sheet, forms, current)
    try:
        _tell(request, saved, _submit(request, saved))
    except services.ChecksFailed as error:
        count = sum(len(found) for found in error.results.values())
        messages.warning(
            request,
            f"草稿已保存，还没有上报：有 {count} 处请改正，或在“情况说明”写明原因，见标出的格子。",
        )
    except DomainError as error:
        messages.error(request, f"草稿已保存，还没有上报：{error.message}")
    return redirect("investment:entry", unit.pk, period.as_month)


def _submit(request: SignedInRequest, saved: Saved) -> Outcome | None:
    """Send what was saved, when that button was pressed."""
    if "submit" not in request.POST:
        return None
    approved = EntryState.APPROVED
    entries = [e for e in [*saved.written, *saved.unchanged] if e.state != approved]
    versions = {entry.pk: entry.version for entry in entries}
    return services.submit_entries(versions=versions, by=request.user, today=clock.today())


def _tell(request: SignedInRequest, saved: Saved, outcome: Outcome | None) -> None:
    if outcome is None:
        count = len(saved.written)
        messages.success(request, f"已保存 {count} 个项目的草稿。" if count else "没有改动。")
        return
    if outcome.done:
        messages.success(request, f"已上报 {len(outcome.done)} 个项目。")
    if outcome.repeated:
        messages.info(request, f"{len(outcome.repeated)} 个项目此前已上报，没有重复处理。")
    if not outcome.done and not outcome.repeated:
        messages.info(request, "还没有填任何项目，没有可上报的。")


def _sheet_page(
    request: SignedInRequest,
    sheet: EntrySheet,
    forms: Mapping[int, EntryForm] | None = None,
    stale: Mapping[int, MonthlyEntry] | None = None,
    objections: Mapping[int, str] | None = None,
) -> HttpResponse:
    is_open = sheet.is_open
    reminds = is_open and sheet.owes_some
    context = {
        "sheet": sheet,
        "rows": grid_rows(
            sheet,
            is_open=is_open,
            asks_unit=True,
            forms=forms,
            stale=stale,
            objections=objections,
        ),
        "progress": period_progress(sheet.unit, sheet.period, clock.today()),
        "is_open": is_open,
        "reminder": standing_reminder(sheet.period, sheet.unit) if reminds else None,
        "periods": _periods(sheet),
        **signed_context(request, sheet.unit, sheet.period, may_sign=is_open),
    }
    status = 409 if stale else 200
    return render(request, "investment/entry.html", context, status=status)


def _periods(sheet: EntrySheet) -> list[ReportingPeriod]:
    periods = ReportingPeriod.objects.filter(county=sheet.period.county_id)
    return list(periods.filter(year=sheet.period.year).order_by("month"))


@require_POST
def withdraw(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    unit = unit_reported(request, unit_id)
    name = "entry" if "entry" in request.POST else "sent"
    versions = versions_sent(request, unit, name)
    if not versions:
        messages.info(request, "没有可以撤回的项目。")
        return redirect("investment:entry", unit.pk, month)
    try:
        outcome = services.withdraw_entries(versions=versions, by=request.user)
    except DomainError as error:
        return _refused(request, unit, month, error)
    messages.success(request, f"已撤回 {len(outcome.done)} 个项目，改好后请重新上报。")
    return redirect("investment:entry", unit.pk, month)


@require_POST
def answer_keyed(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """The unit's word on what the bureau keyed for it."""
    unit = unit_reported(request, unit_id)
    name = "confirm" if "confirm" in request.POST else "object"
    versions = versions_sent(request, unit, name)
    for entry_id, version in versions.items():
        entry = seen(request, MonthlyEntry.objects, entry_id)
        reason = request.POST.get(f"objection-{entry_id}", "")
        try:
            if name == "confirm":
                services.confirm_keyed(entry=entry, version=version, by=request.user)
            else:
                services.object_keyed(entry=entry, version=version, reason=reason, by=request.user)
        except DomainError as error:
            return _refused(request, unit, month, error)
        messages.success(request, "已确认代录数字。" if name == "confirm" else "异议已提交发改局。")
    return redirect("investment:entry", unit.pk, month)


@require_POST
def confirm_estimate(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """The unit's word that an estimate is the figure."""
    unit = unit_reported(request, unit_id)
    for entry_id, version in versions_sent(request, unit, "confirm").items():
        entry = seen(request, MonthlyEntry.objects, entry_id)
        try:
            services.confirm_estimate(entry=entry, version=version, by=request.user)
        except DomainError as error:
            return _refused(request, unit, month, error)
        messages.success(request, "已确认为最终数。")
    return redirect("investment:entry", unit.pk, month)


def _refused(
    request: SignedInRequest, unit: Unit, month: Month, error: DomainError
) -> HttpResponse:
    """Show the sheet as it is now, with what stood in the way and what was typed meanwhile."""
    messages.error(request, error.message)
    period = period_of(request, unit.own_county, month)
    sheet = entry_sheet(unit, period, clock.today())
    forms = posted_forms(sheet, request.POST)
    objections = posted_objections(sheet, request.POST)
    if not (forms or objections) and not isinstance(error, Stale):
        return redirect("investment:entry", unit.pk, month)
    page = _sheet_page(request, sheet, forms, changed_since(sheet, forms), objections)
    if isinstance(error, Stale):
        page.status_code = 409
    return page
