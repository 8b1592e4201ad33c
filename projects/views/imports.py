"""Plan and preliminary workbooks by page: upload → preview → confirm."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError
from accounts.models import Unit
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from files.responses import kept_file
from projects import rules
from projects.forms import PlanUploadForm, PreliminaryUploadForm
from projects.intake import Preview
from projects.intake.kinds import PLAN, PRELIMINARY
from projects.intake.uploads import (
    KINDS,
    apply_upload,
    drop_upload,
    earlier_uploads_of,
    preview_upload,
    receive_upload,
)
from workbooks.errors import UnreadableWorkbook
from workbooks.findings import Finding
from workbooks.models import Upload, UploadState

RECENT = 10


def import_plan(request: SignedInRequest) -> HttpResponse:
    return _receive(request, PLAN, PlanUploadForm, {"year": clock.today().year})


def import_preliminary(request: SignedInRequest) -> HttpResponse:
    first_of_month = clock.today().replace(day=1)
    last_month = first_of_month - datetime.timedelta(days=1)
    initial = {"year": last_month.year, "as_of": last_month}
    return _receive(request, PRELIMINARY, PreliminaryUploadForm, initial)


def upload(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the file would change, or what it did; confirmed by POST."""
    found = _upload(request, pk)
    if found.state != UploadState.PREVIEWED:
        return _outcome(request, found)
    try:
        preview = preview_upload(found)
    except UnreadableWorkbook as error:
        return _unusable(request, found, why=error.message)
    if preview.is_unusable:
        return _unusable(request, found, findings=preview.findings, refused=preview.refused)
    status = 200
    if request.method == "POST":
        _must_apply(request, found)
        if request.POST.get("fingerprint") == preview.fingerprint:
            return _apply(request, found, preview)
        status = 409
        messages.warning(request, "项目库在您预览之后有变动，下面是新的预览，请重新核对后再确认。")
    return render(
        request, "projects/preview.html", _preview(request, found, preview), status=status
    )


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _upload(request, pk)
    _must_apply(request, found)
    try:
        drop_upload(upload=found, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"已放弃“{found.original_name}”，没有写入任何内容。")
    return redirect(_page_of(found))


def upload_original(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file as it came, whatever it was for; the user's browser saves it, never shows it."""
    found = seen(request, Upload.objects, pk)
    or_404(rules.downloads_original(request.user, found))
    return kept_file(found.content(), found.original_name, "application/octet-stream")


def _receive(
    request: SignedInRequest, kind: str, form_class: Any, initial: dict[str, Any]
) -> HttpResponse:
    county = own_county(request, "plan.import")
    form = form_class(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        chosen = {name: value for name, value in form.cleaned_data.items() if name != "file"}
        try:
            found = receive_upload(
                kind=kind,
                county=county,
                by=request.user,
                name=file.name,
                content=file.read(),
                **chosen,
            )
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            return redirect("projects:upload", found.pk)
    return render(request, "projects/import.html", _import_page(kind, form, county))


def _import_page(kind: str, form: Any, county: Unit) -> dict[str, Any]:
    return {
        "form": form,
        "kind": kind,
        "recent": Upload.objects.filter(county=county, kind=kind).select_related("uploaded_by")[
            :RECENT
        ],
    }


def _apply(request: SignedInRequest, found: Upload, preview: Preview) -> HttpResponse:
    try:
        is_applied = apply_upload(upload=found, preview=preview, by=request.user, on=clock.today())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        if is_applied:
            messages.success(request, f"已导入。{preview.summary}")
        else:
            messages.info(request, "这个文件已经导入过，没有重复写入。")
    return redirect("projects:upload", found.pk)


def _unusable(request: SignedInRequest, found: Upload, **told: Any) -> HttpResponse:
    """A file of which nothing can be imported: ``why`` as a whole, or ``findings``."""
    return render(request, "projects/unusable.html", _upload_page(request, found) | told)


def _preview(request: SignedInRequest, found: Upload, preview: Preview) -> dict[str, Any]:
    return _upload_page(request, found) | {"preview": preview}


def _upload_page(request: SignedInRequest, found: Upload) -> dict[str, Any]:
    return {
        "upload": found,
        "earlier": earlier_uploads_of(found),
        "may_apply": rules.applies_upload(request.user, found),
        "import_url": _page_of(found),
    }


def _outcome(request: SignedInRequest, found: Upload) -> HttpResponse:
    context = _upload_page(request, found) | {
        "findings": [Finding(**line) for line in found.outcome.get("findings", [])],
    }
    if request.method == "POST":
        messages.info(request, "这个文件已经处理过，没有重复写入。")
        return redirect("projects:upload", found.pk)
    return render(request, "projects/outcome.html", context)


def _upload(request: SignedInRequest, pk: int) -> Upload:
    return seen(request, Upload.objects.filter(kind__in=KINDS), pk, "county", "uploaded_by")


def _must_apply(request: SignedInRequest, found: Upload) -> None:
    or_404(rules.applies_upload(request.user, found))


def _page_of(found: Upload) -> str:
    return {PLAN: "projects:import_plan", PRELIMINARY: "projects:import_preliminary"}[found.kind]
