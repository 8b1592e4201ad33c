"""Monthly workbooks on pages: upload → preview → confirm. Nothing is written before the end."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError, Stale
from accounts.models import Unit
from accounts.rules import brings_in_entries, keys_entry
from accounts.selectors import county_of
from accounts.signed_in import SignedInRequest
from investment.forms import UploadForm
from investment.intake import uploads
from investment.selectors import open_period_of
from measures.months import Month
from workbooks.errors import UnreadableWorkbook
from workbooks.models import Upload, UploadState


def _county_imported(request: SignedInRequest) -> Unit:
    """The county into which the user may bring entries. 404 for anyone else."""
    if not brings_in_entries(request.user):
        raise Http404("neither reporter nor bureau")
    return county_of(request.user)


def _upload(request: SignedInRequest, upload_id: int) -> Upload:
    """A monthly file that the user himself uploaded. 404 for anyone else's."""
    _county_imported(request)
    own = Upload.objects.filter(kind=uploads.KIND, uploaded_by=request.user)
    return get_object_or_404(own.select_related("county"), pk=upload_id)


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
    context = {"form": form, "month": month, "keys": keys_entry(request.user, county)}
    return render(request, "investment/import_monthly.html", context)


def import_preview(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """What the file would change; confirming it writes just that."""
    upload = _upload(request, upload_id)
    if request.method != "POST":
        return _preview_page(request, upload)
    try:
        applied = uploads.apply_file(
            upload=upload,
            fingerprint=request.POST.get("fingerprint", ""),
            by=request.user,
            today=clock.today(),
        )
    except DomainError as error:
        messages.error(request, error.message)
        return _preview_page(request, upload, status=409 if isinstance(error, Stale) else 200)
    if applied is None:
        messages.info(request, "这个文件此前已经导入，没有重复处理。")
    else:
        messages.success(
            request,
            f"{applied.month.label}：新增 {applied.added} 项，变更 {applied.changed} 项，"
            f"不变 {applied.unchanged} 项，未导入 {applied.refused} 项。",
        )
    return redirect("investment:home")


@require_POST
def import_discard(request: SignedInRequest, upload_id: int) -> HttpResponse:
    upload = _upload(request, upload_id)
    try:
        uploads.discard_file(upload=upload, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("investment:import_preview", upload.pk)
    messages.info(request, "已放弃这次导入，没有写入任何数据。")
    return redirect("investment:import_monthly", uploads.month_of(upload))


def _preview_page(request: SignedInRequest, upload: Upload, *, status: int = 200) -> HttpResponse:
    preview = uploads.preview_file(upload, by=request.user, today=clock.today())
    context = {
        "upload": upload,
        "preview": preview,
        "changing": preview.applicable,
        "is_pending": upload.state == UploadState.PREVIEWED,
    }
    return render(request, "investment/import_preview.html", context, status=status)
