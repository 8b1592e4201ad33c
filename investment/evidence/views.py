"""佐证材料: the page of a project's month, adding from a form or by dragging, and handing out."""

from django.contrib import messages
from django.core.files import File
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed, typed, unless_shown, version_sent
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from files.responses import kept_file, kept_picture
from investment.evidence.forms import CaptionForm, EvidenceForm
from investment.evidence.services import (
    EvidenceKept,
    Place,
    add_evidence,
    describe_evidence,
    download_name,
    may_change,
    may_fill,
    place_of,
    remove_evidence,
    reports,
)
from investment.models import Evidence
from investment.views.scope import period_of
from measures.months import Month
from projects.models import Project

SMALL = 360
"""The longer side of a photo on a list: twice what it is shown at, for screens that are finer."""


def evidence(request: SignedInRequest, unit_id: int, month: Month, project_id: int) -> HttpResponse:
    """What lies beside a project's month: who fills in its row adds to it, for the unit or on its
    behalf, who may see the entry looks at it. What is dropped on a row of the sheet is sent here
    too, and answered with that row's line."""
    place = _place(request, unit_id, month, project_id)
    if request.method != "POST":
        return _page(request, place)
    or_404(may_fill(place, request.user))
    form = EvidenceForm(request.POST, request.FILES)

    def done(kept: EvidenceKept) -> HttpResponse:
        if request.htmx:
            return _line(request, place)
        messages.success(request, kept.words)
        return redirect(_address(place))

    return deed(
        request,
        lambda: add_evidence(
            place=place,
            files=_files(request),
            caption=form.cleaned_data["caption"],
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        to=done,
        again=lambda refusal: (_line if request.htmx else _page)(request, place, refusal),
    )


def evidence_file(request: SignedInRequest, evidence_id: int) -> HttpResponse:
    """A photo to be looked at; a document as it came, to be saved and never shown."""
    found = _seen(request, evidence_id)
    if found.is_photo:
        return kept_picture(request, found)
    return kept_file(request, found, download_name(found), found.content_type)


def evidence_small(request: SignedInRequest, evidence_id: int) -> HttpResponse:
    found = _seen(request, evidence_id)
    or_404(found.is_photo)
    return kept_picture(request, found, longest=SMALL)


@require_POST
def evidence_describe(request: SignedInRequest, evidence_id: int) -> HttpResponse:
    found = _changed(request, evidence_id)
    form = CaptionForm(request.POST)
    return deed(
        request,
        lambda: describe_evidence(
            evidence=found,
            version=version_sent(request),
            by=request.user,
            today=clock.today(),
            **form.cleaned_data,
        ),
        form=form,
        done="说明已保存。",
        to=redirect(_address(place_of(found))),
        again=lambda refusal: _page(request, place_of(found), refusal),
        at=found,
    )


@require_POST
def evidence_remove(request: SignedInRequest, evidence_id: int) -> HttpResponse:
    found = _changed(request, evidence_id)
    return deed(
        request,
        lambda: remove_evidence(
            evidence=found, version=version_sent(request), by=request.user, today=clock.today()
        ),
        done=lambda removed: f"{'已移除' if removed else '此前已移除'}：{found.original_name}。",
        to=redirect(_address(place_of(found))),
        again=lambda refusal: _page(request, place_of(found), refusal),
        at=found,
    )


# --- What is looked at ---------------------------------------------------------------------


def _place(request: SignedInRequest, unit_id: int, month: Month, project_id: int) -> Place:
    """The place of a project that its unit reports and the user fills in, or where something lies
    that the user may see. 404 for any other."""
    project = seen(request, Project.objects, project_id, "county")
    period = period_of(request, project.county, month)
    unit = or_404(Unit.objects.filter(county=project.county, pk=unit_id).first())
    place = Place(unit, period, project)
    if not may_fill(place, request.user):
        beside = Evidence.objects.visible_to(request.user).of_month(unit, period)
        or_404(beside.filter(project=project).exists())
    return place


def _seen(request: SignedInRequest, evidence_id: int) -> Evidence:
    related = ("project__county", "period__county", "unit__county")
    return seen(request, Evidence.objects, evidence_id, *related)


def _changed(request: SignedInRequest, evidence_id: int) -> Evidence:
    found = _seen(request, evidence_id)
    or_404(may_fill(place_of(found), request.user))
    return found


def _address(place: Place) -> str:
    month = place.period.as_month
    return reverse("investment:evidence", args=[place.unit.pk, month, place.project.pk])


def _files(request: SignedInRequest) -> "list[File]":
    """Those chosen from the disk and those taken with the camera, each in its own box."""
    return [*request.FILES.getlist("files"), *request.FILES.getlist("camera")]


def _shown(request: SignedInRequest, place: Place) -> dict[str, object]:
    """Also what a former unit has sent: it lies beside the same figures."""
    beside = Evidence.objects.visible_to(request.user).filter(period=place.period)
    related = ("added_by", "voided_by", "unit")
    shown = list(beside.filter(project=place.project).select_related(*related))
    return {
        "place": place,
        "evidence": [each for each in shown if not each.is_void],
        "removed": [each for each in shown if each.is_void],
        "may_change": may_change(place, request.user, clock.today()),
    }


def _page(request: SignedInRequest, place: Place, refusal: Refusal | None = None) -> HttpResponse:
    context = _shown(request, place)
    form = typed(refusal, EvidenceForm) or EvidenceForm()
    at_row = refusal.form if refusal is not None and refusal.at is not None else None
    context |= {
        "form": form,
        "limits": place.limits,
        "sheet": "investment:entry" if reports(place, request.user) else "investment:key",
        "refusal": unless_shown(refusal, form if context["may_change"] else None, at_row),
    }
    return render(request, "investment/evidence.html", context)


def _line(request: SignedInRequest, place: Place, refusal: Refusal | None = None) -> HttpResponse:
    """The line below the project on the sheet."""
    told = refusal.error.message if refusal is not None and refusal.error is not None else ""
    context = _shown(request, place) | {"project": place.project, "told": told}
    return render(request, "investment/_evidence_line.html", context)
