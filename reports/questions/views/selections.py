"""临时名单: a kept selection at its cut-off, arranged, edited in Excel and brought back."""

from collections.abc import Sequence
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent, typed, version_sent
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from figures.months import month_asked, shown_months
from files.responses import XLSX, attachment
from measures.months import Month
from reports.papers.current import address_now
from reports.papers.models import PaperKind
from reports.questions import services
from reports.questions.brought_back import (
    ArrangedStop,
    BroughtBack,
    DataEdit,
    read_back,
)
from reports.questions.forms import (
    ArrangeForm,
    BringBackForm,
)
from reports.questions.models import NamedSelection
from reports.questions.posted import (
    data_of,
    edits_typed,
    places_of,
    places_typed,
    stops_typed,
)
from reports.questions.table import Answer, Asked
from reports.questions.views.showing import read_answer, shown
from reports.questions.workbook import selection_workbook


def selection(request: SignedInRequest, pk: int) -> HttpResponse:
    """A kept selection at its cut-off; who made it changes it here."""
    kept = seen(request, NamedSelection.objects, pk, "county", "made_by")
    if request.method != "POST":
        return _selection_page(request, kept)
    or_404(kept.made_by == request.user)
    form = ArrangeForm(sent(request))
    places = places_typed(request.POST, kept, request.user)
    edits = edits_typed(request.POST, request.user)
    return deed(
        request,
        lambda: services.change(
            selection=kept,
            stops=stops_typed(places),
            data=data_of(edits),
            by=request.user,
            version=version_sent(request),
            today=clock.today(),
            **form.cleaned_data,
        ),
        form=form,
        done=_told_of,
        to=redirect("questions:selection", kept.pk),
        again=lambda refusal: _selection_page(request, kept, refusal, places=places, edits=edits),
    )


@require_POST
def bring_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the edited workbook of a selection would change, to be looked at before it is saved;
    nothing is kept of the file."""
    kept = seen(request, NamedSelection.objects, pk, "county", "made_by")
    or_404(kept.made_by == request.user)
    form = BringBackForm(sent(request), request.FILES)
    return deed(
        request,
        lambda: _read_back(request, kept, form.cleaned_data["file"]),
        form=form,
        to=lambda brought: _selection_page(
            request, kept, places=brought.places, edits=brought.edits, brought=brought
        ),
        again=lambda refusal: _selection_page(request, kept, refusal),
    )


def selection_xlsx(request: SignedInRequest, pk: int) -> HttpResponse:
    kept = seen(request, NamedSelection.objects, pk, "county")
    return attachment(_written(request, kept), f"{kept.name}.xlsx", XLSX)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    kept = seen(request, NamedSelection.objects, pk, "county", "made_by")
    or_404(kept.made_by == request.user)
    return deed(
        request,
        lambda: services.withdraw(selection=kept, by=request.user, version=version_sent(request)),
        done="名单已撤销。",
        to=redirect("questions:ask"),
        again=lambda refusal: _selection_page(request, kept, refusal),
    )


def _answer_of(request: SignedInRequest, kept: NamedSelection, at: Month | None = None) -> Answer:
    """At the month that is asked for, else ``at``, else that of the selection."""
    months = shown_months(kept.county)
    if at is None and kept.year and kept.month:
        at = Month(kept.year, kept.month)
    month = or_404(month_asked(months, request.GET.get("month") or (str(at) if at else None)))
    projects = kept.stops_seen_by(request.user).values_list("project", flat=True)
    return read_answer(
        request, Asked(tuple(projects), tuple(kept.columns.split(",")), month, kept.by_month)
    )


def _read_back(request: SignedInRequest, kept: NamedSelection, file: UploadedFile) -> BroughtBack:
    return read_back(
        file.read(), file.name or "", kept, partial(_written, request, kept), request.user
    )


def _written(request: SignedInRequest, kept: NamedSelection, at: Month | None = None) -> bytes:
    stops = kept.stops_seen_by(request.user)
    return selection_workbook(_answer_of(request, kept, at), kept, stops)


def _told_of(changed: services.ChangedSelection) -> str:
    told = ["名单已修改"]
    if changed.changed:
        told.append(f"{changed.changed}个项目的资料已修改")
    if changed.proposed:
        told.append(f"{changed.proposed}个项目的资料已提出修改，待审定")
    return "，".join(told) + "。"


def _as_paper(request: SignedInRequest, kept: NamedSelection, month: Month) -> str:
    if not may(request.user, "document.download", kept.county):
        return ""
    return address_now(PaperKind.LIST, kept.as_matter, month=month)


def _selection_page(
    request: SignedInRequest,
    kept: NamedSelection,
    refusal: Refusal | None = None,
    *,
    places: Sequence[ArrangedStop] | None = None,
    edits: Sequence[DataEdit] = (),
    brought: BroughtBack | None = None,
) -> HttpResponse:
    """``places`` and ``edits`` are what was typed, or came in a workbook and is not saved yet."""
    found = _answer_of(request, kept)
    is_own = kept.made_by_id == request.user.pk
    initial = {"on": kept.on, "place": kept.place, "is_shared": kept.is_shared}
    form = typed(refusal, ArrangeForm) or ArrangeForm(initial=initial)
    if not may(request.user, "view.keep", kept.county):
        form.fields["is_shared"].disabled = True
    return render(
        request,
        "reports/questions/selection.html",
        shown(request, found, shown_months(kept.county))
        | {
            "selection": kept,
            "as_paper": _as_paper(request, kept, found.asked.month),
            "form": form if is_own else None,
            "address": reverse("questions:selection", args=[kept.pk]),
            "places": places_of(kept, request.user) if places is None else places,
            "edits": edits,
            "brought": brought,
            "bring_back_form": typed(refusal, BringBackForm) or BringBackForm(),
            "refusal": refusal,
            "cards": address_now(PaperKind.CARD, *found.asked.projects, month=found.asked.month)
            if may(request.user, "document.download", kept.county)
            else "",
        },
    )
