"""Monthly workbooks that came in: who may see which, what became of them, which are the same."""

from django.db.models import Q, QuerySet

from accounts.models import User
from investment.models import EntrySource
from projects.models import Project
from workbooks.models import Upload, UploadQuerySet

MONTHLY = "monthly"


def uploads_seen(user: User) -> UploadQuerySet:
    """The monthly workbooks of the user's unit, or county, and what he sent himself; with the
    people and whether they were undone."""
    visible = Upload.objects.visible_to(user) | Upload.objects.filter(uploaded_by=user)
    return (
        visible.filter(kind=MONTHLY)
        .select_related("uploaded_by", "county", "unit", "undone__undone_by")
        .order_by("-uploaded_at", "-pk")
    )


def same_content(upload: Upload, user: User) -> Upload | None:
    """The latest earlier upload of the very same file that the user may see; one that was
    applied before one that was not."""
    earlier = uploads_seen(user).filter(
        Q(uploaded_at__lt=upload.uploaded_at) | Q(uploaded_at=upload.uploaded_at, pk__lt=upload.pk),
        sha256=upload.sha256,
        county=upload.county_id,
    )
    return earlier.applied().first() or earlier.first()


def sources_of(upload: Upload, user: User) -> QuerySet[EntrySource]:
    """What the upload wrote, of the projects that the user may see, in the order of the file."""
    return (
        EntrySource.objects.filter(upload=upload)
        .filter(entry__project__in=Project.objects.visible_to(user))
        .select_related("entry__project", "entry__period", "entry__unit")
        .order_by("sheet", "row")
    )
