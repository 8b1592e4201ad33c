"""The bureau's pages: who has sent what, a unit's month, and keying on behalf."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed, typed, unless_shown
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import ON_BEHALF, may
from investment import services
from investment.calendar import rule_in_force
from investment.deciding import decider
from investment.doubts import doubts_of
from investment.drafts import by_project
from investment.entries import Saved
from investment.evidence.selectors import evidence_by_project
from investment.forms import ApproveForm, CallForm, ReturnForm, SourceForm
from investment.grid import drafts_of, grid_rows, posted, posted_forms, sums_of
from investment.kept import kept_rows
from investment.models import Hand, ReportingPeriod
from investment.returns import mended
from investment.selectors import entry_sheet, review_matrix
from investment.selectors.typing import typed_by
from investment.selectors.unit_drafts import unit_drafts
from investment.selectors.unit_months import month_of_units
from investment.transitions import Outcome
from investment.views.keeping import forget_saved
from investment.views.outcomes import tell_approved, tell_passed
from investment.views.review_entry import entry_page
from investment.views.scope import (
    county_reviewed,
    period_of,
    unit_keyed_for,
    unit_reviewed,
    versions_sent,
)
from investment.views.sheet import signed_context
from measures.months import Month

UNITS_A_PAGE = 25
"""Of the months of the year, each with twelve of them."""


def review(request: SignedInRequest, year: int | None = None) -> HttpResponse:
    county = county_reviewed(request)
    periods = ReportingPeriod.objects.filter(county=county).order_by("year")
    years = list(periods.values_list("year", flat=True).distinct())
    shown = year or (years[-1] if years else clock.today().year)
    return matrix_page(request, county, shown)


def matrix_page(
    request: SignedInRequest, county: Unit, year: int, refusal: Refusal | None = None
) -> HttpResponse:
    """This month unit by unit, who is silent first, and the months of the year."""
    years = ReportingPeriod.objects.filter(county=county).order_by("year")
    today = clock.today()
    matrix = review_matrix(county, year, today)
    current = next((p for p in matrix.periods if p.is_open), None) or _last(matrix.periods)
    month = month_of_units(current, today) if current else None
    shown = {line.unit for line in month.missing} if month else set()
    if refusal is not None and refusal.at not in shown:
        refusal = refusal.on_top()
    form = typed(refusal, CallForm, at=refusal.at) if refusal is not None else None
    page = Paginator(matrix.rows, UNITS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "matrix": matrix,
        "page_obj": page,
        "years": list(years.values_list("year", flat=True).distinct()),
        "current": current,
        "month": month,
        "may_key": may(request.user, "entry.enter", county, answer=ON_BEHALF),
        "may_call": may(request.user, "entry.review", county),
        "call_form": form or CallForm(),
        "refusal": refusal,
    }
    return render(request, "investment/review.html", context)


def _last(periods: list[ReportingPeriod]) -> ReportingPeriod | None:
    return periods[-1] if periods else None


@require_POST
def call(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """A call about the unit's missing month, recorded."""
    unit = unit_reviewed(request, unit_id)
    county = unit.own_county
    or_404(may(request.user, "entry.review", county))
    period = period_of(request, county, month)
    form = CallForm(request.POST)
    return deed(
        request,
        lambda: services.record_call(
            period=period, unit=unit, by=request.user, today=clock.today(), **form.cleaned_data
        ),
        form=form,
        done=lambda kept: f"已登记：{unit.label}{kept.whom}，{kept.words}。",
        to=lambda kept: redirect(
            f"{reverse('investment:review_year', args=[period.year])}#unit-{unit.pk}"
        ),
        again=lambda refusal: matrix_page(request, county, period.year, refusal),
        at=unit,
    )


def review_unit(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    unit = unit_reviewed(request, unit_id)
    return _unit_page(request, unit, month)


def _unit_page(
    request: SignedInRequest, unit: Unit, month: Month, refusal: Refusal | None = None
) -> HttpResponse:
    """What was ticked and typed stays, where what was to be done with it was refused."""
    county = unit.own_county
    period = period_of(request, county, month)
    sheet = entry_sheet(unit, period, clock.today())
    form = refusal.form if refusal is not None else None
    sent = request.POST if refusal is not None else QueryDict()
    returns = may(request.user, "entry.enter", county, answer=ON_BEHALF)
    rule = rule_in_force(county, month.last_day)
    doubts = doubts_of([row.entry for row in sheet.waiting if row.entry])
    context = {
        "sheet": sheet,
        "rows": [(row, doubts.get(row.entry.pk, ()) if row.entry else ()) for row in sheet.rows],
        "wants_reason": any(each.wants_reason for found in doubts.values() for each in found),
        "ground": sent.get("ground", ""),
        "who_does_what": decider(request.user, county, rule).words if returns else "",
        "may_key": returns and period.is_open,
        "may_return": returns,
        "may_approve": may(request.user, "entry.approve", county),
        "asks_review": rule.has_review,
        "form": form,
        "reason": sent.get("reason", ""),
        "chosen": versions_sent(request, unit, month, "entry") if refusal is not None else (),
        "evidence": evidence_by_project(sheet, request.user),
        "mended": mended([row.entry for row in sheet.rows if row.entry is not None]),
        "refusal": unless_shown(refusal, form if returns and sheet.waiting else None),
        **signed_context(request, unit, period, may_sign=False),
    }
    return render(request, "investment/review_unit.html", context)


def _page_pressed_on(
    request: SignedInRequest, unit: Unit, month: Month, refusal: Refusal
) -> HttpResponse:
    """That of the unit's month, or of the one entry that the form names as its page."""
    entry_id = whole_number(request.POST.get("page", ""))
    if entry_id is None:
        return _unit_page(request, unit, month, refusal)
    return entry_page(request, entry_id, refusal)


@require_POST
def approve(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    unit = unit_reviewed(request, unit_id)
    or_404(may(request.user, "entry.approve", unit.own_county))
    versions = versions_sent(request, unit, month, "entry")
    form = ApproveForm(request.POST)

    def approved(outcome: Outcome) -> HttpResponse:
        tell_approved(request, outcome)
        return redirect("investment:review_unit", unit.pk, month)

    return deed(
        request,
        lambda: services.approve_entries(
            versions=versions, by=request.user, reason=form.cleaned_data["ground"]
        ),
        form=form,
        to=approved,
        again=lambda refusal: _page_pressed_on(request, unit, month, refusal),
    )


@require_POST
def pass_on(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """审核通过, where a second pair of eyes is asked for."""
    unit = unit_reviewed(request, unit_id)
    or_404(may(request.user, "entry.review", unit.own_county))
    versions = versions_sent(request, unit, month, "entry")
    form = ApproveForm(request.POST)

    def passed(outcome: Outcome) -> HttpResponse:
        tell_passed(request, outcome)
        return redirect("investment:review_unit", unit.pk, month)

    return deed(
        request,
        lambda: services.review_entries(
            versions=versions, by=request.user, reason=form.cleaned_data["ground"]
        ),
        form=form,
        to=passed,
        again=lambda refusal: _page_pressed_on(request, unit, month, refusal),
    )


@require_POST
def return_to_unit(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    unit = unit_reviewed(request, unit_id)
    or_404(may(request.user, "entry.enter", unit.own_county, answer=ON_BEHALF))
    versions = versions_sent(request, unit, month, "entry")
    form = ReturnForm(request.POST)
    return deed(
        request,
        lambda: services.return_entries(versions=versions, by=request.user, **form.cleaned_data),
        form=form,
        done=lambda outcome: f"已退回 {len(outcome.done)} 个项目，单位会看到理由。",
        to=redirect("investment:review_unit", unit.pk, month),
        again=lambda refusal: _page_pressed_on(request, unit, month, refusal),
    )


@never_cache
def key(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """代填: the unit's sheet, filled in by the bureau from paper, phone or chat; asked for again by
    a browser that goes back."""
    unit = unit_keyed_for(request, unit_id)
    if request.method != "POST":
        return _key_page(request, unit, month)
    period = period_of(request, unit.own_county, month)
    forms = posted_forms(entry_sheet(unit, period, clock.today()), request.POST)
    source = SourceForm(request.POST)

    def keyed() -> Saved:
        drafts = [draft for draft in drafts_of(forms) if not draft.is_blank]
        saved = services.key_entries(
            period=period,
            drafts=drafts,
            by=request.user,
            today=clock.today(),
            source=source.cleaned_data["source"],
            over=_drafts_shown(request) if source.cleaned_data["replaces"] else {},
        )
        forget_saved(request, unit, period, by_project(drafts), Hand.BUREAU)
        return saved

    return deed(
        request,
        keyed,
        form=source,
        beside=list(forms.values()),
        wrong=lambda: "填写有误，还没有代填，请改正标红的地方。",
        done=lambda saved: f"已代填 {len(saved.written)} 个项目，等待{unit.label}确认。",
        to=redirect("investment:review_unit", unit.pk, month),
        again=lambda refusal: _key_page(request, unit, month, refusal),
    )


def _drafts_shown(request: SignedInRequest) -> dict[int, int]:
    """The unit's drafts that the page has shown, as project id → version."""
    pairs = (text.partition(":")[::2] for text in request.POST.getlist("draft"))
    shown = ((whole_number(project), whole_number(version)) for project, version in pairs)
    return {project: version for project, version in shown if project and version}


def _key_page(
    request: SignedInRequest, unit: Unit, month: Month, refusal: Refusal | None = None
) -> HttpResponse:
    period = period_of(request, unit.own_county, month)
    sheet = entry_sheet(unit, period, clock.today())
    shown = clock.now()
    typed_cells = typed_by(request.user, unit, period, Hand.BUREAU)
    kept = kept_rows(sheet, typed_cells, Hand.BUREAU, clock.today())
    rows = grid_rows(sheet, Hand.BUREAU, posted(sheet, request.POST, kept))
    context = {
        "shown": shown,
        "kept_at": max((cell.kept_at for cell in typed_cells.values()), default=None),
        "sheet": sheet,
        "rows": rows,
        "sums": sums_of(rows, unit.own_county, month),
        "evidence": evidence_by_project(sheet, request.user),
        "source": typed(refusal, SourceForm) or SourceForm(),
        "drafts": unit_drafts(sheet) if period.is_open else [],
        "is_open": period.is_open,
        "refusal": refusal,
    }
    return render(request, "investment/key.html", context)
