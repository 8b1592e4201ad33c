"""Inspections: the list of visits, one visit with what was found, and the photos of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import (
    Difference,
    Refusal,
    compare,
    deed,
    sent,
    typed,
    unless_shown,
    version_of,
    version_sent,
)
from accounts.pages.fields import RowForm
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may, reads_county
from files import photos
from files.responses import kept_picture
from supervision.models import FindingPhoto, Inspection, InspectionFinding
from supervision.visits import services
from supervision.visits.forms import (
    CorrectForm,
    FindingForm,
    InspectionForm,
    RaiseForm,
    SettleForm,
    VoidForm,
    VoidVisitForm,
)
from supervision.visits.selectors import findings_of, visits_of

ROWS_A_PAGE = 50
PREVIEW = 180
"""The longer side of a photo within the page."""


@dataclass(frozen=True)
class Picture:
    """A photo at the size at which the page shows it."""

    photo: FindingPhoto
    width: int
    height: int


@dataclass(frozen=True)
class FindingLine:
    """The forms of what may be done with it; each sends back ``version``."""

    finding: InspectionFinding
    pictures: list[Picture]
    version: int
    settle: BaseForm | None = None
    raising: BaseForm | None = None
    correct: BaseForm | None = None
    void: BaseForm | None = None

    @property
    def forms(self) -> list[BaseForm | None]:
        return [self.settle, self.raising, self.correct, self.void]

    @property
    def takes_photos(self) -> bool:
        return not self.finding.is_void and len(self.pictures) < photos.MOST_PHOTOS


# --- Pages -------------------------------------------------------------------------------


def inspections(request: SignedInRequest) -> HttpResponse:
    county = own_county(request, "project.view")
    visits = Paginator(visits_of(county), ROWS_A_PAGE)
    context = {
        "page": visits.get_page(request.GET.get("page")),
        "counted": Inspection.objects.standing().filter(county=county).count(),
        "may_record": may(request.user, "inspection.record", county),
    }
    return render(request, "supervision/inspections.html", context)


def inspection_record(request: SignedInRequest) -> HttpResponse:
    county = own_county(request, "inspection.record")
    today = clock.today()
    form = InspectionForm(sent(request), county=county, today=today)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"form": form, "refusal": refusal}
        return render(request, "supervision/inspection_form.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.record_inspection(
            county=county, by=request.user, today=today, **form.cleaned_data
        ),
        form=form,
        done="督查已记录，请逐个项目记下发现的情况。",
        to=lambda visit: redirect("supervision:inspection", visit.pk),
        again=page,
    )


def inspection(request: SignedInRequest, inspection_id: int) -> HttpResponse:
    return _page(request, inspection_id)


def finding(request: SignedInRequest, finding_id: int) -> HttpResponse:
    """One finding by itself: for the units of its project once it is a problem."""
    related = ("inspection__county", "project", "problem", "voided_by")
    found = seen(request, InspectionFinding.objects, finding_id, *related)
    context = {
        "finding": found,
        "visit": found.inspection,
        "pictures": [_picture(photo) for photo in found.photos.all()],
        "reads": reads_county(request.user, found.inspection.county),
    }
    return render(request, "supervision/finding.html", context)


def photo(request: SignedInRequest, photo_id: int) -> HttpResponse:
    findings = InspectionFinding.objects.visible_to(request.user)
    shown = or_404(FindingPhoto.objects.filter(finding__in=findings, pk=photo_id).first())
    return kept_picture(request, shown)


# --- Deeds -------------------------------------------------------------------------------


@require_POST
def inspection_void(request: SignedInRequest, inspection_id: int) -> HttpResponse:
    visit = _recorded(request, inspection_id)
    form = VoidVisitForm(request.POST, key=visit.pk)
    return deed(
        request,
        lambda: services.void_inspection(
            inspection=visit, by=request.user, version=version_sent(request), **form.cleaned_data
        ),
        form=form,
        done="这次督查已作废。",
        to=redirect("supervision:inspection", visit.pk),
        again=lambda refusal: _page(request, inspection_id, refusal),
        at=visit,
    )


@require_POST
def finding_add(request: SignedInRequest, inspection_id: int) -> HttpResponse:
    visit = _recorded(request, inspection_id)
    form = FindingForm(request.POST, county=visit.county)
    return deed(
        request,
        lambda: services.add_finding(inspection=visit, by=request.user, **form.cleaned_data),
        form=form,
        done="已记下，可接着上传照片，并记现场解决或转为问题。",
        to=redirect("supervision:inspection", visit.pk),
        again=lambda refusal: _page(request, inspection_id, refusal),
    )


@require_POST
def finding_correct(request: SignedInRequest, finding_id: int) -> HttpResponse:
    return _deed(request, finding_id, CorrectForm, services.correct_finding, "已更正。")


@require_POST
def finding_void(request: SignedInRequest, finding_id: int) -> HttpResponse:
    return _deed(request, finding_id, VoidForm, services.void_finding, "这条发现已作废。")


@require_POST
def finding_settle(request: SignedInRequest, finding_id: int) -> HttpResponse:
    return _deed(request, finding_id, SettleForm, services.settle_finding, "已记为现场解决。")


@require_POST
def finding_raise(request: SignedInRequest, finding_id: int) -> HttpResponse:
    act = partial(services.raise_finding, today=clock.today())
    return _deed(request, finding_id, RaiseForm, act, "已转为问题。")


def _deed(
    request: SignedInRequest,
    finding_id: int,
    form_class: type[RowForm],
    act: Callable[..., object],
    done: str,
) -> HttpResponse:
    """Refused, it comes back under its finding: where another was faster with what stands now."""
    finding = _handled(request, finding_id)
    form = form_class(request.POST, key=finding.pk)
    return deed(
        request,
        lambda: act(
            finding=finding, by=request.user, version=version_sent(request), **form.cleaned_data
        ),
        form=form,
        done=done,
        to=redirect("supervision:inspection", finding.inspection_id),
        again=lambda refusal: _page(request, finding.inspection_id, refusal),
        differences=lambda: _differences(finding, form),
        at=finding,
    )


def _differences(finding: InspectionFinding, form: BaseForm) -> list[Difference]:
    """What stands now of the words and of what became of them, beside what was typed."""
    shown = compare(form, {"text": finding.text, "settled": finding.settled})
    if "text" not in form.fields:
        shown.insert(0, Difference("发现的情况", finding.text, ""))
    return [*shown, Difference("处理", _handling(finding), "")]


def _handling(finding: InspectionFinding) -> str:
    if finding.is_void:
        return f"已作废：{finding.void_reason}"
    problem = finding.problem
    if problem is not None:
        kinds = (problem.get_severity_display(), problem.get_category_display())
        return "转为{}问题（{}）".format(*kinds)
    return f"现场解决：{finding.settled}" if finding.settled else "未处理"


@require_POST
def photo_add(request: SignedInRequest, finding_id: int) -> HttpResponse:
    finding = _handled(request, finding_id)

    def page(refusal: Refusal) -> HttpResponse:
        if isinstance(refusal.error, services.PhotosLeftOut):
            _tell_kept(request, refusal.error.kept)
        return _page(request, finding.inspection_id, refusal)

    def kept(photos: services.PhotosKept) -> HttpResponse:
        _tell_kept(request, photos)
        return redirect("supervision:inspection", finding.inspection_id)

    return deed(
        request,
        lambda: services.add_photos(
            finding=finding, files=request.FILES.getlist("photos"), by=request.user
        ),
        to=kept,
        again=page,
        at=finding,
    )


def _tell_kept(request: SignedInRequest, photos: services.PhotosKept) -> None:
    if photos.added:
        messages.success(request, f"已上传{photos.added}张照片。")
    if photos.known:
        messages.warning(request, f"{photos.known}张照片已在这条发现中，没有重复保存。")


# --- What the page shows -----------------------------------------------------------------


def _page(
    request: SignedInRequest, inspection_id: int, refusal: Refusal | None = None
) -> HttpResponse:
    visit = _seen(request, inspection_id)
    records = may(request.user, "inspection.record", visit.county)
    looked_at = visit.looks_back_at
    lines = _lines(visit, records and not visit.is_void, refusal)
    form = void = None
    if records and not visit.is_void:
        form = typed(refusal, FindingForm) or FindingForm(county=visit.county)
        void = typed(refusal, VoidVisitForm, visit) or VoidVisitForm(key=visit.pk)
    context = {
        "visit": visit,
        "version": version_of(visit, refusal),
        "records": records,
        "lines": lines,
        "counted": sum(not line.finding.is_void for line in lines),
        "earlier": looked_at.findings.standing().select_related("project", "problem")
        if looked_at
        else [],
        "second_looks": visit.second_looks.standing().order_by("visited_on", "pk"),
        "most_photos": photos.MOST_PHOTOS,
        "form": form,
        "void": void,
        "refusal": unless_shown(
            refusal, form, void, *(each for line in lines for each in line.forms)
        ),
    }
    return render(request, "supervision/inspection.html", context)


def _lines(visit: Inspection, records: bool, refusal: Refusal | None) -> list[FindingLine]:
    lines = []
    for finding in findings_of(visit):
        may_void = records and not finding.is_void and finding.problem_id is None
        classes: dict[str, type[RowForm]] = {"void": VoidForm} if may_void else {}
        if may_void and not finding.is_closed:
            classes |= {"settle": SettleForm, "raising": RaiseForm, "correct": CorrectForm}
        forms = {
            name: typed(refusal, form_class, finding)
            or form_class(key=finding.pk, initial={"text": finding.text})
            for name, form_class in classes.items()
        }
        pictures = [_picture(photo) for photo in finding.photos.all()]
        lines.append(FindingLine(finding, pictures, version_of(finding, refusal), **forms))
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
    related = ("county", "recorded_by", "looks_back_at", "voided_by")
    return seen(request, Inspection.objects, inspection_id, *related)


def _recorded(request: SignedInRequest, inspection_id: int) -> Inspection:
    """A visit of which the user may record something. 404 for who only reads."""
    visit = _seen(request, inspection_id)
    or_404(may(request.user, "inspection.record", visit.county))
    return visit


def _handled(request: SignedInRequest, finding_id: int) -> InspectionFinding:
    """A finding that the user may record something of. 404 for who only reads."""
    visits = Inspection.objects.visible_to(request.user)
    findings = InspectionFinding.objects.filter(inspection__in=visits, pk=finding_id)
    related = findings.select_related(
        "inspection__county",
        "inspection__recorded_by",
        "inspection__looks_back_at",
        "project__county",
    )
    finding = or_404(related.first())
    or_404(may(request.user, "inspection.record", finding.inspection.county))
    return finding
