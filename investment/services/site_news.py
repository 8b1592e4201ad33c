"""What entries tell the register of their sites: when they started, and what they have come to.

形象进度 that begins with one of the words tells it: 基本建成，正在收尾; 已竣工; 已投产.
"""

import datetime
from collections.abc import Iterable, Sequence

from accounts.models import User
from investment.entries import NewEntry
from investment.models import MonthlyEntry
from projects.services import SiteProgress, record_sites, take_back_sites

SUBSTANTIALLY_COMPLETE = "基本建成"
COMPLETED = "已竣工"
IN_OPERATION = "已投产"


def tell_register(entries: Iterable[MonthlyEntry | NewEntry], by: User | None) -> None:
    sites = _told_of_sites(entries)
    if sites:
        record_sites(sites=sites, by=by)


def _told_of_sites(entries: Iterable[MonthlyEntry | NewEntry]) -> list[SiteProgress]:
    sites = []
    for entry in entries:
        site = SiteProgress(
            entry.project,
            actual_start=entry.actual_start,
            substantially_complete_on=_day_of(entry, SUBSTANTIALLY_COMPLETE),
            completed_on=_day_of(entry, COMPLETED),
            is_in_operation=entry.progress.startswith(IN_OPERATION),
        )
        if site != SiteProgress(entry.project):
            sites.append(site)
    return sites


def _day_of(entry: MonthlyEntry | NewEntry, word: str) -> datetime.date | None:
    return entry.as_month.last_day if entry.progress.startswith(word) else None


def take_back_from_register(returned: Sequence[MonthlyEntry], by: User) -> None:
    """What approved entries told of their sites counts no longer; the others are asked again."""
    if not returned:
        return
    take_back_sites(sites=_told_of_sites(returned), by=by)
    others = MonthlyEntry.objects.approved().filter(
        project__in={entry.project_id for entry in returned}
    )
    tell_register(others.select_related("project"), by)
