"""采用往年文稿: upload one, answer what is doubtful, fill it at a cut-off."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import (
    Refusal,
    deed,
    sent,
    typed,
    unless_held,
    unless_shown,
    version_sent,
)
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from figures.forms import CutOffForm
from figures.months import default_of, shown_months
from files.responses import DOCX, attachment, kept_file
from measures.months import Month
from reports.adopted import services
from reports.adopted.filling import filled_document
from reports.adopted.forms import AdoptDocumentForm, SettleForm
from reports.adopted.models import AdoptedDocument
from reports.adopted.selectors import documents_of, lines_of
from reports.adopted.templated.selectors import versions_of


def documents(request: SignedInRequest) -> HttpResponse:
    """The adopted documents, and the box to upload another."""
    county = own_county(request, "table.fill")
    months = shown_months(county)
    form = AdoptDocumentForm(
        sent(request),
        request.FILES or None,
        months=months,
        initial={"month": str(default_of(months) or "")},
    )

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "documents": documents_of(request.user),
            "months": months,
            "form": form,
            "refusal": refusal,
        }
        return render(request, "reports/adopted/documents.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.adopt_document(
            county=county,
            content=form.cleaned_data["file"].read(),
            name=form.cleaned_data["file"].name,
            month=Month.parse(form.cleaned_data["month"]),
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        done="文稿已采用，请确认下面的数字。",
        to=lambda document: redirect("adopted:document", document.pk),
        again=page,
    )


def document(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its figures, of which each may be answered anew."""
    found = _in_use(request, pk)
    if request.method != "POST":
        return _page(request, pk)
    form = SettleForm(request.POST, figures=found.figures.all())
    return deed(
        request,
        lambda: services.settle_figures(
            document=found, keys=form.keys(), by=request.user, version=version_sent(request)
        ),
        form=form,
        done="数字已确认。",
        to=redirect("adopted:document", found.pk),
        again=lambda refusal: _page(request, pk, refusal),
    )


@require_POST
def fill(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file at the month that was chosen, to be saved."""
    found = _in_use(request, pk)
    form = CutOffForm(request.POST, months=shown_months(found.county))

    def saved(content: bytes) -> HttpResponse:
        month = Month.parse(form.cleaned_data["month"])
        return attachment(content, f"{found.name}（截至{month.label}底）.docx", DOCX)

    return deed(
        request,
        lambda: filled_document(found, Month.parse(form.cleaned_data["month"])),
        form=form,
        to=saved,
        again=lambda refusal: _page(request, pk, refusal),
    )


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _in_use(request, pk)
    return deed(
        request,
        lambda: services.withdraw_document(
            document=found, by=request.user, version=version_sent(request)
        ),
        done=f"已停用：{found.name}。",
        to=redirect("adopted:documents"),
        again=lambda refusal: _page(request, pk, refusal),
    )


def original(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file as it was uploaded."""
    found = _in_use(request, pk)
    return kept_file(request, found, f"{found.name}.docx", DOCX)


def _in_use(request: SignedInRequest, pk: int) -> AdoptedDocument:
    return or_404(documents_of(request.user).select_related("county").filter(pk=pk).first())


def _page(request: SignedInRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    found = _in_use(request, pk)
    months = shown_months(found.county)
    form = typed(refusal, SettleForm) or SettleForm(figures=found.figures.all())
    chosen = {"month": str(default_of(months) or "")}
    fill_form = typed(refusal, CutOffForm) or CutOffForm(months=months, initial=chosen)
    lines = lines_of(found, form)
    context: dict[str, Any] = {
        "document": found,
        "template": versions_of(found).first(),
        "form": form,
        "fill_form": fill_form,
        "waiting": [line for line in lines if not line.figure.is_settled],
        "settled": [line for line in lines if line.figure.is_settled],
        "cutoff_month": Month.of(found.as_of),
        "refusal": unless_shown(unless_held(refusal, form), form, fill_form),
    }
    return render(request, "reports/adopted/document.html", context)
