"""How far the review of a month has come, and what of it the bureau may publish."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from accounts.models import Unit
from accounts.trail.proposals import ProposalState
from accounts.trail.remembered import remembered
from investment.models import EntryState, MonthlyEntry, PublishedAs, ReportingPeriod
from investment.selectors.answering import answering_in
from investment.selectors.facts import owed_of
from measures.months import Month
from projects.models import (
    AnnualPlan,
    FormerDetails,
    FormerTerms,
    PlanItem,
    Project,
    ProjectUnit,
)

WAITING = (EntryState.SUBMITTED, EntryState.REVIEWED)
MOST_ASKED = 3
"""The latest months that are asked whether they can be published."""


@dataclass(frozen=True)
class Reviewed:
    """Of the projects that owe the month (new and continuing ones), how many were sent, and how
    many are approved; ``waiting`` counts what else was sent too."""

    period: ReportingPeriod
    owed: int
    sent: int
    approved: int
    waiting: int

    @property
    def is_whole(self) -> bool:
        return self.owed > 0 and self.approved == self.owed and not self.waiting

    @property
    def words(self) -> str:
        """7月初步：14/85 已审定; 7月填报中：75/85 已报送 while nothing is approved."""
        month = f"{self.period.month}月"
        if self.approved:
            return f"{month}初步：{self.approved}/{self.owed} 已审定"
        return f"{month}填报中：{self.sent}/{self.owed} 已报送"


def reviewed_of(period: ReportingPeriod) -> Reviewed:
    """Eight queries."""
    return reviewed([period])[0]


def reviewed(
    periods: Sequence[ReportingPeriod], unit_ids: Collection[int] | None = None
) -> list[Reviewed]:
    """Of periods of one county, of ``unit_ids`` only where they are given. Five queries, and three
    a year."""
    if not periods:
        return []
    county = periods[0].county
    answering = answering_in(county, periods)
    owing = {
        month: {p for p, unit in owed.units.items() if unit_ids is None or unit in unit_ids}
        for month, owed in owed_of(county, answering).items()
    }
    states: dict[Month, dict[int, str]] = defaultdict(dict)
    entries = MonthlyEntry.objects.filter(period__in=periods)
    for year, number, project, sender, state in entries.values_list(
        "year", "month", "project", "unit", "state"
    ):
        month = Month(year, number)
        if unit_ids is None or answering.unit_of(project, month, sender) in unit_ids:
            states[month][project] = state
    return [
        _reviewed(period, owing[period.as_month], states[period.as_month]) for period in periods
    ]


def _reviewed(period: ReportingPeriod, owing: set[int], states: dict[int, str]) -> Reviewed:
    counts = Counter(state for project, state in states.items() if project in owing)
    approved = counts[EntryState.APPROVED]
    return Reviewed(
        period,
        owed=len(owing),
        sent=approved + sum(counts[state] for state in WAITING),
        approved=approved,
        waiting=sum(state in WAITING for state in states.values()),
    )


READ_OF_REVIEW = (
    *(ReportingPeriod, MonthlyEntry, AnnualPlan, PlanItem, FormerTerms),
    *(Project, FormerDetails, ProjectUnit, Unit),
)
"""What ``preliminary`` is read from (a test reads its queries)."""


def preliminary(
    county: Unit, after: Month | None, unit_ids: Collection[int] | None = None
) -> Reviewed | None:
    """The month that is being reported and reviewed after the one that pages show: the first that
    is not published, open or with something approved; None where there is none, or nothing of it
    was sent. Nine queries, one where nothing was told since (``accounts.trail.remembered``)."""
    kept = remembered(county)
    if kept is None:
        return _preliminary(county, after, unit_ids)
    return kept.of(
        ("preliminary", after, None if unit_ids is None else frozenset(unit_ids)),
        lambda: _preliminary(county, after, unit_ids),
        models_of=lambda: READ_OF_REVIEW,
        rows_of=lambda reviewed: 1,
    )


def _preliminary(
    county: Unit, after: Month | None, unit_ids: Collection[int] | None
) -> Reviewed | None:
    later = ReportingPeriod.objects.filter(county=county).exclude(
        published_as__in=(PublishedAs.FLASH, PublishedAs.FINAL)
    )
    found = [
        period
        for period in later.order_by("year", "month").select_related("county")
        if after is None or period.as_month > after
    ]
    told = (each for each in reviewed(found[:MOST_ASKED], unit_ids) if each.owed and each.sent)
    return next(told, None)


def publishable(counties: Collection[int | None]) -> list[Reviewed]:
    """The months of which all that is owed is approved and that are not published as 定数, nor
    proposed to be; of the latest only. Two queries a county."""
    found = []
    for county_id in counties:
        unsettled = (
            ReportingPeriod.objects.filter(
                county=county_id, published_as__in=(PublishedAs.NOT, PublishedAs.FLASH)
            )
            .exclude(publish_proposals__state=ProposalState.WAITING)
            .select_related("county")
        )
        found += [each for each in reviewed(list(unsettled[:MOST_ASKED])) if each.is_whole]
    return found
