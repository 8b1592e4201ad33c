"""Uploads, for the pages on which they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from workbooks.findings import Finding
from workbooks.intake.kinds import kind_of
from workbooks.meanings import IGNORED
from workbooks.models import ColumnMeaning, Upload, UploadQuerySet


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


@dataclass(frozen=True)
class KeptMeaning:
    """What holds for later files: in which tables (月报表), and what the title means, in words."""

    meaning: ColumnMeaning
    noun: str
    reads: str


def kept_meanings(user: User) -> Iterator[KeptMeaning]:
    """What the user may revoke: the unit's, then the county's, the latest of a kind first."""
    standing = ColumnMeaning.objects.visible_to(user).in_force()
    for meaning in standing.select_related("county", "unit", "said_by").order_by(
        "unit", "kind", "-said_at", "-pk"
    ):
        kind = kind_of(meaning)
        labels = {IGNORED: "不用这一列"} | kind.constant_targets() | kind.targets()
        label = labels.get(meaning.target, meaning.target)
        constant = f"{label}：每行都按“{meaning.constant}”"
        yield KeptMeaning(meaning, kind.noun, constant if meaning.constant else label)


def findings_of(upload: Upload) -> list[Finding]:
    """What was found when the upload was received, or applied."""
    return [Finding(**line) for line in upload.outcome.get("findings", [])]
