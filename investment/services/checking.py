"""Edit checks on the way to the bureau: what stands in the way of sending is refused."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from accounts import clock
from accounts.errors import DomainError
from accounts.models import Unit
from accounts.trail.bulk import insert_rows
from investment.checks import (
    EXTRA_ABSENT,
    CheckResult,
    Policy,
    Surroundings,
    check_entry,
    open_results,
    policy_in_force,
)
from investment.drafts import EntryDraft
from investment.entries import Known, NewEntry, Site
from investment.extra.columns import asked_in, asked_of, columns_of, lists_by_project
from investment.models import CheckFinding, ExtraColumn, MonthlyEntry, ReportingPeriod
from investment.selectors import planned_by_project, standings_before
from investment.selectors.invested import invested_before
from investment.standing import YearStanding
from measures.months import Month
from projects.models import Project
from projects.suspension.selectors import stops_of

HISTORY_EXPLANATION = "历史数据导入"

Found = Mapping[int, list[CheckResult]]
"""What the checks find, by project id."""


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
    plans: Mapping[int, int | None] | None = None,
    before: Mapping[int, YearStanding] | None = None,
    months_covered: int = 1,
) -> Found:
    """What the edit checks find, by project id, explained or not. ``plans`` are the year's by
    project id (yuan), where they are known already, and ``before`` is how each stood before the
    month; ``months_covered`` is 2 where ``month`` is reported together with the one before. Four
    queries, one less with each of the two."""
    pairs = list(checked)
    if not pairs:
        return {}
    county = pairs[0][0].county
    first = month.months_after(1 - months_covered)
    keys = [project.pk for project, _ in pairs]
    before = standings_before(keys, first) if before is None else before
    policy = policy_in_force(county, month)
    planned = planned_by_project(county, month, keys) if plans is None else plans
    invested = invested_before([project for project, _ in pairs], month)
    stops = stops_of(keys)
    asked = _asked_by_checks(policy, county, month, keys)
    return {
        key: check_entry(
            figures,
            Surroundings(
                project,
                before[key],
                month,
                today,
                planned.get(key),
                months_covered,
                invested[key],
                stops.get(key, ()),
                asked.get(key, ()),
            ),
            policy,
        )
        for key, (project, figures) in zip(keys, pairs, strict=True)
    }


def _asked_by_checks(
    policy: Policy, county: Unit, month: Month, project_ids: Collection[int]
) -> Mapping[int, Sequence[ExtraColumn]]:
    """The 附加指标 that each project is asked, where the county checks that they are filled in: no
    query else."""
    if all(check.code != EXTRA_ABSENT for check, _, _ in policy.active):
        return {}
    columns = asked_in(columns_of(county, month), month).values()
    lists = lists_by_project(county, month, project_ids) if columns else {}
    return {pk: asked_of(columns, lists.get(pk, ())) for pk in project_ids}


def refuse_unchecked(entries: Sequence[MonthlyEntry], *, today: date) -> Found:
    """What the checks find in entries of which none must be mended or explained before it is
    sent, by project id. Raises ChecksFailed for others."""
    periods = defaultdict(list)
    for entry in entries:
        periods[entry.as_month, entry.months_covered].append((entry.project, entry))
    all_found: dict[int, list[CheckResult]] = {}
    standing: dict[int, list[CheckResult]] = {}
    for (month, covered), pairs in periods.items():
        explanations = {entry.project_id: entry.explanation for _, entry in pairs}
        results = check_results(month, pairs, today=today, months_covered=covered)
        for project_id, found in results.items():
            all_found[project_id] = found
            if left := open_results(found, explanations[project_id]):
                standing[project_id] = left
    if standing:
        raise ChecksFailed(standing, {entry.project_id: entry.project.name for entry in entries})
    return all_found


def refuse_unchecked_drafts(
    period: ReportingPeriod, known: Known, drafts: Sequence[EntryDraft], today: date
) -> Found:
    """``refuse_unchecked`` of drafts."""
    found = _results_of_drafts(period, known, drafts, today)
    left = {d.project_id: open_results(found[d.project_id], d.explanation) for d in drafts}
    _refuse(left, known.sites)
    return found


def explained_as_history(drafts: Sequence[EntryDraft], found: Found) -> list[EntryDraft]:
    """The drafts, those in which something was found explained as what they are."""
    return [
        replace(draft, explanation=HISTORY_EXPLANATION)
        if found.get(draft.project_id) and not draft.explanation
        else draft
        for draft in drafts
    ]


def refuse_unmended_drafts(
    period: ReportingPeriod, known: Known, drafts: Sequence[EntryDraft], today: date
) -> Found:
    """What the checks find in figures of the past, which none must be mended in. Raises
    ChecksFailed."""
    found = _results_of_drafts(period, known, drafts, today)
    left = {d.project_id: [r for r in found[d.project_id] if r.must_be_fixed] for d in drafts}
    _refuse(left, known.sites)
    return found


def keep_findings(
    entries: Iterable[MonthlyEntry | NewEntry],
    *,
    found: Found,
    explanations: Mapping[int, str],
) -> None:
    """Keep what was found in entries as they are sent, with the unit's word for it; both by
    project id. One query, none where nothing was found."""
    now = clock.now()
    rows = [
        (
            entry.pk,
            result.code,
            result.check_class.value,
            result.message,
            explanations.get(entry.project_id, ""),
            now,
            None,
            "",
            "",
            None,
            None,
        )
        for entry in entries
        for result in found.get(entry.project_id, ())
    ]
    if rows:
        insert_rows(CheckFinding, _COLUMNS, rows)


def supersede_findings(entries: Iterable[MonthlyEntry]) -> None:
    """What was found in entries stands no longer: they go back to their units, or are corrected.
    One query."""
    CheckFinding.objects.standing().filter(entry__in=[entry.pk for entry in entries]).update(
        superseded_at=clock.now()
    )


_COLUMNS = (
    "entry_id",
    "code",
    "check_class",
    "message",
    "explanation",
    "found_at",
    "superseded_at",
    "verdict",
    "verdict_note",
    "verdict_by_id",
    "verdict_at",
)


def _results_of_drafts(
    period: ReportingPeriod, known: Known, drafts: Sequence[EntryDraft], today: date
) -> Found:
    if known.found is not None:
        return known.found
    pairs = [(known.sites[draft.project_id].project, draft) for draft in drafts]
    return check_results(
        period.as_month,
        pairs,
        today=today,
        before=known.before,
        months_covered=period.months_covered,
    )


def _refuse(left: Mapping[int, list[CheckResult]], sites: Mapping[int, Site]) -> None:
    standing = {pk: results for pk, results in left.items() if results}
    if standing:
        raise ChecksFailed(standing, {pk: site.project.name for pk, site in sites.items()})
