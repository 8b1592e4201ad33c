"""Edit checks on the way to the bureau: what stands in the way of sending is refused."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from accounts.errors import DomainError
from investment.checks import CheckResult, Surroundings, check_entry, open_results
from investment.drafts import EntryDraft
from investment.models import MonthlyEntry
from investment.selectors import standings_before
from investment.writing import Site
from measures.months import Month
from projects.models import Project

HISTORY_EXPLANATION = "历史数据导入"


class ChecksFailed(DomainError):
    """Figures that must be mended or explained before they are sent; by project id."""

    def __init__(self, results: dict[int, list[CheckResult]], names: dict[int, str]) -> None:
        lines = [
            f"{names[project_id]}：{result.message}"
            for project_id, found in results.items()
            for result in found
        ]
        super().__init__("；".join(lines))
        self.results = results


def check_results(
    month: Month,
    checked: Iterable[tuple[Project, EntryDraft | MonthlyEntry]],
    *,
    today: date,
) -> dict[int, list[CheckResult]]:
    """What the edit checks find, by project id, explained or not; one query."""
    pairs = list(checked)
    before = standings_before([project.pk for project, _ in pairs], month)
    return {
        project.pk: check_entry(figures, Surroundings(project, before[project.pk], month, today))
        for project, figures in pairs
    }


def refuse_unchecked(entries: Sequence[MonthlyEntry], *, today: date) -> None:
    """Raise ChecksFailed for entries that must be mended or explained before they are sent."""
    months = defaultdict(list)
    for entry in entries:
        months[entry.as_month].append((entry.project, entry))
    standing: dict[int, list[CheckResult]] = {}
    for month, pairs in months.items():
        explanations = {entry.project_id: entry.explanation for _, entry in pairs}
        for project_id, found in check_results(month, pairs, today=today).items():
            left = open_results(found, explanations[project_id])
            if left:
                standing[project_id] = left
    if standing:
        raise ChecksFailed(standing, {entry.project_id: entry.project.name for entry in entries})


def refuse_unchecked_drafts(
    month: Month, sites: Mapping[int, Site], drafts: Sequence[EntryDraft], today: date
) -> None:
    found = _results_of_drafts(month, sites, drafts, today)
    left = {draft.project_id: open_results(found[draft.project_id], draft.explanation)
            for draft in drafts}  # fmt: skip
    _refuse(left, sites)


def explained_as_history(
    month: Month, sites: Mapping[int, Site], drafts: Sequence[EntryDraft], today: date
) -> list[EntryDraft]:
    found = _results_of_drafts(month, sites, drafts, today)
    _refuse({pk: [r for r in results if r.must_be_fixed] for pk, results in found.items()}, sites)
    return [
        replace(draft, explanation=HISTORY_EXPLANATION)
        if found[draft.project_id] and not draft.explanation
        else draft
        for draft in drafts
    ]


def _results_of_drafts(
    month: Month, sites: Mapping[int, Site], drafts: Sequence[EntryDraft], today: date
) -> dict[int, list[CheckResult]]:
    pairs = [(sites[draft.project_id].project, draft) for draft in drafts]
    return check_results(month, pairs, today=today)


def _refuse(left: Mapping[int, list[CheckResult]], sites: Mapping[int, Site]) -> None:
    standing = {pk: results for pk, results in left.items() if results}
    if standing:
        raise ChecksFailed(standing, {pk: site.project.name for pk, site in sites.items()})
