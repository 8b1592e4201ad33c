"""套表: upload a blank, confirm what it was matched to, fill it for a month."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent, typed, unless_shown, version_sent
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from figures.forms import CutOffForm
from figures.months import default_of, shown_months
from files.responses import XLSX, kept_file
from measures.months import Month
from reports.foreign_tables import services
from reports.foreign_tables.forms import AdoptTableForm, MatchForm
from reports.foreign_tables.models import FilledTable, ForeignTable
from reports.foreign_tables.selectors import (
    changes_of,
    file_name,
    filled_in,
    history_of,
    offered_for,
    tables_of,
)


def tables(request: SignedInRequest) -> HttpResponse:
    """The forms that are known, and the box to upload another."""
    county = own_county(request, "table.fill")
    shown = default_of(shown_months(county))
    form = AdoptTableForm(sent(request), request.FILES or None)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "tables": tables_of(request.user),
            "form": form if shown else None,
            "refusal": refusal,
        }
        return render(request, "reports/foreign_tables/tables.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.adopt_table(
            county=county,
            content=form.cleaned_data["file"].read(),
            filename=form.cleaned_data["file"].name,
            month=or_404(shown),
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        done="空表已登记，请核对下面的对应关系。",
        to=lambda table: redirect("tables:table", table.pk),
        again=page,
    )


def table(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it was matched to, to be confirmed or changed, and the forms that were filled."""
    found = seen(request, ForeignTable.objects, pk, "county")
    if request.method != "POST":
        return _page(request, pk)
    month = _month(found)
    form = MatchForm(request.POST, **offered_for(found, month))
    return deed(
        request,
        lambda: services.settle_match(
            table=found,
            answers=form.answers(),
            month=month,
            by=request.user,
            version=version_sent(request),
        ),
        form=form,
        done=lambda table: "对应关系已确认。" if table.is_confirmed else AGAIN,
        to=redirect("tables:table", found.pk),
        again=lambda refusal: _page(request, pk, refusal),
    )


AGAIN = "已按所选的清单重新对应，请再核对一遍。"


@require_POST
def fill(request: SignedInRequest, pk: int) -> HttpResponse:
    found = seen(request, ForeignTable.objects, pk, "county")
    form = CutOffForm(request.POST, months=shown_months(found.county))
    return deed(
        request,
        lambda: services.fill_table(
            table=found,
            month=Month.parse(form.cleaned_data["month"]),
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        done="表已填好，可以下载。",
        to=lambda filled: redirect("tables:filled", filled.pk),
        again=lambda refusal: _page(request, pk, refusal),
    )


def filled(request: SignedInRequest, pk: int) -> HttpResponse:
    """What stays empty in a filled form, and what changed since the form before."""
    found = seen(request, FilledTable.objects, pk, "table", "follows", "filled_by")
    context = {
        "filled": found,
        "unfilled": filled_in(found).unfilled,
        "changes": changes_of(found),
        "cutoff_month": Month.of(found.as_of),
    }
    return render(request, "reports/foreign_tables/filled.html", context)


def download(request: SignedInRequest, pk: int) -> HttpResponse:
    found = seen(request, FilledTable.objects, pk, "table")
    return kept_file(request, found, file_name(found), XLSX)


def blank(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form as it came."""
    found = seen(request, ForeignTable.objects, pk)
    return kept_file(request, found, f"{found.name}.xlsx", XLSX)


def _month(table: ForeignTable) -> Month:
    return or_404(default_of(shown_months(table.county)))


def _page(request: SignedInRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    found = seen(request, ForeignTable.objects, pk, "county")
    months = shown_months(found.county)
    month = _month(found)
    form = typed(refusal, MatchForm) or MatchForm(**offered_for(found, month))
    fill_form = typed(refusal, CutOffForm) or CutOffForm(
        months=months, initial={"month": str(month)}
    )
    context: dict[str, Any] = {
        "table": found,
        "form": form,
        "fill_form": fill_form,
        "doubts": form.match.doubts,
        "history": history_of(found),
        "cutoff_month": month,
        "refusal": unless_shown(refusal, form, fill_form),
    }
    return render(request, "reports/foreign_tables/table.html", context)
