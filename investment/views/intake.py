"""Monthly workbooks on pages: upload → preview → confirm. Nothing is written before the end."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.audit import audited
from accounts.errors import DomainError, Stale
from accounts.models import Unit
from accounts.rules import brings_in_entries, keys_entry
from accounts.selectors import county_of
from accounts.signed_in import SignedInRequest
from investment.forms import UploadForm
from investment.intake import MonthlyPreview, Verdict, apply_monthly, preview_monthly
from investment.selectors import open_period_of
from measures.months import Month
from workbooks.errors import UnreadableWorkbook
from workbooks.models import Upload, UploadState
from workbooks.services import discard_upload, keep_upload, mark_applied

KIND = "monthly"


def _county_imported(request: SignedInRequest) -> Unit:
    """The county into which the user may bring entries. 404 for anyone else."""
    county = county_of(request.user)
    if not brings_in_entries(request.user):
        raise Http404("neither reporter nor bureau")
    return county


def import_now(request: SignedInRequest) -> HttpResponse:
    """To the import of the month that is open."""
    county = _county_imported(request)
    period = open_period_of(county)
    month = period.as_month if period else Month.of(clock.today()).previous()
    return redirect("investment:import_monthly", month)


def import_monthly(request: SignedInRequest, month: Month) -> HttpResponse:
    county = _county_imported(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            preview = _preview(request, content, county, month, file.name)
        except UnreadableWorkbook as error:
            form.add_error("file", error.message)
        else:
            upload = keep_upload(
                kind=KIND,
                county=county,
                unit=_unit_of(request, county),
                by=request.user,
                name=file.name,
                content=content,
                parameters={"month": str(month)},
                outcome=_outcome(preview),
            )
            return redirect("investment:import_preview", upload.pk)
    context = {"form": form, "month": month, "keys": keys_entry(request.user, county)}
    return render(request, "investment/import_monthly.html", context)


def import_preview(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """What the file would change; confirming it writes just that."""
    upload = _upload(request, upload_id)
    month = Month.parse(upload.parameters["month"])
    if request.method != "POST":
        preview = _preview_of(request, upload, month)
        return _preview_page(request, upload, preview)
    try:
        preview = _confirm(request, upload, month)
    except DomainError as error:
        messages.error(request, error.message)
        status = 409 if isinstance(error, Stale) else 200
        return _preview_page(request, upload, _preview_of(request, upload, month), status=status)
    if preview is None:
        messages.info(request, "这个文件此前已经导入，没有重复处理。")
    else:
        messages.success(
            request,
            f"{month.label}：新增 {preview.added} 项，变更 {preview.changed} 项，"
            f"不变 {preview.unchanged} 项，未导入 {preview.refused} 项。",
        )
    return redirect("investment:home")


@require_POST
def import_discard(request: SignedInRequest, upload_id: int) -> HttpResponse:
    upload = _upload(request, upload_id)
    try:
        discard_upload(upload=upload)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("investment:import_preview", upload.pk)
    messages.info(request, "已放弃这次导入，没有写入任何数据。")
    return redirect("investment:import_monthly", Month.parse(upload.parameters["month"]))


def _confirm(request: SignedInRequest, upload: Upload, month: Month) -> MonthlyPreview | None:
    """Apply the upload; None when it was applied before. Raises DomainError."""
    with audited(by=request.user) as audit:
        preview = _preview_of(request, upload, month)
        if upload.state == UploadState.PREVIEWED and preview.fingerprint != request.POST.get(
            "fingerprint"
        ):
            raise Stale("预览之后数据有变动，没有导入，请按下面的新预览核对后再确认")
        if not mark_applied(upload=upload, outcome=_outcome(preview)):
            return None
        apply_monthly(preview, by=request.user)
        audit.record(
            upload, "upload.apply", county=upload.county, label=upload.original_name, changes={}
        )
    return preview


def _preview(
    request: SignedInRequest, content: bytes, county: Unit, month: Month, name: str
) -> MonthlyPreview:
    return preview_monthly(
        content,
        county=county,
        month=month,
        by=request.user,
        today=clock.today(),
        original_name=name,
    )


def _preview_of(request: SignedInRequest, upload: Upload, month: Month) -> MonthlyPreview:
    with upload.file.open("rb") as file:
        content = file.read()
    return _preview(request, content, upload.county, month, upload.original_name)


def _preview_page(
    request: SignedInRequest, upload: Upload, preview: MonthlyPreview, *, status: int = 200
) -> HttpResponse:
    context = {
        "upload": upload,
        "preview": preview,
        "changing": preview.applicable,
        "refused": [line for line in preview.lines if line.verdict is Verdict.REFUSED],
        "is_pending": upload.state == UploadState.PREVIEWED,
    }
    return render(request, "investment/import_preview.html", context, status=status)


def _upload(request: SignedInRequest, upload_id: int) -> Upload:
    """A monthly file that the user himself uploaded. 404 for anyone else's."""
    _county_imported(request)
    uploads = Upload.objects.select_related("county").filter(kind=KIND, uploaded_by=request.user)
    return get_object_or_404(uploads, pk=upload_id)


def _unit_of(request: SignedInRequest, county: Unit) -> Unit | None:
    """The unit that sends the file; None for the bureau and for a reporter of several."""
    if keys_entry(request.user, county):
        return None
    units = {held.unit_id: held.unit for held in request.user.held_roles}
    return next(iter(units.values())) if len(units) == 1 else None


def _outcome(preview: MonthlyPreview) -> dict:
    return {
        "added": preview.added,
        "changed": preview.changed,
        "unchanged": preview.unchanged,
        "refused": preview.refused,
        "findings": preview.findings.as_json(),
    }
