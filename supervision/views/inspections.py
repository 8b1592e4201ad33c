"""Inspections: the list of visits, one visit with what was found, and the photos of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError
from accounts.rules import COUNTY_READERS, SUPERVISORS
from accounts.selectors import county_in_role
from accounts.signed_in import SignedInRequest
from supervision import photos, rules
from supervision.forms_inspections import FindingForm, InspectionForm, RaiseForm, SettleForm
from supervision.models import FindingPhoto, Inspection, InspectionFinding
from supervision.services import inspections as services

ROWS_A_PAGE = 50
PREVIEW = 180
"""The longer side of a photo within the page."""

Typed = Mapping[tuple[str, int], BaseForm]
"""The form that came back with a fault, under what it is and of which row."""


@dataclass(frozen=True)
class Picture:
    """A photo at the size at which the page shows it."""

    photo: FindingPhoto
    width: int
    height: int


@dataclass(frozen=True)
class FindingLine:
    finding: InspectionFinding
    pictures: list[Picture]
    settle: BaseForm | None
    raising: BaseForm | None

    @property
    def takes_photos(self) -> bool:
        return len(self.pictures) < photos.MOST_PHOTOS


# --- Pages -------------------------------------------------------------------------------


def inspections(request: SignedInRequest) -> HttpResponse:
    county = county_in_role(request.user, *COUNTY_READERS)
    is_open = Q(findings__settled="", findings__problem=None)
    visits = (
        Inspection.objects.filter(county=county)
        .select_related("looks_back_at")
        .annotate(
            found=Count("findings"),
            raised=Count("findings__problem"),
            left=Count("findings", filter=is_open),
        )
        .order_by("-visited_on", "-pk")
    )
    context = {
        "page": Paginator(visits, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "may_record": rules.may_record_inspection(request.user, county),
    }
    return render(request, "supervision/inspections.html", context)


def inspection_record(request: SignedInRequest) -> HttpResponse:
    county = county_in_role(request.user, *SUPERVISORS)
    today = clock.today()
    typed = request.POST if request.method == "POST" else None
    form = InspectionForm(typed, county=county, today=today)
    if typed is not None and form.is_valid():
        try:
            visit = services.record_inspection(
                county=county, by=request.user, today=today, **form.cleaned_data
            )
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "督查已记录，请逐个项目记下发现的情况。")
            return redirect("supervision:inspection", visit.pk)
    return render(request, "supervision/inspection_form.html", {"form": form})


def inspection(request: SignedInRequest, inspection_id: int) -> HttpResponse:
    return _page(request, _seen(request, inspection_id))


def photo(request: SignedInRequest, photo_id: int) -> HttpResponse:
    visits = Inspection.objects.visible_to(request.user)
    seen = FindingPhoto.objects.filter(finding__inspection__in=visits)
    shown = get_object_or_404(seen, pk=photo_id)
    response = HttpResponse(shown.content(), content_type="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


# --- Deeds -------------------------------------------------------------------------------


@require_POST
def finding_add(request: SignedInRequest, inspection_id: int) -> HttpResponse:
    visit = _seen(request, inspection_id)
    if not rules.may_record_inspection(request.user, visit.county):
        raise Http404("may not record")
    form = FindingForm(request.POST, county=visit.county)
    if form.is_valid():
        try:
            services.add_finding(inspection=visit, by=request.user, **form.cleaned_data)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "已记下，可接着上传照片，并记现场解决或转为问题。")
            return redirect("supervision:inspection", visit.pk)
    return _page(request, visit, {("find", visit.pk): form})


@require_POST
def finding_settle(request: SignedInRequest, finding_id: int) -> HttpResponse:
    finding = _handled(request, finding_id)
    form = SettleForm(request.POST, finding_id=finding.pk)
    if form.is_valid():
        try:
            services.settle_finding(finding=finding, by=request.user, **form.cleaned_data)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "已记为现场解决。")
        return redirect("supervision:inspection", finding.inspection_id)
    return _page(request, finding.inspection, {("settle", finding.pk): form})


@require_POST
def finding_raise(request: SignedInRequest, finding_id: int) -> HttpResponse:
    finding = _handled(request, finding_id)
    form = RaiseForm(request.POST, finding_id=finding.pk)
    if form.is_valid():
        try:
            services.raise_finding(
                finding=finding, by=request.user, today=clock.today(), **form.cleaned_data
            )
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "已转为问题。")
        return redirect("supervision:inspection", finding.inspection_id)
    return _page(request, finding.inspection, {("raise", finding.pk): form})


@require_POST
def photo_add(request: SignedInRequest, finding_id: int) -> HttpResponse:
    """One or several at once; one that does not fit does not keep out the others."""
    finding = _handled(request, finding_id)
    files = request.FILES.getlist("photos")
    if not files:
        messages.error(request, "请先选择照片")
    added = known = 0
    for file in files:
        try:
            # Too large a file is refused before it is read.
            if file.size is not None and file.size > photos.LARGEST:
                raise photos.UnfitPhoto(photos.too_large(file.size))
            is_new = services.add_photo(finding=finding, content=file.read(), by=request.user)[1]
        except DomainError as error:
            messages.error(request, f"{file.name} 没有上传：{error.message}")
        else:
            added, known = added + is_new, known + (not is_new)
    if added:
        messages.success(request, f"已上传{added}张照片。")
    if known:
        messages.warning(request, f"{known}张照片已在这条发现中，没有重复保存。")
    return redirect("supervision:inspection", finding.inspection_id)


# --- What the page shows -----------------------------------------------------------------


def _page(request: SignedInRequest, visit: Inspection, typed: Typed | None = None) -> HttpResponse:
    typed = typed or {}
    records = rules.may_record_inspection(request.user, visit.county)
    context = {
        "visit": visit,
        "records": records,
        "lines": _lines(visit, records, typed),
        "earlier": _lines(visit.looks_back_at, False, {}) if visit.looks_back_at else [],
        "second_looks": visit.second_looks.order_by("visited_on", "pk"),
        "most_photos": photos.MOST_PHOTOS,
    }
    if records:
        context["form"] = typed.get(("find", visit.pk)) or FindingForm(county=visit.county)
    return render(request, "supervision/inspection.html", context)


def _lines(visit: Inspection, records: bool, typed: Typed) -> list[FindingLine]:
    findings = visit.findings.select_related("project", "problem").prefetch_related("photos")
    lines = []
    for finding in findings:
        settle: BaseForm | None = None
        raising: BaseForm | None = None
        if records and not finding.is_closed:
            key = finding.pk
            settle = typed.get(("settle", key)) or SettleForm(finding_id=key)
            raising = typed.get(("raise", key)) or RaiseForm(finding_id=key)
        pictures = [_picture(photo) for photo in finding.photos.all()]
        lines.append(FindingLine(finding, pictures, settle, raising))
    return lines


def _picture(photo: FindingPhoto) -> Picture:
    longer = max(photo.width, photo.height, PREVIEW)
    return Picture(
        photo,
        width=max(photo.width * PREVIEW // longer, 1),
        height=max(photo.height * PREVIEW // longer, 1),
    )


# --- Scope -------------------------------------------------------------------------------


def _seen(request: SignedInRequest, inspection_id: int) -> Inspection:
    visits = Inspection.objects.visible_to(request.user)
    seen = visits.select_related("county", "recorded_by", "looks_back_at")
    return get_object_or_404(seen, pk=inspection_id)


def _handled(request: SignedInRequest, finding_id: int) -> InspectionFinding:
    """A finding that the user may record something of. 404 for who only reads."""
    visits = Inspection.objects.visible_to(request.user)
    findings = InspectionFinding.objects.filter(inspection__in=visits).select_related(
        "inspection__county",
        "inspection__recorded_by",
        "inspection__looks_back_at",
        "project__county",
    )
    finding = get_object_or_404(findings, pk=finding_id)
    if not rules.may_record_inspection(request.user, finding.inspection.county):
        raise Http404("may not record")
    return finding
