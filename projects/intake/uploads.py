"""A workbook that came by page: kept, previewed as often as asked, applied once."""

import datetime
from typing import Any

from accounts.errors import WrongState
from accounts.models import Unit, User
from accounts.trail.audit import audited
from accounts.trail.facts import changed_since, facts_of, made
from projects.intake import preview_plan, preview_preliminary
from projects.intake.applying import apply_preview
from projects.intake.comparing import Preview
from projects.intake.kinds import PLAN, PRELIMINARY
from workbooks.models import Upload, UploadQuerySet
from workbooks.services import discard_upload, keep_upload, mark_applied

KINDS = (PLAN, PRELIMINARY)


def receive_upload(
    *,
    kind: str,
    county: Unit,
    by: User,
    name: str,
    content: bytes,
    year: int,
    as_of: datetime.date | None = None,
) -> Upload:
    """Keep a file that can be read, waiting for confirmation; its outcome says whether there is
    anything to confirm. Raises UnreadableWorkbook."""
    parameters: dict[str, Any] = {"year": year}
    if as_of is not None:
        parameters["as_of"] = as_of.isoformat()
    preview = _preview(kind, content, name, county, parameters)
    with audited(by=by) as audit:
        upload = keep_upload(
            kind=kind,
            county=county,
            unit=None,
            by=by,
            name=name,
            content=content,
            parameters=parameters,
            outcome={"unusable": preview.is_unusable},
        )
        audit.record(upload, "upload.receive", county=county, changes=made(upload))
    return upload


def preview_upload(upload: Upload) -> Preview:
    """The file against the register as it stands now. Raises UnreadableWorkbook."""
    return _preview(
        upload.kind, upload.content(), upload.original_name, upload.county, upload.parameters
    )


def apply_upload(*, upload: Upload, preview: Preview, by: User, on: datetime.date) -> bool:
    """Write ``preview``; False, and nothing, when the upload was applied before. Raises Stale
    when the register changed since, WrongState for a discarded upload or an unusable file."""
    if preview.is_unusable:
        raise WrongState("文件里没有可以导入的行，请改正后重新上传。")
    with audited(by=by, reason=preview.title) as audit:
        before = facts_of(upload)
        if not mark_applied(upload=upload, outcome=preview.outcome()):
            return False
        apply_preview(preview, by=by, on=on)
        told = changed_since(before, upload)
        audit.record(upload, "upload.apply", county=upload.county, changes=told)
    return True


def earlier_uploads_of(upload: Upload) -> UploadQuerySet:
    """The plan and preliminary workbooks of the county, up to this one, that were the same byte
    for byte; the latest first."""
    same = Upload.objects.same_content_as(upload.content())
    return same.filter(county=upload.county_id, kind__in=KINDS, pk__lt=upload.pk).select_related(
        "uploaded_by"
    )


def drop_upload(*, upload: Upload, by: User) -> None:
    """Give the upload up; the file stays. Raises WrongState when it was applied."""
    with audited(by=by) as audit:
        before = facts_of(upload)
        discard_upload(upload=upload)
        told = changed_since(before, upload)
        audit.record(upload, "upload.discard", county=upload.county, changes=told)


def _preview(
    kind: str, content: bytes, name: str, county: Unit, parameters: dict[str, Any]
) -> Preview:
    year = parameters["year"]
    if kind == PLAN:
        return preview_plan(content, county=county, year=year, original_name=name)
    as_of = datetime.date.fromisoformat(parameters["as_of"])
    return preview_preliminary(content, county=county, year=year, as_of=as_of, original_name=name)
