"""What entries tell the register of their sites: when they started and were complete."""

from collections.abc import Iterable, Sequence

from accounts.models import User
from investment.entries import NewEntry
from investment.models import MonthlyEntry
from projects.services import SiteProgress, record_sites, take_back_sites

SUBSTANTIALLY_COMPLETE = "基本建成"
"""形象进度 that begins so tells that the project is substantially complete."""


def tell_register(entries: Iterable[MonthlyEntry | NewEntry], by: User | None) -> None:
    sites = _told_of_sites(entries)
    if sites:
        record_sites(sites=sites, by=by)


def _told_of_sites(entries: Iterable[MonthlyEntry | NewEntry]) -> list[SiteProgress]:
    """When sites started and were substantially complete, by the word of the entries."""
    sites = []
    for entry in entries:
        complete = entry.progress.startswith(SUBSTANTIALLY_COMPLETE)
        if entry.actual_start or complete:
            day = entry.as_month.last_day if complete else None
            sites.append(SiteProgress(entry.project, entry.actual_start, day))
    return sites


def take_back_from_register(returned: Sequence[MonthlyEntry], by: User) -> None:
    """What approved entries told of their sites counts no longer; the others are asked again."""
    if not returned:
        return
    take_back_sites(sites=_told_of_sites(returned), by=by)
    others = MonthlyEntry.objects.approved().filter(
        project__in={entry.project_id for entry in returned}
    )
    tell_register(others.select_related("project"), by)
