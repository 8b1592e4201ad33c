"""The 附加指标 of a county: which there are, who has filled them in, adding, renaming, retiring."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed, typed
from accounts.pages.proposals import proposal_views
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may, reads_county
from investment.extra.coverage import ColumnCoverage, coverage_of_columns
from investment.extra.forms import (
    ColumnForm,
    FromMonthForm,
    RenameForm,
    RetireForm,
    wish_about,
)
from investment.extra.ready import BY_NAME, ready_for
from investment.extra.rules import may_ask
from investment.extra.services import ask_column, first_month_free
from investment.models import ColumnDeed, ExtraColumn, ExtraColumnProposal, ReportingPeriod
from measures.months import Month

PROPOSALS_SHOWN = 20


def extra_columns(request: SignedInRequest) -> HttpResponse:
    """Read by who reads the county; the approver adds, a reviewer proposes."""
    county = own_county(request)
    or_404(reads_county(request.user, county))
    if request.method != "POST":
        return _columns_page(request, county)
    or_404(may_ask(request.user, county))
    form = ColumnForm(request.POST, county=county, first=_first(county))
    return deed(
        request,
        lambda: ask_column(wish=form.wish(county), by=request.user, today=clock.today()),
        form=form,
        done=_done,
        to=redirect("investment:extra_columns"),
        again=lambda refusal: _columns_page(request, county, refusal),
    )


def extra_column(request: SignedInRequest, pk: int) -> HttpResponse:
    return _column_page(request, _column(request, pk))


@require_POST
def rename(request: SignedInRequest, pk: int) -> HttpResponse:
    return _change(request, pk, ColumnDeed.RENAME, RenameForm)


@require_POST
def retire(request: SignedInRequest, pk: int) -> HttpResponse:
    return _change(request, pk, ColumnDeed.RETIRE, RetireForm)


def _change(
    request: SignedInRequest, pk: int, what: ColumnDeed, kind: type[FromMonthForm]
) -> HttpResponse:
    column = _column(request, pk)
    or_404(may_ask(request.user, column.county))
    form = kind(request.POST, first=_first(column.county))
    return deed(
        request,
        lambda: ask_column(
            wish=wish_about(column, what, form), by=request.user, today=clock.today()
        ),
        form=form,
        done=_done,
        to=redirect("investment:extra_column", pk),
        again=lambda refusal: _column_page(request, column, refusal),
    )


def _done(proposal: ExtraColumnProposal) -> str:
    return f"已提出{proposal}，等待审定员采纳。" if proposal.is_waiting else f"已{proposal}。"


def _again(
    request: SignedInRequest, proposal: ExtraColumnProposal, refusal: Refusal
) -> HttpResponse:
    return _columns_page(request, proposal.county, refusal)


answer_column, withdraw_column = proposal_views(
    ExtraColumnProposal,
    to=lambda proposal: redirect("investment:extra_columns"),
    again=_again,
    accepted=lambda proposal: f"已采纳：{proposal}。",
    refused="已答复不采纳，附加指标不变。",
)


# --- Pages --------------------------------------------------------------------------------


def _first(county: Unit) -> Month:
    """The month from which a change may hold at the earliest: that of the open period."""
    return first_month_free(county) or Month.of(clock.today())


def _column(request: SignedInRequest, pk: int) -> ExtraColumn:
    county = own_county(request)
    or_404(reads_county(request.user, county))
    columns = ExtraColumn.objects.of_county(county).select_related("county")
    return or_404(columns.filter(pk=pk).first())


def _columns_page(
    request: SignedInRequest, county: Unit, refusal: Refusal | None = None
) -> HttpResponse:
    columns = list(ExtraColumn.objects.of_county(county))
    asks = may_ask(request.user, county)
    begun = BY_NAME.get(request.GET.get("ready", ""))
    fresh = ColumnForm(county=county, first=_first(county), initial=begun and begun.initial)
    period = ReportingPeriod.objects.filter(county=county).select_related("county").first()
    coverage = coverage_of_columns(period) if period and columns else []
    covered = {each.column.pk: each for each in coverage}
    context = {
        "lines": [(column, covered.get(column.pk)) for column in columns],
        "period": period,
        "ready": ready_for(columns) if asks else [],
        "form": (typed(refusal, ColumnForm) or fresh) if asks else None,
        "adds": may(request.user, "column.manage", county),
        "proposals": _proposals(county),
        "refusal": refusal,
    }
    return render(request, "investment/extra_columns.html", context)


def _column_page(
    request: SignedInRequest, column: ExtraColumn, refusal: Refusal | None = None
) -> HttpResponse:
    county, first = column.county, _first(column.county)
    asks = may_ask(request.user, county) and column.until_day is None
    periods = ReportingPeriod.objects.filter(county=county).select_related("county")
    period = periods.first()
    context = {
        "column": column,
        "starts": Month.of(column.from_day),
        "ends": Month.of(column.until_day) if column.until_day else None,
        "names": [(each, Month.of(each.until)) for each in column.former_names.all()],
        "period": period,
        "coverage": _coverage(period, column) if period else None,
        "rename": (typed(refusal, RenameForm) or RenameForm(first=first)) if asks else None,
        "retire": (typed(refusal, RetireForm) or RetireForm(first=first)) if asks else None,
        "adds": may(request.user, "column.manage", county),
        "proposals": _proposals(county, column),
        "refusal": refusal,
    }
    return render(request, "investment/extra_column.html", context)


def _coverage(period: ReportingPeriod, column: ExtraColumn) -> ColumnCoverage | None:
    of_month = coverage_of_columns(period)
    return next((each for each in of_month if each.column.pk == column.pk), None)


def _proposals(
    county: Unit, column: ExtraColumn | None = None
) -> Sequence[tuple[ExtraColumnProposal, Sequence[tuple[str, str, str]]]]:
    """Those that wait first; what each asks is in its own words."""
    found = ExtraColumnProposal.objects.filter(county=county)
    if column is not None:
        found = found.filter(column=column)
    found = found.select_related("proposed_by", "decided_by", "column", "county")
    shown = list(found[:PROPOSALS_SHOWN])
    shown.sort(key=lambda each: not each.is_waiting)
    return [(each, ()) for each in shown]
