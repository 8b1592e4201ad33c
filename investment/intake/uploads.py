"""A monthly workbook sent through the pages: kept, previewed, and applied once or discarded."""

from datetime import date
from typing import Any

from accounts.audit import audited
from accounts.errors import Stale
from accounts.models import Unit, User
from accounts.rules import keys_entry
from investment.intake.applying import apply_monthly
from investment.intake.comparing import MonthlyPreview, preview_monthly
from measures.months import Month
from workbooks.models import Upload, UploadState
from workbooks.services import discard_upload, keep_upload, mark_applied

KIND = "monthly"


def receive_file(
    *, county: Unit, month: Month, name: str, content: bytes, by: User, today: date
) -> Upload:
    """Keep the original, waiting for confirmation. Raises UnreadableWorkbook; such a file is
    not kept."""
    preview = preview_monthly(
        content, county=county, month=month, by=by, today=today, original_name=name
    )
    with audited(by=by) as audit:
        upload = keep_upload(
            kind=KIND,
            county=county,
            unit=_sender(by, county),
            by=by,
            name=name,
            content=content,
            parameters={"month": str(month)},
            outcome=_outcome(preview),
        )
        audit.record(upload, "upload.receive", county=county, label=name)
    return upload


def preview_file(upload: Upload, *, by: User, today: date) -> MonthlyPreview:
    """What the kept file would change now. Raises UnreadableWorkbook."""
    return preview_monthly(
        upload.content(),
        county=upload.county,
        month=month_of(upload),
        by=by,
        today=today,
        original_name=upload.original_name,
    )


def apply_file(*, upload: Upload, fingerprint: str, by: User, today: date) -> MonthlyPreview | None:
    """Write what the preview with this fingerprint showed; None when it was written before.
    Raises Stale when the file would now do something else, WrongState when it was discarded."""
    with audited(by=by) as audit:
        preview = preview_file(upload, by=by, today=today)
        if upload.state == UploadState.PREVIEWED and preview.fingerprint != fingerprint:
            raise Stale("预览之后数据有变动，没有导入，请按下面的新预览核对后再确认")
        if not mark_applied(upload=upload, outcome=_outcome(preview)):
            return None
        apply_monthly(preview, by=by)
        audit.record(upload, "upload.apply", county=upload.county, label=upload.original_name)
    return preview


def discard_file(*, upload: Upload, by: User) -> None:
    """Raises WrongState when it was applied."""
    with audited(by=by) as audit:
        discard_upload(upload=upload)
        audit.record(upload, "upload.discard", county=upload.county, label=upload.original_name)


def month_of(upload: Upload) -> Month:
    return Month.parse(upload.parameters["month"])


def _sender(by: User, county: Unit) -> Unit | None:
    """The unit that sends the file; None for the bureau and for a reporter of several."""
    if keys_entry(by, county):
        return None
    units = {held.unit_id: held.unit for held in by.held_roles}
    return next(iter(units.values())) if len(units) == 1 else None


def _outcome(preview: MonthlyPreview) -> dict[str, Any]:
    return {
        "added": preview.added,
        "changed": preview.changed,
        "unchanged": preview.unchanged,
        "refused": preview.refused,
        "findings": preview.findings.as_json(),
    }
