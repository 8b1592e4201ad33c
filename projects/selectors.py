"""Reads for the register's pages and exports."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.utils import timezone

from accounts.models import AuditEvent, Unit, User
from accounts.rights import PROPOSE, counties_where, reads_county
from measures.phases import Span, spans_of
from projects.models import (
    AnnualPlan,
    FormerDetails,
    LeadOfficial,
    ListTarget,
    Part,
    PlanCategory,
    PlanItem,
    PlanProposal,
    Project,
    ProjectProposal,
    ProjectUnit,
    Tier,
)

# Where a project is on several lists and none was asked for, the first of these speaks for it; of
# several in a tier the one that is called by it.
TIERS_BY_NEARNESS = (Tier.COUNTY, Tier.MUNICIPAL, Tier.PROVINCIAL, Tier.LISTED)


PROPOSALS_SHOWN = 10


def proposals_seen(user: User, project: Project) -> list[ProjectProposal]:
    """The latest: all of them for who reads the county, else the user's own. One query."""
    seen = project.proposals.select_related("proposed_by", "decided_by")
    if not reads_county(user, project.county):
        seen = seen.filter(proposed_by=user)
    return list(seen[:PROPOSALS_SHOWN])


def most_lines(county: Unit, year: int) -> int:
    """How many lines the year's lists ever had: at least as many as any table of them tells. One
    query."""
    return PlanItem.objects.filter(plan__county=county, plan__year=year).count()


def shown_year(user: User, today: datetime.date) -> int:
    """The year whose lists the project list shows: the latest that has any, if not to come."""
    years = set(AnnualPlan.objects.visible_to(user).values_list("year", flat=True))
    past = [year for year in years if year <= today.year]
    return max(past or years or [today.year])


def lists_shown(user: User, year: int) -> list[AnnualPlan]:
    """The lists of the year that the user sees, in order; one query."""
    return list(AnnualPlan.objects.visible_to(user).filter(year=year).in_order())


def project_rows(user: User, year: int, key: str = "") -> QuerySet[Project]:
    """The projects the user sees, each with ``annual_plan`` (yuan), ``annual_phases``,
    ``plan_category`` and ``list_position`` of its line in the list ``key`` (or the nearest), and,
    prefetched, ``reporting_parts``, ``year_items``, ``officials`` and ``former_of_year``. Five
    queries for any number of rows."""
    standing = PlanItem.objects.standing().filter(plan__year=year)
    items = standing.filter(project=OuterRef("pk"))
    if key:
        items = items.filter(plan__key=key)
    nearest = items.order_by(_nearness(), "plan__place", "pk")
    return (
        Project.objects.visible_to(user)
        .select_related("category")
        .annotate(
            annual_plan=Subquery(nearest.values("planned_investment")[:1]),
            annual_phases=Subquery(nearest.values("phases")[:1]),
            plan_category=Subquery(nearest.values("category")[:1]),
            list_position=Subquery(nearest.values("position")[:1]),
        )
        .prefetch_related(
            _reporting(""),
            _officials(""),
            _former_names("", year),
            Prefetch(
                "plan_items",
                standing.select_related("plan").order_by("plan"),
                to_attr="year_items",
            ),
        )
    )


def projects_to_change(county: Unit, ids: Iterable[int]) -> list[Project]:
    """The projects with who holds what today, prefetched: ``reporting_parts``,
    ``responsible_parts`` and ``officials``. Four queries."""
    responsible = ProjectUnit.objects.current().filter(part=Part.RESPONSIBLE)
    return list(
        Project.objects.of_county(county)
        .filter(pk__in=ids)
        .select_related("category")
        .prefetch_related(
            _reporting(""),
            Prefetch("unit_parts", responsible.select_related("unit"), to_attr="responsible_parts"),
            _officials(""),
        )
        .order_by("pk")
    )


def _nearness() -> Case:
    places: list[When] = []
    for tier in TIERS_BY_NEARNESS:
        for of_tier in ({"plan__tier": tier, "plan__key": tier.label}, {"plan__tier": tier}):
            places.append(When(**of_tier, then=Value(len(places))))
    return Case(*places, default=Value(len(places)), output_field=IntegerField())


def _reporting(path: str) -> Prefetch:
    parts = ProjectUnit.objects.current().filter(part=Part.REPORTING).select_related("unit")
    return Prefetch(f"{path}unit_parts", parts, to_attr="reporting_parts")


def _officials(path: str) -> Prefetch:
    held = LeadOfficial.objects.filter(until=None)
    return Prefetch(f"{path}lead_officials", held, to_attr="officials")


def _former_names(path: str, year: int) -> Prefetch:
    """Of a project that was given another name in the year or since; the latest former one
    first."""
    return Prefetch(
        f"{path}former_details",
        _other_names().filter(until__gte=datetime.date(year, 1, 1)),
        to_attr="former_of_year",
    )


def _other_names() -> QuerySet[FormerDetails]:
    return FormerDetails.objects.exclude(name=F("project__name")).order_by("-until")


def former_names(project: Project) -> dict[str, datetime.date]:
    """What the project was called before, each name with the day from which it was another; the
    latest first."""
    told = _other_names().filter(project=project).values_list("name", "until")
    names: dict[str, datetime.date] = {}
    for name, until in told:
        names.setdefault(name, until)
    return names


def reporting_units(user: User) -> QuerySet[Unit]:
    """The units that report for projects the user sees."""
    parts = ProjectUnit.objects.current().filter(
        part=Part.REPORTING, project__in=Project.objects.visible_to(user)
    )
    return Unit.objects.filter(pk__in=parts.values("unit"))


@dataclass(frozen=True)
class FormerAmount:
    """An amount in yuan as it stood until the day ``until``, and why it was changed; one that was
    put right on that day never stood."""

    until: datetime.date
    amount: int
    reason: str
    is_righted: bool = False


def former_totals(project: Project) -> list[FormerAmount]:
    """What the total investment was before, the latest first, as the trail kept it; two queries.
    Who sees the amount may know that it was another, and why; by whom is for the trail."""
    # What was only proposed never stood.
    lines = AuditEvent.objects.about(project).filter(action="project.update").order_by("-sequence")
    # Changed once more on one day, it has no further former row.
    days = set(project.former_details.values_list("until", flat=True))
    found = []
    for at, changes, rows, reason in lines.values_list("at", "changes", "rows", "reason"):
        amount, _ = changes.get("total_investment", (None, None))
        if amount is not None:
            since = _changed_since(rows)
            day = since or timezone.localdate(at)
            found.append(FormerAmount(day, amount, reason, is_righted=day not in days))
    return found


def _changed_since(rows: Iterable[tuple[str, int, dict[str, Any]]]) -> datetime.date | None:
    """The day from which a change holds, by the former row that its line of the trail tells."""
    days = [told["until"][1] for label, _, told in rows if label == "projects.formerdetails"
            and told.get("until", (0, 0))[0] is None]  # fmt: skip
    return datetime.date.fromisoformat(max(days)) if days else None


# --- Plan lists ------------------------------------------------------------------------


Amounts = tuple[int | None, ...]


def _known_sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


@dataclass(frozen=True)
class Tally:
    """How many lines, and their planned investment in yuan, None where it is not known of one of
    them; of ``open`` lines it is not. ``phases`` are the sums by each span of months that the list
    plans by, None where nobody planned for it."""

    count: int = 0
    amount: int | None = 0
    open: int = 0
    phases: Amounts = ()

    @classmethod
    def of(cls, count: int, amount: int | None, known: int) -> "Tally":
        """``amount`` is the sum of the ``known`` ones."""
        is_told = known or not count
        return cls(count, (amount or 0) if is_told else None, count - known)

    def __add__(self, other: "Tally") -> "Tally":
        count, still_open = self.count + other.count, self.open + other.open
        amount = (self.amount or 0) + (other.amount or 0)
        phases = tuple(map(_known_sum, zip_longest(self.phases, other.phases)))
        return replace(Tally.of(count, amount, count - still_open), phases=phases)


@dataclass(frozen=True)
class ListTally:
    """The groups of one list (DESIGN §4.4): 全部 = 新建 + 续建; 前期 apart; 合计 = both."""

    new: Tally = Tally()
    continuing: Tally = Tally()
    preliminary: Tally = Tally()

    @property
    def whole(self) -> Tally:
        return self.new + self.continuing

    @property
    def both(self) -> Tally:
        return self.whole + self.preliminary

    def of(self, category: str) -> Tally:
        by_category: dict[str, Tally] = {
            PlanCategory.NEW: self.new,
            PlanCategory.CONTINUING: self.continuing,
            PlanCategory.PRELIMINARY: self.preliminary,
        }
        return by_category[category]


def items_visible_to(user: User) -> QuerySet[PlanItem]:
    """What is on the lists today: whole ones for who reads the county, own lines for a reporter."""
    return PlanItem.objects.standing().filter(project__in=Project.objects.visible_to(user))


def projects_not_on(plan: AnnualPlan) -> QuerySet[Project]:
    """The county's projects that may be put on the list."""
    standing = plan.items.standing().values("project")
    return Project.objects.of_county(plan.county).exclude(pk__in=standing).order_by("name")


def list_proposals_seen(user: User) -> list[PlanProposal]:
    """The latest of the counties whose lists the user manages or proposes to change; one query."""
    counties = counties_where(user, "plan.manage")
    counties |= counties_where(user, "plan.manage", answer=PROPOSE)
    if not counties:
        return []
    seen = PlanProposal.objects.filter(county__in=counties)
    return list(seen.select_related("proposed_by", "decided_by", "plan")[:PROPOSALS_SHOWN])


def plan_tallies(user: User) -> list[tuple[AnnualPlan, ListTally]]:
    """The lists the user sees, latest year first, with the sums of the lines he sees."""
    plans = list(AnnualPlan.objects.visible_to(user).in_order())
    sums: dict[int, dict[str, Tally]] = {plan.pk: {} for plan in plans}
    grouped = (
        items_visible_to(user)
        .filter(plan__in=plans)
        .values_list("plan", "category")
        .annotate(
            count=Count("pk"), amount=Sum("planned_investment"), known=Count("planned_investment")
        )
        .order_by()
    )
    for plan_id, category, count, amount, known in grouped:
        sums[plan_id][category] = Tally.of(count, amount, known)
    return [(plan, ListTally(**sums[plan.pk])) for plan in plans]


@dataclass(frozen=True)
class PlanGroup:
    """The lines of one plan category, each with ``phase_amounts``, and how many lines of the list
    stand before them."""

    category: PlanCategory
    items: list[PlanItem]
    tally: Tally
    before: int


def plan_groups(plan: AnnualPlan, user: User) -> tuple[list[PlanGroup], ListTally, list[Span]]:
    """The lines of the list that the user sees, by plan category, their sums, and the months and
    quarters by which they are planned. Lines come with their project, its category, reporting unit
    and lead official."""
    items = list(
        items_visible_to(user)
        .filter(plan=plan)
        .select_related("project__category")
        .prefetch_related(
            _reporting("project__"),
            _officials("project__"),
            _former_names("project__", plan.year),
        )
        .order_by("position", "pk")
    )
    spreads = [item.spread for item in items]
    spans = spans_of(spreads)
    for item, spread in zip(items, spreads, strict=True):
        item.phase_amounts = tuple(map(spread.amount, spans))  # type: ignore[attr-defined]
    groups: list[PlanGroup] = []
    before = 0
    for category in PlanCategory:
        own = [item for item in items if item.category == category]
        groups.append(PlanGroup(category, own, _tally(own), before))
        before += len(own)
    tally = ListTally(*(group.tally for group in groups))
    return [group for group in groups if group.items], tally, spans


def targets_of(plan: AnnualPlan) -> list[ListTarget]:
    """What was ever asked of the list as a whole, by month, each with what was asked before; two
    queries."""
    return list(plan.targets.order_by("month").prefetch_related("former"))


def _tally(items: Sequence[PlanItem]) -> Tally:
    amounts = [item.planned_investment for item in items]
    known = [amount for amount in amounts if amount is not None]
    by_span = zip(*(item.phase_amounts for item in items), strict=True)  # type: ignore[attr-defined]
    tally = Tally.of(len(amounts), sum(known), len(known))
    return replace(tally, phases=tuple(map(_known_sum, by_span)))
