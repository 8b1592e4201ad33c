"""Monthly workbooks on pages: upload → preview → confirm → (undo). Nothing is written before the
confirmation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError, Stale
from accounts.models import Unit
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import ON_BEHALF, may
from files.responses import XLSX, attachment
from investment import rules
from investment.forms import UploadForm
from investment.intake import uploads
from investment.intake.showing import FILTERS, MOST_FINDINGS, PreviewPage, grouped
from investment.intake.undoing import is_untouched, undo_file, why_left
from investment.rules import brings_in_entries
from investment.selectors import open_period_of
from investment.selectors.uploads import same_content, sources_of, uploads_seen
from measures.months import Month
from workbooks.annotating import annotate
from workbooks.errors import UnreadableWorkbook
from workbooks.findings import Finding
from workbooks.models import Upload, UploadState
from workbooks.rules import downloads_upload

UPLOADS_A_PAGE = 30
SOURCES_A_PAGE = 100
NEITHER = "none"
"""What the form says of an unknown name that means none of the proposed projects."""


def _county_imported(request: SignedInRequest) -> Unit:
    """The county into which the user may bring entries. 404 for anyone else."""
    or_404(brings_in_entries(request.user))
    return own_county(request)


def _own_upload(request: SignedInRequest, upload_id: int) -> Upload:
    """A monthly file that the user himself uploaded. 404 for anyone else's."""
    _county_imported(request)
    own = Upload.objects.filter(kind=uploads.KIND, uploaded_by=request.user, pk=upload_id)
    return or_404(own.select_related("county", "unit").first())


def _seen_upload(request: SignedInRequest, upload_id: int) -> Upload:
    """A monthly file of the user's unit, or county. 404 for anyone else's."""
    return or_404(uploads_seen(request.user).filter(pk=upload_id).first())


def import_now(request: SignedInRequest) -> HttpResponse:
    """To the import of the month that is open."""
    period = open_period_of(_county_imported(request))
    month = period.as_month if period else Month.of(clock.today()).previous()
    return redirect("investment:import_monthly", month)


def import_monthly(request: SignedInRequest, month: Month) -> HttpResponse:
    county = _county_imported(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = uploads.receive_file(
                county=county,
                month=month,
                name=file.name,
                content=file.read(),
                by=request.user,
                today=clock.today(),
            )
        except UnreadableWorkbook as error:
            form.add_error("file", error.message)
        else:
            return redirect("investment:import_preview", upload.pk)
    context = {
        "form": form,
        "month": month,
        "keys": may(request.user, "entry.enter", county, answer=ON_BEHALF),
    }
    return render(request, "investment/import_monthly.html", context)


def import_preview(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """What the file would change; confirming it writes just that, without the rows left out."""
    upload = _own_upload(request, upload_id)
    if request.method != "POST":
        if upload.state != UploadState.PREVIEWED:
            return redirect("investment:upload", upload.pk)
        return _preview_page(request, upload)
    try:
        applied = uploads.apply_file(
            upload=upload,
            fingerprint=request.POST.get("fingerprint", ""),
            shown=request.POST.getlist("shown"),
            ticked=request.POST.getlist("row"),
            answers=_answers(request),
            by=request.user,
            today=clock.today(),
        )
    except Stale as error:
        messages.error(request, error.message)
        _keep_choice(request, upload)
        return _preview_page(request, upload, status=409)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("investment:upload", upload.pk)
    if applied is None:
        messages.info(request, "这个文件此前已经导入，没有重复处理。")
    else:
        outcome = upload.outcome
        messages.success(
            request,
            f"{applied.month.label}：新增 {outcome['added']} 项，变更 {outcome['changed']} 项，"
            f"不变 {outcome['unchanged']} 项，"
            f"未导入 {outcome['refused'] + outcome['left_out']} 项。",
        )
    return redirect("investment:upload", upload.pk)


@require_POST
def import_choose(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """Keep what was chosen so far, and show the preview that follows from it, or another page."""
    upload = _own_upload(request, upload_id)
    _keep_choice(request, upload)
    shown, _, number = request.POST.get("go", "").partition(":")
    query = urlencode({"show": shown, "page": number or "1"}) if shown or number else ""
    address = reverse("investment:import_preview", args=[upload.pk])
    return redirect(f"{address}?{query}" if query else address)


@require_POST
def import_discard(request: SignedInRequest, upload_id: int) -> HttpResponse:
    upload = _own_upload(request, upload_id)
    try:
        uploads.discard_file(upload=upload, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("investment:import_preview", upload.pk)
    messages.info(request, "已放弃这次导入，没有写入任何数据。")
    return redirect("investment:import_monthly", uploads.month_of(upload))


def upload_list(request: SignedInRequest) -> HttpResponse:
    """The monthly workbooks of the unit, or of the county's every unit."""
    or_404(may(request.user, "upload.download"))
    page = Paginator(uploads_seen(request.user), UPLOADS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_import": brings_in_entries(request.user)}
    return render(request, "investment/import_uploads.html", context)


def upload(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """What became of a file: what it wrote and where from, and what stands since."""
    found = _seen_upload(request, upload_id)
    sources = Paginator(sources_of(found, request.user), SOURCES_A_PAGE)
    page = sources.get_page(request.GET.get("page"))
    findings = _findings(found)
    undone = getattr(found, "undone", None)
    context = {
        "upload": found,
        "month": uploads.month_of(found),
        "undone": undone,
        "same": same_content(found, request.user),
        "page": page,
        "sources": [
            (source, is_untouched(source), "" if source.undone_at else why_left(source))
            for source in page
        ],
        "findings": grouped(findings)[:MOST_FINDINGS],
        "finding_count": len(findings),
        "may_download": _may_download(request, found),
        "is_own": found.uploaded_by_id == request.user.pk,
        "may_undo": found.state == UploadState.APPLIED
        and undone is None
        and rules.may_undo(request.user, found),
    }
    return render(request, "investment/import_upload.html", context)


def upload_marked(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """The file as it came, its bad cells filled and commented: as they are found now while it
    waits, as they were found when it was applied."""
    found = _seen_upload(request, upload_id)
    or_404(_may_download(request, found))
    findings = _findings(found)
    if found.state == UploadState.PREVIEWED and found.uploaded_by_id == request.user.pk:
        findings = list(uploads.preview_file(found, by=request.user, today=clock.today()).findings)
    try:
        marked = annotate(found.content(), findings)
    except UnreadableWorkbook as error:
        messages.error(request, error.message)
        return redirect("investment:upload", found.pk)
    name = f"{found.original_name.rpartition('.')[0]}（已标注）.xlsx"
    return attachment(marked, name, XLSX)


def _may_download(request: SignedInRequest, upload: Upload) -> bool:
    is_own = upload.uploaded_by_id == request.user.pk
    return is_own or downloads_upload(request.user, upload.unit, upload.county)


def _findings(upload: Upload) -> list[Finding]:
    return [Finding(**line) for line in upload.outcome.get("findings", [])]


@require_POST
def upload_undo(request: SignedInRequest, upload_id: int) -> HttpResponse:
    found = _seen_upload(request, upload_id)
    or_404(rules.may_undo(request.user, found))
    try:
        undoing = undo_file(upload=found, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        if undoing is None:
            messages.info(request, "这次导入此前已经撤销，没有重复处理。")
        else:
            left = f"，{len(undoing.left)} 项此后有改动，没有动" if undoing.left else ""
            messages.success(request, f"已撤销 {len(undoing.put_back)} 项{left}。")
    return redirect("investment:upload", found.pk)


def _keep_choice(request: SignedInRequest, upload: Upload) -> None:
    try:
        uploads.choose_rows(
            upload=upload,
            shown=request.POST.getlist("shown"),
            ticked=request.POST.getlist("row"),
            answers=_answers(request),
        )
    except DomainError as error:
        messages.error(request, error.message)


def _answers(request: SignedInRequest) -> dict[str, int | None]:
    """What the page answered of unknown names, by the key of their row."""
    answers: dict[str, int | None] = {}
    for name, value in request.POST.items():
        kind, _, key = name.partition(":")
        if kind != "match" or not isinstance(value, str):
            continue
        if value == NEITHER:
            answers[key] = None
        elif value.isdecimal():
            answers[key] = int(value)
    return answers


def _preview_page(request: SignedInRequest, upload: Upload, *, status: int = 200) -> HttpResponse:
    preview = uploads.preview_file(upload, by=request.user, today=clock.today())
    shown, number = request.GET.get("show", ""), request.GET.get("page", "")
    page = PreviewPage(
        preview,
        shown if shown in FILTERS else "",
        int(number) if number.isdecimal() else 1,
    )
    context = {
        "upload": upload,
        "preview": preview,
        "page": page,
        "same": same_content(upload, request.user),
        "most_findings": MOST_FINDINGS,
        "neither": NEITHER,
    }
    return render(request, "investment/import_preview.html", context, status=status)
