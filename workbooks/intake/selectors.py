"""Uploads, for the pages on which they stand."""

from django.db.models import Q

from accounts.models import User
from workbooks.findings import Finding
from workbooks.intake.kinds import kind_of
from workbooks.models import Upload, UploadQuerySet


def same_content(upload: Upload, user: User) -> UploadQuerySet:
    """The earlier uploads of the very same file, for the same kind of table, that the user may
    see; the latest first."""
    earlier = Q(uploaded_at__lt=upload.uploaded_at) | Q(
        uploaded_at=upload.uploaded_at, pk__lt=upload.pk
    )
    seen = kind_of(upload).seen_by(user)
    return (
        seen.filter(earlier, sha256=upload.sha256, county=upload.county_id)
        .select_related("uploaded_by", "undone_by")
        .order_by("-uploaded_at", "-pk")
    )


def findings_of(upload: Upload) -> list[Finding]:
    """What was found when the upload was received, or applied."""
    return [Finding(**line) for line in upload.outcome.get("findings", [])]
