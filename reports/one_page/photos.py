"""The photos of a project, of whichever room they are, as far as the user sees them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from investment.models import Evidence
from projects.models import Project, ProjectPhoto
from supervision.models import FindingPhoto, InspectionFinding


@dataclass(frozen=True)
class PagePhoto:
    """``url`` shows it whole, ``small`` as it stands on the page; ``source`` says whose it is and
    what it shows. ``photo`` is the row where its own user may take it out."""

    day: datetime.date
    url: str
    small: str
    width: int
    height: int
    words: str
    source: str
    photo: ProjectPhoto | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Width and height at the size at which a list shows it."""
        longest = 360
        scale = max(self.width, self.height, 1)
        return max(self.width * longest // scale, 1), max(self.height * longest // scale, 1)


def photos_seen(user: User, project: Project) -> list[PagePhoto]:
    """The latest first. Three queries."""
    found = [
        *_of_journal(user, project),
        *_of_visits(user, project),
        *_of_reports(user, project),
    ]
    return sorted(found, key=lambda each: each.day, reverse=True)


def _of_journal(user: User, project: Project) -> Iterator[PagePhoto]:
    for photo in ProjectPhoto.objects.placed().filter(project=project).select_related("added_by"):
        assert photo.taken_on is not None
        yield PagePhoto(
            photo.taken_on,
            reverse("projects:photo", args=[photo.pk]),
            reverse("projects:photo_small", args=[photo.pk]),
            photo.width,
            photo.height,
            photo.words,
            f"{photo.added_by}上传",
            photo if photo.added_by_id == user.pk else None,
        )


def _of_visits(user: User, project: Project) -> Iterator[PagePhoto]:
    findings = InspectionFinding.objects.visible_to(user).standing().filter(project=project)
    photos = FindingPhoto.objects.filter(finding__in=findings.values("pk"))
    for photo in photos.select_related("finding__inspection").order_by("pk"):
        visit = photo.finding.inspection
        url = reverse("supervision:photo", args=[photo.pk])
        words, kind = photo.finding.text, visit.get_kind_display()
        yield PagePhoto(visit.visited_on, url, url, photo.width, photo.height, words, kind)


def _of_reports(user: User, project: Project) -> Iterator[PagePhoto]:
    photos = Evidence.objects.visible_to(user).standing().filter(project=project)
    for photo in photos.filter(width__isnull=False).select_related("period").order_by("pk"):
        assert photo.width is not None
        assert photo.height is not None
        yield PagePhoto(
            photo.period.as_month.last_day,
            reverse("investment:evidence_file", args=[photo.pk]),
            reverse("investment:evidence_small", args=[photo.pk]),
            photo.width,
            photo.height,
            photo.words,
            f"{photo.period.as_month.label}佐证",
        )
