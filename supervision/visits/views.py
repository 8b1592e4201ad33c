"""Inspections: the list of visits, one visit with what was found, and the photos of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError, Stale, WrongState
from accounts.pages.deeds import version_sent
from accounts.pages.refused import Difference, Refused, all_typed, of_row, typed_again, words_typed
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rules import COUNTY_READERS, SUPERVISORS, reads_county
from files import photos
from supervision import rules
from supervision.meetings.forms import RowForm
from supervision.meetings.services import UnfitDay
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
    """The forms of what may be done with it. ``unsent``: why photos were not kept."""

    finding: InspectionFinding
    pictures: list[Picture]
    settle: BaseForm | None = None
    raising: BaseForm | None = None
    correct: BaseForm | None = None
    void: BaseForm | None = None
    refused: Refused | None = None
    unsent: Sequence[str] = ()

    @property
    def again(self) -> bool:
        forms = (self.settle, self.raising, self.correct, self.void)
        return self.refused is not None and self.refused.may_be_sent_again(*forms)

    @property
    def takes_photos(self) -> bool:
        return not self.finding.is_void and len(self.pictures) < photos.MOST_PHOTOS


# --- Pages -------------------------------------------------------------------------------


def inspections(request: SignedInRequest) -> HttpResponse:
    county = own_county(request, *COUNTY_READERS)
    stands = Q(voided_at=None, findings__voided_at=None)
    is_open = stands & Q(findings__settled="", findings__problem=None)
    visits = (
        Inspection.objects.filter(county=county)
        .select_related("looks_back_at")
        .annotate(
            found=Count("findings", filter=stands),
            raised=Count("findings__problem", filter=stands),
            left=Count("findings", filter=is_open),
        )
        .order_by("-visited_on", "-pk")
    )
    context = {
        "page": Paginator(visits, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "counted": Inspection.objects.standing().filter(county=county).count(),
        "may_record": rules.may_record_inspection(request.user, county),
    }
    return render(request, "supervision/inspections.html", context)


def inspection_record(request: SignedInRequest) -> HttpResponse:
    county = own_county(request, *SUPERVISORS)
    today = clock.today()
    typed = request.POST if request.method == "POST" else None
    form = InspectionForm(typed, county=county, today=today)
    if typed is not None and form.is_valid():
        try:
            visit = services.record_inspection(
                county=county, by=request.user, today=today, **form.cleaned_data
            )
        except DomainError as error:
            field = "visited_on" if isinstance(error, UnfitDay) else None
            form.add_error(field, error.message)
        else:
            messages.success(request, "督查已记录，请逐个项目记下发现的情况。")
            return redirect("supervision:inspection", visit.pk)
    return render(request, "supervision/inspection_form.html", {"form": form})


def inspection(request: SignedInRequest, inspection_id: int) -> HttpResponse:
    return _page(request, _seen(request, inspection_id))


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
    response = HttpResponse(shown.content(), content_type="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


# --- Deeds -------------------------------------------------------------------------------


@require_POST
def inspection_void(request: SignedInRequest, inspection_id: int) -> HttpResponse:
    visit = _recorded(request, inspection_id)
    form = VoidVisitForm(request.POST, key=visit.pk, version=version_sent(request))
    if form.is_valid():
        try:
            services.void_inspection(
                inspection=visit, by=request.user, version=form.version, **form.cleaned_data
            )
        except DomainError as error:
            visit.refresh_from_db()
            form.version = visit.version
            refused = Refused("void-visit", visit.pk, form, error.message, all_typed(form))
            return _page(request, visit, refused)
        messages.success(request, "这次督查已作废。")
        return redirect("supervision:inspection", visit.pk)
    return _page(request, visit, Refused("void-visit", visit.pk, form))


@require_POST
def finding_add(request: SignedInRequest, inspection_id: int) -> HttpResponse:
    visit = _recorded(request, inspection_id)
    form = FindingForm(request.POST, county=visit.county)
    if form.is_valid():
        try:
            services.add_finding(inspection=visit, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "已记下，可接着上传照片，并记现场解决或转为问题。")
            return redirect("supervision:inspection", visit.pk)
    return _page(request, visit, Refused("find", visit.pk, form))


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
    def act(**values: Any) -> object:
        return services.raise_finding(today=clock.today(), **values)

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
    form = form_class(request.POST, key=finding.pk, version=version_sent(request))
    refused = Refused(form.name, finding.pk, form)
    if form.is_valid():
        try:
            act(finding=finding, by=request.user, version=form.version, **form.cleaned_data)
        except (Stale, WrongState) as error:
            form.version = finding.version
            differences = _differences(finding, form)
            refused = Refused(form.name, finding.pk, form, error.message, differences)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, done)
            return redirect("supervision:inspection", finding.inspection_id)
    return _page(request, finding.inspection, refused)


def _differences(finding: InspectionFinding, form: BaseForm) -> list[Difference]:
    """What stands now of the words and of what became of them, beside what was typed."""
    now = {"text": finding.text, "settled": finding.settled}
    shown = [
        Difference(str(field.label), now.get(name, ""), words_typed(form, name))
        for name, field in form.fields.items()
    ]
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
    """One or several at once; one that does not fit does not keep out the others."""
    finding = _handled(request, finding_id)
    files = request.FILES.getlist("photos")
    unsent = [] if files else ["请先选择照片"]
    added = known = 0
    for file in files:
        try:
            # Too large a file is refused before it is read.
            if file.size is not None and file.size > photos.LARGEST:
                raise photos.UnfitPhoto(photos.too_large(file.size))
            is_new = services.add_photo(finding=finding, content=file.read(), by=request.user)[1]
        except DomainError as error:
            unsent.append(f"{file.name} 没有上传：{error.message}")
        else:
            added, known = added + is_new, known + (not is_new)
    if added:
        messages.success(request, f"已上传{added}张照片。")
    if known:
        messages.warning(request, f"{known}张照片已在这条发现中，没有重复保存。")
    if unsent:
        return _page(request, finding.inspection, unsent={finding.pk: unsent})
    return redirect("supervision:inspection", finding.inspection_id)


# --- What the page shows -----------------------------------------------------------------


def _page(
    request: SignedInRequest,
    visit: Inspection,
    refused: Refused | None = None,
    unsent: dict[int, list[str]] | None = None,
) -> HttpResponse:
    records = rules.may_record_inspection(request.user, visit.county)
    looked_at = visit.looks_back_at
    lines = _lines(visit, records and not visit.is_void, refused, unsent or {})
    context = {
        "visit": visit,
        "records": records,
        "lines": lines,
        "counted": sum(not line.finding.is_void for line in lines),
        "earlier": looked_at.findings.standing().select_related("project", "problem")
        if looked_at
        else [],
        "second_looks": visit.second_looks.standing().order_by("visited_on", "pk"),
        "most_photos": photos.MOST_PHOTOS,
        "refused": of_row(refused, visit.pk, "void-visit"),
    }
    if records:
        context["form"] = typed_again(refused, "find", visit.pk)
        if not visit.is_void:
            context["form"] = context["form"] or FindingForm(county=visit.county)
            fresh = VoidVisitForm(key=visit.pk, version=visit.version)
            context["void"] = typed_again(refused, "void-visit", visit.pk) or fresh
    status = refused.status if refused else 200
    return render(request, "supervision/inspection.html", context, status=status)


def _lines(
    visit: Inspection, records: bool, refused: Refused | None, unsent: dict[int, list[str]]
) -> list[FindingLine]:
    findings = visit.findings.select_related("project", "problem", "voided_by")
    lines = []
    for finding in findings.prefetch_related("photos"):
        may_void = records and not finding.is_void and finding.problem_id is None
        classes: dict[str, type[RowForm]] = {"void": VoidForm} if may_void else {}
        if may_void and not finding.is_closed:
            classes |= {"settle": SettleForm, "raising": RaiseForm, "correct": CorrectForm}
        forms = {name: _form(form_class, finding, refused) for name, form_class in classes.items()}
        lines.append(
            FindingLine(
                finding,
                [_picture(photo) for photo in finding.photos.all()],
                **forms,
                refused=of_row(refused, finding.pk, "settle", "raise", "correct", "void"),
                unsent=unsent.get(finding.pk, ()),
            )
        )
    return lines


def _form(
    form_class: type[RowForm], finding: InspectionFinding, refused: Refused | None
) -> BaseForm:
    typed = typed_again(refused, form_class.name, finding.pk)
    initial = {"text": finding.text}
    return typed or form_class(key=finding.pk, version=finding.version, initial=initial)


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
    or_404(rules.may_record_inspection(request.user, visit.county))
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
    or_404(rules.may_record_inspection(request.user, finding.inspection.county))
    return finding
