"""The year to date of what is sent without one: the sum that stood in grey in its box
(docs/decisions/0012)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from accounts.trail.facts import Changes, changed_since, facts_of
from investment.checks import known_total
from investment.drafts import EntryDraft, added_up
from investment.models import MonthlyEntry, ReportingPeriod
from investment.selectors import standings_before
from investment.standing import YearStanding
from measures.months import Month

_TOTAL = "year_to_date"


def with_totals(
    period: ReportingPeriod,
    drafts: Sequence[EntryDraft],
    before: Mapping[int, YearStanding] | None = None,
) -> list[EntryDraft]:
    """The drafts; one without a total has the sum of the last one, its month and its correction,
    where these are known. One query, none where nothing is to be added up, or where the caller
    knows how the projects stood ``before``."""
    wanted = [draft.project_id for draft in drafts if _lacks_total(draft)]
    if before is None:
        lasts = _last_totals(wanted, period.as_month, period.months_covered)
    else:
        lasts = {project_id: known_total(before[project_id]) for project_id in wanted}
    return [_with_total(draft, lasts.get(draft.project_id)) for draft in drafts]


def add_totals(entries: Sequence[MonthlyEntry]) -> list[Changes]:
    """Give entries that are about to be sent the totals they lack, and return what that changes of
    each, in their order. Nothing is stored yet. One query for each period."""
    periods = defaultdict(list)
    for entry in entries:
        if _lacks_total(entry):
            periods[entry.as_month, entry.months_covered].append(entry.project_id)
    lasts: dict[int, int | None] = {}
    for (month, covered), projects in periods.items():
        lasts |= _last_totals(projects, month, covered)
    told = []
    for entry in entries:
        before = facts_of(entry, _TOTAL)
        if _lacks_total(entry):
            last = lasts.get(entry.project_id)
            entry.year_to_date = added_up(last, entry.month_amount, entry.correction)
        told.append(changed_since(before, entry))
    return told


def _lacks_total(figures: EntryDraft | MonthlyEntry) -> bool:
    return figures.year_to_date is None and figures.month_amount is not None


def _last_totals(projects: Iterable[int], month: Month, covered: int) -> dict[int, int | None]:
    wanted = list(projects)
    if not wanted:
        return {}
    before = standings_before(wanted, month.months_after(1 - covered))
    return {project_id: known_total(standing) for project_id, standing in before.items()}


def _with_total(draft: EntryDraft, last: int | None) -> EntryDraft:
    if not _lacks_total(draft):
        return draft
    return replace(draft, year_to_date=added_up(last, draft.month_amount, draft.correction))
