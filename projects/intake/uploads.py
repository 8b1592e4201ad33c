"""A workbook that came by page: kept, previewed as often as asked, applied once."""

import datetime
from typing import Any

from accounts.audit import audited
from accounts.models import Unit, User
from projects.intake import preview_plan, preview_preliminary
from projects.intake.applying import apply_preview
from projects.intake.comparing import Preview
from workbooks.models import Upload
from workbooks.services import discard_upload, keep_upload, mark_applied

PLAN, PRELIMINARY = "plan", "preliminary"


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
    """Keep a file that can be read, waiting for confirmation. Raises UnreadableWorkbook."""
    parameters: dict[str, Any] = {"year": year}
    if as_of is not None:
        parameters["as_of"] = as_of.isoformat()
    _preview(kind, content, name, county, parameters)
    with audited(by=by) as audit:
        upload = keep_upload(
            kind=kind,
            county=county,
            unit=None,
            by=by,
            name=name,
            content=content,
            parameters=parameters,
        )
        audit.record(upload, "upload.receive", county=county)
    return upload


def preview_upload(upload: Upload) -> Preview:
    """The file against the register as it stands now. Raises UnreadableWorkbook."""
    return _preview(
        upload.kind, upload.content(), upload.original_name, upload.county, upload.parameters
    )


def apply_upload(*, upload: Upload, preview: Preview, by: User, on: datetime.date) -> bool:
    """Write ``preview``; False, and nothing, when the upload was applied before. Raises Stale
    when the register changed since, WrongState for a discarded upload."""
    with audited(by=by, reason=preview.title) as audit:
        if not mark_applied(upload=upload, outcome=preview.outcome()):
            return False
        apply_preview(preview, by=by, on=on)
        audit.record(upload, "upload.apply", county=upload.county)
    return True


def drop_upload(*, upload: Upload, by: User) -> None:
    """Give the upload up; the file stays. Raises WrongState when it was applied."""
    with audited(by=by) as audit:
        discard_upload(upload=upload)
        audit.record(upload, "upload.discard", county=upload.county)


def _preview(
    kind: str, content: bytes, name: str, county: Unit, parameters: dict[str, Any]
) -> Preview:
    year = parameters["year"]
    if kind == PLAN:
        return preview_plan(content, county=county, year=year, original_name=name)
    as_of = datetime.date.fromisoformat(parameters["as_of"])
    return preview_preliminary(content, county=county, year=year, as_of=as_of, original_name=name)
