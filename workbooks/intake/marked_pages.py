"""The marked copy of a file that was uploaded: its bad cells filled and commented."""

from django.http import HttpResponse
from django.urls import reverse

from accounts import clock
from accounts.pages.deeds import deed
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from files.responses import XLSX, attachment
from jobs.addresses import LargeFile
from workbooks.annotating import annotate
from workbooks.intake import uploads
from workbooks.intake.kinds import kind_of
from workbooks.intake.pages import outcome_page
from workbooks.intake.selectors import findings_of
from workbooks.models import Upload, UploadState


def marked(request: SignedInRequest, upload: Upload) -> HttpResponse:
    """The file as it came, its bad cells filled and commented: as they are found now while it
    waits, as they were found when it was applied."""
    kind = kind_of(upload)
    or_404(kind.may_download(request.user, upload))
    waits = upload.state == UploadState.PREVIEWED and kind.may_apply(request.user, upload)

    def act() -> bytes:
        findings = findings_of(upload)
        if waits:
            found = uploads.preview_upload(upload, by=request.user, today=clock.today())
            findings = list(found.findings)
        return annotate(upload.content(), findings)

    name = f"{upload.original_name.rpartition('.')[0]}（已标注）.xlsx"
    return deed(
        request,
        act,
        to=lambda content: attachment(content, name, XLSX),
        again=lambda refusal: outcome_page(request, upload, refusal),
    )


def marked_file(request: SignedInRequest, upload: Upload) -> LargeFile:
    """What ``marked`` would hand out."""
    kind = kind_of(upload)
    or_404(kind.may_download(request.user, upload))
    counts = ("added", "changed", "unchanged", "refused", "left_out")
    waits = upload.state == UploadState.PREVIEWED
    address = kind.addresses.preview if waits else kind.addresses.outcome
    return LargeFile(
        title=f"{upload.original_name}（已标注）",
        county=upload.county,
        rows=sum(upload.outcome.get(count, 0) for count in counts),
        page=reverse(address, args=[upload.pk]),
    )
