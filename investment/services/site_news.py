"""What entries tell the register of their sites: when they started, and what they have come to.

形象进度 that begins with one of the words tells it: 基本建成，正在收尾; 已竣工; 已投产; 已投用.
"""

from collections.abc import Iterable, Sequence

from accounts.models import User
from investment.entries import NewEntry
from investment.models import MonthlyEntry
from projects.services import SiteProgress, record_sites, take_back_sites

SUBSTANTIALLY_COMPLETE = "基本建成"
_DATES_BY_WORD = {
    SUBSTANTIALLY_COMPLETE: "substantially_complete_on",
    "已竣工": "completed_on",
    "已投产": "in_production_on",
    "已投用": "in_use_on",
}


def tell_register(entries: Iterable[MonthlyEntry | NewEntry], by: User | None) -> None:
    sites = _told_of_sites(entries)
    if sites:
        record_sites(sites=sites, by=by)


def _told_of_sites(entries: Iterable[MonthlyEntry | NewEntry]) -> list[SiteProgress]:
    sites = []
    for entry in entries:
        told = {
            name: entry.as_month.last_day
            for word, name in _DATES_BY_WORD.items()
            if entry.progress.startswith(word)
        }
        if entry.actual_start or told:
            sites.append(SiteProgress(entry.project, actual_start=entry.actual_start, **told))
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
