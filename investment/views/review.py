"""The bureau's pages: who has sent what, a unit's month, one entry, and keying on behalf."""

from collections.abc import Collection, Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError, Stale
from accounts.models import AuditEvent, Unit
from accounts.pages.deeds import version_sent
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import ON_BEHALF, PROPOSE, may
from accounts.trail.selectors import history_of
from investment import rules, services
from investment.calendar import asks_review
from investment.checks import label_of_check
from investment.forms import EntryForm, SourceForm, VerifyForm, in_box
from investment.grid import drafts_of, grid_rows, posted_forms
from investment.intake.provenance import figure_sources
from investment.models import EntryState, MonthlyEntry, ProposalKind, ReportingPeriod
from investment.selectors import (
    EntrySheet,
    coverage,
    entry_sheet,
    next_waiting,
    planned_by_project,
    project_year,
    review_matrix,
)
from investment.transitions import TRANSITIONS, StaleEntries
from investment.views.corrections import changes_of
from investment.views.scope import (
    county_reviewed,
    entry_seen,
    period_of,
    unit_keyed_for,
    unit_reviewed,
    versions_sent,
)
from investment.views.signed import signed_context
from measures.months import Month
from workbooks.values import clean


def review(request: SignedInRequest, year: int | None = None) -> HttpResponse:
    county = county_reviewed(request)
    periods = ReportingPeriod.objects.filter(county=county).order_by("year")
    years = list(periods.values_list("year", flat=True).distinct())
    shown = year or (years[-1] if years else clock.today().year)
    matrix = review_matrix(county, shown, clock.today())
    current = next((p for p in matrix.periods if p.is_open), None) or _last(matrix.periods)
    context = {
        "matrix": matrix,
        "years": years,
        "current": current,
        "coverage": coverage(county, current.as_month) if current else None,
        "may_key": may(request.user, "entry.enter", county, answer=ON_BEHALF),
    }
    return render(request, "investment/review.html", context)


def _last(periods: list[ReportingPeriod]) -> ReportingPeriod | None:
    return periods[-1] if periods else None


def review_unit(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    unit = unit_reviewed(request, unit_id)
    return _unit_page(request, unit, month)


def _unit_page(
    request: SignedInRequest,
    unit: Unit,
    month: Month,
    *,
    reason: str = "",
    chosen: Collection[int] = (),
    status: int = 200,
) -> HttpResponse:
    county = unit.own_county
    period = period_of(request, county, month)
    context = {
        "sheet": entry_sheet(unit, period, clock.today()),
        "may_key": may(request.user, "entry.enter", county, answer=ON_BEHALF) and period.is_open,
        "may_return": may(request.user, "entry.enter", county, answer=ON_BEHALF),
        "may_approve": may(request.user, "entry.approve", county),
        "asks_review": asks_review(period),
        "reason": reason,
        "chosen": chosen,
        **signed_context(request, unit, period, may_sign=False),
    }
    return render(request, "investment/review_unit.html", context, status=status)


@require_POST
def approve(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    unit = unit_reviewed(request, unit_id)
    or_404(may(request.user, "entry.approve", unit.own_county))
    versions = versions_sent(request, unit, "entry")
    if not versions:
        messages.warning(request, "没有选中任何项目，请先勾选。")
        return redirect("investment:review_unit", unit.pk, month)
    try:
        outcome = services.approve_entries(versions=versions, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return _unit_page(request, unit, month, chosen=versions, status=_status(error))
    if outcome.done:
        messages.success(request, f"已审定 {len(outcome.done)} 个项目。")
    if outcome.repeated:
        messages.info(request, f"{len(outcome.repeated)} 个项目此前已审定，没有重复处理。")
    return redirect("investment:review_unit", unit.pk, month)


@require_POST
def pass_on(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """审核通过, where a second pair of eyes is asked for."""
    unit = unit_reviewed(request, unit_id)
    or_404(may(request.user, "entry.review", unit.own_county))
    versions = versions_sent(request, unit, "entry")
    if not versions:
        messages.warning(request, "没有选中任何项目，请先勾选。")
        return redirect("investment:review_unit", unit.pk, month)
    try:
        outcome = services.review_entries(versions=versions, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return _unit_page(request, unit, month, chosen=versions, status=_status(error))
    messages.success(request, f"已审核通过 {len(outcome.done)} 个项目，等待另一位审定。")
    return redirect("investment:review_unit", unit.pk, month)


@require_POST
def return_to_unit(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    unit = unit_reviewed(request, unit_id)
    or_404(may(request.user, "entry.enter", unit.own_county, answer=ON_BEHALF))
    versions = versions_sent(request, unit, "entry")
    reason = clean(request.POST.get("reason", ""))
    if not versions:
        messages.warning(request, "没有选中任何项目，请先勾选。")
        return _unit_page(request, unit, month, reason=reason)
    try:
        outcome = services.return_entries(versions=versions, reason=reason, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return _unit_page(
            request, unit, month, reason=reason, chosen=versions, status=_status(error)
        )
    messages.success(request, f"已退回 {len(outcome.done)} 个项目，单位会看到理由。")
    return redirect("investment:review_unit", unit.pk, month)


def _status(error: DomainError) -> int:
    return 409 if isinstance(error, Stale) else 200


def review_entry(request: SignedInRequest, entry_id: int) -> HttpResponse:
    """One entry with its history; the approver sets 核定数 here, the reviewer proposes it."""
    entry = entry_seen(request, entry_id)
    may_verify = may(request.user, "entry.verify", entry.project.county)
    if request.method != "POST":
        return _entry_page(request, entry, VerifyForm(initial=_verified(entry)))
    proposes = may(request.user, "entry.verify", entry.project.county, answer=PROPOSE)
    or_404(may_verify or proposes)
    form = VerifyForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, entry, form)
    deed = services.verify_entry if may_verify else services.propose_verified
    try:
        deed(entry=entry, version=_version(request), by=request.user, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, error.message)
        return _entry_page(request, entry_seen(request, entry_id), form, status=_status(error))
    told = "已保存" if may_verify else "已提出，等待审定员采纳"
    messages.success(request, f"核定数{told}，上报数保持不变。")
    return redirect("investment:review_entry", entry.pk)


def _verified(entry: MonthlyEntry) -> dict[str, str | bool]:
    return {
        "month_amount": in_box(entry.verified_month_amount),
        "year_to_date": in_box(entry.verified_year_to_date),
        "reason": entry.verified_reason,
    }


def _version(request: SignedInRequest) -> int:
    return version_sent(request)


def _entry_page(
    request: SignedInRequest, entry: MonthlyEntry, form: VerifyForm, *, status: int = 200
) -> HttpResponse:
    county = entry.project.county
    context = {
        "entry": entry,
        "form": form,
        "findings": [
            (finding, label_of_check(finding.code))
            for finding in entry.findings.select_related("verdict_by").order_by("-pk")
        ],
        "may_approve": may(request.user, "entry.approve", county)
        and entry.state in (EntryState.SUBMITTED, EntryState.REVIEWED),
        "may_correct": rules.may_propose_correction(request.user, entry.unit)
        and entry.state == EntryState.APPROVED,
        "year": project_year(entry.project, entry.year),
        "planned": planned_by_project(county, entry.year).get(entry.project_id),
        "next_waiting": next_waiting(entry),
        "may_judge": rules.may_judge(request.user, entry),
        "history": _history(entry) if rules.may_read_history(request.user, county) else [],
        "sources": figure_sources([entry], request.user)[entry.pk],
        "may_verify": may(request.user, "entry.verify", county) and not entry.is_editable,
        "may_propose_verified": may(request.user, "entry.verify", county, answer=PROPOSE)
        and not entry.is_editable,
        "proposals": [
            (proposal, changes_of(proposal))
            for proposal in entry.proposals.filter(kind=ProposalKind.VERIFICATION).select_related(
                "proposed_by", "decided_by"
            )
        ],
        "may_return": rules.may_return(request.user, county, entry.state) and not entry.is_editable,
    }
    return render(request, "investment/review_entry.html", context, status=status)


def _history(entry: MonthlyEntry) -> list[AuditEvent]:
    """Its lines but for the unit's own drafts: what it typed before it sent it is its affair."""
    return [line for line in history_of(entry) if line.action != TRANSITIONS["save"].action]


def key(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """代录: the unit's sheet, filled in by the bureau from paper, phone or chat."""
    unit = unit_keyed_for(request, unit_id)
    period = period_of(request, unit.own_county, month)
    sheet = entry_sheet(unit, period, clock.today())
    if request.method != "POST":
        return _key_page(request, sheet, SourceForm())
    source = SourceForm(request.POST)
    forms = posted_forms(sheet, request.POST)
    if not all([source.is_valid(), *[form.is_valid() for form in forms.values()]]):
        messages.error(request, "填写有误，还没有代录，请改正标红的地方。")
        return _key_page(request, sheet, source, forms=forms)
    drafts = [draft for draft in drafts_of(forms) if not draft.is_blank]
    if not drafts:
        messages.warning(request, "没有填任何项目，没有可代录的。")
        return _key_page(request, sheet, source, forms=forms)
    try:
        saved = services.key_entries(
            period=period,
            drafts=drafts,
            by=request.user,
            today=clock.today(),
            **source.cleaned_data,
        )
    except StaleEntries as error:
        messages.error(request, error.message)
        sheet = entry_sheet(unit, period, clock.today())
        return _key_page(request, sheet, source, forms=forms, stale=error.current)
    except DomainError as error:
        messages.error(request, error.message)
        return _key_page(request, sheet, source, forms=forms)
    messages.success(request, f"已代录 {len(saved.written)} 个项目，等待{unit.label}确认。")
    return redirect("investment:review_unit", unit.pk, month)


def _key_page(
    request: SignedInRequest,
    sheet: EntrySheet,
    source: SourceForm,
    *,
    forms: Mapping[int, EntryForm] | None = None,
    stale: Mapping[int, MonthlyEntry] | None = None,
) -> HttpResponse:
    context = {
        "sheet": sheet,
        "rows": grid_rows(
            sheet, is_open=sheet.period.is_open, hides_drafts=True, forms=forms, stale=stale
        ),
        "source": source,
        "is_open": sheet.period.is_open,
    }
    status = 409 if stale else 200
    return render(request, "investment/key.html", context, status=status)
