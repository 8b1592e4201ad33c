"""What is asked of the year: indicators, bearers and their targets, set by the approver."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed, sent, typed, unless_shown, version_of, version_sent
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from investment.models import Bearer, UnitIndicator
from investment.unit_targets.forms import (
    BearerForm,
    IndicatorChangeForm,
    IndicatorForm,
    PastResultForm,
    TargetForm,
)
from investment.unit_targets.reporting import ResultDraft, record_results
from investment.unit_targets.rules import sets_tasks
from investment.unit_targets.selectors import year_board, years_of_tasks
from investment.unit_targets.setting import (
    Asked,
    add_bearer,
    add_indicator,
    change_indicator,
    set_targets,
)
from investment.unit_targets.views.scope import county_read
from measures.months import Month


def year_now(request: SignedInRequest) -> HttpResponse:
    county_read(request)
    return redirect("investment:task_year", clock.today().year)


def year(request: SignedInRequest, year: int) -> HttpResponse:
    """Read by who reads the county; a target is set by the approver."""
    county = county_read(request)
    if request.method != "POST":
        return _page(request, county, year)
    or_404(sets_tasks(request.user, county))
    board = year_board(county, year)
    form = TargetForm(sent(request), indicators=board.indicators, bearers=board.bearers)

    def act() -> list[Any]:
        typed_in = form.cleaned_data
        asked = Asked(typed_in["indicator"], typed_in["bearer"], typed_in["amount"])
        return set_targets(
            county=county,
            year=year,
            asked=[asked],
            source=typed_in["source"],
            from_day=typed_in["from_day"],
            by=request.user,
            today=clock.today(),
        )

    return deed(
        request,
        act,
        form=form,
        done=lambda targets: f"已下达：{targets[0]}。",
        to=redirect("investment:task_year", year),
        again=lambda refusal: _page(request, county, year, refusal),
    )


@require_POST
def indicator_add(request: SignedInRequest, year: int) -> HttpResponse:
    county = _set_by(request)
    form = IndicatorForm(request.POST, wholes=year_board(county, year).indicators)
    return deed(
        request,
        lambda: add_indicator(county=county, by=request.user, **form.cleaned_data),
        form=form,
        done=lambda row: f"已设指标“{row}”，请在下面给任务单位下达任务。",
        to=redirect("investment:task_year", year),
        again=lambda refusal: _page(request, county, year, refusal),
    )


@require_POST
def bearer_add(request: SignedInRequest, year: int) -> HttpResponse:
    county = _set_by(request)
    form = BearerForm(request.POST, units=_units(county))
    return deed(
        request,
        lambda: add_bearer(county=county, by=request.user, **form.cleaned_data),
        form=form,
        done=lambda row: f"已设任务单位“{row}”。",
        to=redirect("investment:task_year", year),
        again=lambda refusal: _page(request, county, year, refusal),
    )


def indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    """One indicator, renamed or no longer asked."""
    county = _set_by(request)
    row = or_404(UnitIndicator.objects.filter(county=county, pk=pk).first())
    row.county = county
    form = IndicatorChangeForm(sent(request), initial=_standing(row))
    if request.method != "POST":
        return _indicator_page(request, row, form)
    return deed(
        request,
        lambda: change_indicator(
            indicator=row, version=version_sent(request), by=request.user, **form.cleaned_data
        ),
        form=form,
        done=lambda changed: f"指标“{changed}”已改。",
        to=redirect("investment:task_year", clock.today().year),
        again=lambda refusal: _indicator_page(request, row, form, refusal),
    )


def _standing(row: UnitIndicator) -> dict[str, Any]:
    names = ("name", "asked_from", "asked_until", "source")
    return {name: getattr(row, name) for name in names}


def _indicator_page(
    request: SignedInRequest,
    row: UnitIndicator,
    form: IndicatorChangeForm,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {
        "indicator": row,
        "form": form,
        "version": version_of(row, refusal),
        "year": clock.today().year,
        "refusal": refusal,
    }
    return render(request, "investment/task_indicator.html", context)


def past(request: SignedInRequest, month: Month) -> HttpResponse:
    """What is known of a month before units reported here (上年基数), and of the city."""
    county = _set_by(request)
    board = year_board(county, month.year)
    form = PastResultForm(sent(request), indicators=board.indicators, bearers=board.bearers)

    def act() -> list[Any]:
        typed_in = form.cleaned_data
        draft = ResultDraft(typed_in["indicator"], typed_in["bearer"], None, typed_in["amount"])
        return record_results(
            county=county,
            month=month,
            drafts=[draft],
            source=typed_in["source"],
            by=request.user,
            today=clock.today(),
        )

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "form": form,
            "month": month,
            "months": Month(month.year, 12).since_january(),
            "refusal": unless_shown(refusal, form),
        }
        return render(request, "investment/task_past.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        act,
        form=form,
        done=lambda rows: f"已补录：{rows[0]}。",
        to=redirect("investment:task_past", month),
        again=page,
    )


def _set_by(request: SignedInRequest) -> Unit:
    county = county_read(request)
    or_404(sets_tasks(request.user, county))
    return county


def _units(county: Unit) -> list[Unit]:
    """Those that bear nothing yet."""
    bearing = Bearer.objects.filter(county=county).exclude(unit=None).values("unit")
    units = Unit.objects.within(county).active().exclude(pk__in=bearing).exclude(pk=county.pk)
    return list(units)


def _page(
    request: SignedInRequest, county: Unit, year: int, refusal: Refusal | None = None
) -> HttpResponse:
    board = year_board(county, year)
    sets = sets_tasks(request.user, county)
    forms: dict[str, Any] = {}
    if sets:
        asked: dict[str, Any] = {"indicators": board.indicators, "bearers": board.bearers}
        forms = {
            "target_form": typed(refusal, TargetForm) or TargetForm(auto_id="target-%s", **asked),
            "indicator_form": typed(refusal, IndicatorForm)
            or IndicatorForm(auto_id="indicator-%s", wholes=board.indicators),
            "bearer_form": typed(refusal, BearerForm)
            or BearerForm(auto_id="bearer-%s", units=_units(county)),
        }
    context = {
        "board": board,
        "year": year,
        "years": years_of_tasks(county, clock.today()),
        "sets": sets,
        "last_year": Month(year - 1, 12),
        **forms,
        "refusal": unless_shown(refusal, *forms.values()),
    }
    return render(request, "investment/task_year.html", context)
