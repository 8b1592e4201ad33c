"""Photos of projects: those of visits, and those that lie beside approved figures."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from accounts.models import Unit
from investment.models import Evidence
from measures.months import Month
from supervision.models import FindingPhoto, InspectionFinding


@dataclass(frozen=True)
class SitePhoto:
    """``place``: where it lies in the data folder, ``url`` where a page shows it; ``on``: the day
    of a visit, the month's last of a report; ``day`` that or the month as captions have it,
    ``words`` what it shows."""

    project_id: int
    place: str
    url: str
    on: datetime.date
    day: str
    words: str

    @property
    def month(self) -> Month:
        return Month.of(self.on)


PhotosByProject = dict[int, list[SitePhoto]]


def site_photos(
    projects: Collection[int], until: Month, since: Month | None = None
) -> PhotosByProject:
    """By project, the latest first; from the first day of ``since`` on. Two queries."""
    first = since.first_day if since else datetime.date.min
    found: PhotosByProject = defaultdict(list)
    for photo in (*_of_visits(projects, first, until), *_of_reports(projects, first, until)):
        found[photo.project_id].append(photo)
    for photos in found.values():
        # A sort keeps the order of equals: of one day the first that was taken in is the first.
        photos.sort(key=lambda photo: photo.on, reverse=True)
    return found


def count_photos(county: Unit, until: Month, since: Month) -> int:
    """Of all projects of the county, at most. Two queries."""
    days = (since.first_day, until.last_day)
    visits = FindingPhoto.objects.filter(
        finding__inspection__county=county, finding__inspection__visited_on__range=days
    )
    reports = Evidence.objects.standing().filter(
        period__county=county, period__year__range=(since.year, until.year), width__isnull=False
    )
    months = reports.filter(
        Q(period__year__gt=since.year) | Q(period__month__gte=since.month),
        Q(period__year__lt=until.year) | Q(period__month__lte=until.month),
    )
    return visits.count() + months.count()


def _of_visits(
    projects: Collection[int], first: datetime.date, until: Month
) -> Iterator[SitePhoto]:
    photos = FindingPhoto.objects.filter(
        finding__in=InspectionFinding.objects.standing(),
        finding__project__in=projects,
        finding__inspection__visited_on__range=(first, until.last_day),
    )
    for photo in photos.select_related("finding__inspection").order_by("pk"):
        visit = photo.finding.inspection
        on = visit.visited_on
        words = f"{visit.get_kind_display()}：{photo.finding.text}"
        url = reverse("supervision:photo", args=[photo.pk])
        day = f"{on.month}月{on.day}日"
        yield SitePhoto(photo.finding.project_id, str(photo.file.name), url, on, day, words)


def _of_reports(
    projects: Collection[int], first: datetime.date, until: Month
) -> Iterator[SitePhoto]:
    """Those beside approved figures: the others are the unit's and the reviewer's."""
    photos = Evidence.objects.approved().filter(project__in=projects, width__isnull=False)
    for photo in photos.select_related("period").order_by("pk"):
        month = photo.period.as_month
        if first <= month.last_day and month <= until:
            place, day = str(photo.file.name), f"{month.month}月"
            url = reverse("investment:evidence_small", args=[photo.pk])
            yield SitePhoto(photo.project_id, place, url, month.last_day, day, photo.caption)
