"""Keeping what was uploaded, and applying it once."""

from typing import Any

from django.db import transaction

from accounts.clock import now
from accounts.errors import WrongState
from accounts.models import Unit, User
from workbooks.models import NO_SOURCES, Upload, UploadState
from workbooks.writing import printable

_LONGEST_NAME = 255


def keep_upload(
    *,
    kind: str,
    county: Unit,
    unit: Unit | None,
    by: User,
    name: str,
    content: bytes,
    parameters: dict[str, Any] | None = None,
    outcome: dict[str, Any] | None = None,
) -> Upload:
    """The original, stored byte for byte and waiting for confirmation."""
    upload = Upload(
        kind=kind,
        county=county,
        unit=unit,
        uploaded_by=by,
        uploaded_at=now(),
        original_name=printable(name)[-_LONGEST_NAME:],
        parameters=parameters or {},
        outcome=outcome or {},
    )
    upload.keep(content, name, unit=unit)
    upload.save()
    return upload


def mark_applied(*, upload: Upload, outcome: dict[str, Any]) -> bool:
    """True for the one caller that may now write what the upload says; False if it was applied.

    To be called first in the transaction that applies it: the loser of two simultaneous
    confirmations waits here and then sees that it was done. Raises WrongState if discarded.
    """
    applied_at = now()
    applied = {
        "state": UploadState.APPLIED,
        "applied_at": applied_at,
        "outcome": outcome,
        "sources_sha256": NO_SOURCES,
    }
    if Upload.objects.filter(pk=upload.pk, state=UploadState.PREVIEWED).update(**applied):
        for name, value in applied.items():
            setattr(upload, name, value)
        return True
    upload.refresh_from_db()
    if upload.state == UploadState.DISCARDED:
        raise WrongState("这次上传已经放弃，请重新上传文件")
    return False


def mark_undone(*, upload: Upload, by: User) -> bool:
    """True for the one caller that may now take back what the upload wrote; False if it was.

    To be called first in the transaction that takes it back, as ``mark_applied``.
    """
    undone = {"undone_by": by, "undone_at": now()}
    if not Upload.objects.filter(pk=upload.pk, undone_at=None).update(**undone):
        return False
    for name, value in undone.items():
        setattr(upload, name, value)
    return True


@transaction.atomic
def discard_upload(*, upload: Upload) -> None:
    """The file stays; it can no longer be applied. Raises WrongState if it was applied."""
    Upload.objects.filter(pk=upload.pk, state=UploadState.PREVIEWED).update(
        state=UploadState.DISCARDED
    )
    upload.refresh_from_db()
    if upload.state == UploadState.APPLIED:
        raise WrongState("这次上传已经导入，不能放弃")
