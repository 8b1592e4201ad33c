"""改模板: write on the inner form of an adopted document, look at it on real data, go back."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent, typed, version_sent
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from documents.templating.faults import Fault
from documents.templating.rendering import TemplateFaulty
from figures.months import default_of, shown_months
from measures.months import Month
from reports.adopted.models import AdoptedDocument
from reports.adopted.selectors import documents_of
from reports.adopted.templated import services
from reports.adopted.templated.filling import begun_from, tried_at
from reports.adopted.templated.forms import TemplateForm
from reports.adopted.templated.models import DocumentTemplate
from reports.adopted.templated.selectors import offered_for, template_numbered, versions_of

PREVIEW, ORIGINAL = "preview", "original"


def template(request: SignedInRequest, pk: int) -> HttpResponse:
    """The newest version, or what one begins with; ?begin=original that again."""
    found = _in_use(request, pk)
    if found.figures.filter(is_settled=False).exists():
        # What waits for an answer stands there.
        return redirect("adopted:document", pk)
    form = _form(request, found)
    if request.method != "POST" or request.POST.get("do") == PREVIEW:
        return _page(request, found, form)
    return deed(
        request,
        lambda: services.write_template(
            document=found,
            text=form.cleaned_data["text"],
            by=request.user,
            version=version_sent(request),
            now=clock.now(),
        ),
        form=form,
        done=lambda written: f"模板已保存，是第{written.number}版。",
        to=redirect("adopted:template", pk),
        again=lambda refusal: _page(request, _in_use(request, pk), form, refusal),
    )


def version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    return _version_page(request, pk, number)


@require_POST
def restore(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    found = _in_use(request, pk)
    return deed(
        request,
        lambda: services.restore_template(
            document=found,
            number=number,
            by=request.user,
            version=version_sent(request),
            now=clock.now(),
        ),
        done=lambda written: f"已恢复第{number}版，现在是第{written.number}版。",
        to=redirect("adopted:template", pk),
        again=lambda refusal: _version_page(request, pk, number, refusal),
    )


def _in_use(request: SignedInRequest, pk: int) -> AdoptedDocument:
    return or_404(documents_of(request.user).select_related("county").filter(pk=pk).first())


def _form(request: SignedInRequest, document: AdoptedDocument) -> TemplateForm:
    months = shown_months(document.county)
    if (typed_in := sent(request)) is not None:
        return TemplateForm(typed_in, months=months)
    newest = DocumentTemplate.objects.of(document).first()
    begins = newest is None or request.GET.get("begin") == ORIGINAL
    text = begun_from(document)[0] if begins or newest is None else newest.text
    month = request.GET.get("month") or str(default_of(months) or "")
    return TemplateForm(months=months, initial={"text": text, "month": month})


def _page(
    request: SignedInRequest,
    document: AdoptedDocument,
    form: TemplateForm,
    refusal: Refusal | None = None,
) -> HttpResponse:
    shown = typed(refusal, TemplateForm) or form
    text = str(shown["text"].value() or "").replace("\r\n", "\n")
    context: dict[str, Any] = {
        "document": document,
        "form": shown,
        "lines": text.split("\n"),
        "versions": versions_of(document),
        "refusal": refusal,
        "faults": _faults_of(refusal),
    }
    month = _month_of(shown)
    if month is not None:
        offered = offered_for(document, str(shown["figures"].value() or ""), month)
        context |= {"month": month, "cutoff_month": month, "offered": offered}
        tried = tried_at(document, text, month)
        context |= {"said": tried.said, "fault": tried.fault}
        context["faults"] = tried.faults or context["faults"]
    return render(request, "reports/adopted/template.html", context)


def _month_of(form: TemplateForm) -> Month | None:
    """None of one that there is not."""
    asked = str(form["month"].value() or "")
    known = {value for value, _ in form.fields["month"].choices}  # type: ignore[attr-defined]
    return Month.parse(asked) if asked in known else None


def _faults_of(refusal: Refusal | None) -> Sequence[Fault]:
    error = refusal.error if refusal else None
    return error.of_lines if isinstance(error, TemplateFaulty) else ()


def _version_page(
    request: SignedInRequest, pk: int, number: int, refusal: Refusal | None = None
) -> HttpResponse:
    found = _in_use(request, pk)
    older = or_404(template_numbered(found, number))
    newest = DocumentTemplate.objects.of(found).first()
    context = {
        "document": found,
        "version": older,
        "lines": older.text.split("\n"),
        "is_newest": older == newest,
        "refusal": refusal,
    }
    return render(request, "reports/adopted/version.html", context)
