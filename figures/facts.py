"""The one set of facts of a county, a year and a cut-off month.

Typed rows, one a line of a plan list: what was planned, what is completed, what is reported,
the light it shows and why. Dashboard, lists, workbooks and prose read these and nothing else.
"""

import datetime
import itertools
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from django.db.models import Max

from accounts.models import Unit, User
from figures.lights import (
    INCOMPLETE,
    NO_LIGHT,
    UNREPORTED,
    WAITING,
    Light,
    light_before_start,
    light_by_pace,
    scheme_in_force,
)
from figures.models import LightScheme
from investment.models import MonthlyEntry
from investment.selectors import approved_rows
from investment.standing import EntryRow, MonthState, YearStanding, stand
from measures.months import Month
from measures.pace import LINEAR
from measures.rates import points, rate
from projects.models import (
    MILESTONE_ORDER,
    AnnualPlan,
    LeadOfficial,
    Milestone,
    Part,
    PlanCategory,
    PlanItem,
    Project,
    ProjectUnit,
    Tier,
)


@dataclass(frozen=True)
class PlanFact:
    """One line of one list at the end of ``month``. Amounts in yuan; None where nothing is
    known."""

    month: Month
    plan_key: str
    item_id: int
    position: int
    category: str
    planned: int | None
    planned_start: datetime.date | None

    project_id: int
    project_name: str
    project_code: str
    project_category: str
    is_productive: bool
    total_investment: int | None
    started_on: datetime.date | None
    is_started: bool
    is_substantially_complete: bool
    milestone: str
    lead_official: str
    unit_id: int
    unit_name: str

    standing: YearStanding
    is_waiting: bool
    pace: Fraction
    light: Light

    @property
    def done(self) -> int | None:
        """Completed this year up to the cut-off; None while nothing was reported."""
        return self.standing.year_to_date

    @property
    def done_this_month(self) -> int | None:
        return self.standing.this_month.amount

    @property
    def rate(self) -> Fraction | None:
        return None if self.done is None else rate(self.done, self.planned)

    @property
    def lead(self) -> Fraction | None:
        """超序时 (above 0) or 欠序时 (below), in 百分点, exact; None where the total is not that
        of the cut-off."""
        return points(self.rate, self.pace) if self.is_comparable else None

    @property
    def is_comparable(self) -> bool:
        """Whether the total can be held against the pace of the cut-off: the month is reported,
        and no month before it is missing. Silence is not zero (DESIGN §4.3)."""
        return self.is_reported and not self.standing.has_gap

    @property
    def is_reported(self) -> bool:
        """Whether the cut-off month has an approved entry."""
        return self.standing.this_month.state is not MonthState.SILENT

    @property
    def is_silent(self) -> bool:
        """Whether nothing was sent for the cut-off month, neither approved nor waiting."""
        return not self.is_reported and not self.is_waiting

    @property
    def reaches_pace(self) -> bool:
        return self.lead is not None and self.lead >= 0

    @property
    def progress(self) -> str:
        return self.standing.latest.progress if self.standing.latest else ""

    @property
    def problem(self) -> str:
        return self.standing.latest.problem if self.standing.latest else ""


@dataclass(frozen=True)
class Facts:
    """The facts of ``county`` through ``month``; ``plans`` in the order of their tiers."""

    county: Unit
    month: Month
    plans: tuple[AnnualPlan, ...]
    rows: tuple[PlanFact, ...]
    light_source: str

    @property
    def pace(self) -> Fraction:
        return LINEAR.at(self.month)

    @property
    def keys(self) -> list[str]:
        return [plan.key for plan in self.plans]

    def of_list(self, key: str) -> tuple[PlanFact, ...]:
        return tuple(row for row in self.rows if row.plan_key == key)

    def line_of(self, project_id: int) -> PlanFact | None:
        """The project's line in the county's own list, or in the first that it is on."""
        lines = {row.plan_key: row for row in self.rows if row.project_id == project_id}
        plan = own_list(plan for plan in self.plans if plan.key in lines)
        return None if plan is None else lines[plan.key]

    def of_units(self, unit_ids: Collection[int]) -> "Facts":
        return replace(self, rows=tuple(r for r in self.rows if r.unit_id in unit_ids))

    def visible_to(self, user: User) -> "Facts":
        """Only the lines of projects that the user may see."""
        visible = set(Project.objects.visible_to(user).values_list("pk", flat=True))
        return replace(self, rows=tuple(r for r in self.rows if r.project_id in visible))


TIER_ORDER = ("provincial", "municipal", "county", "listed")


def own_list(plans: Iterable[AnnualPlan]) -> AnnualPlan | None:
    """The county's own list, which is the longest, or the first; None where there is none."""
    among = list(plans)
    own = [plan for plan in among if plan.tier == Tier.COUNTY]
    return next(iter(own or among), None)


def latest_approved_month(county: Unit) -> Month | None:
    """The latest month that has approved entries: what pages show by default (DESIGN §4.6)."""
    approved = MonthlyEntry.objects.approved().filter(project__county=county)
    year = approved.aggregate(year=Max("year"))["year"]
    if year is None:
        return None
    return Month(year, approved.filter(year=year).aggregate(month=Max("month"))["month"])


def cut_off(as_of: datetime.date) -> Month:
    """The last month that has ended by ``as_of``."""
    month = Month.of(as_of)
    return month if as_of == month.last_day else month.previous()


def load_facts(county: Unit, month: Month) -> Facts:
    """Read the facts of all lists of the month's year, in a constant number of queries."""
    plans = sorted(
        AnnualPlan.objects.filter(county=county, year=month.year),
        key=lambda plan: (TIER_ORDER.index(plan.tier), plan.pk),
    )
    in_order = {plan.pk: place for place, plan in enumerate(plans)}
    items = sorted(
        PlanItem.objects.filter(plan__in=plans).select_related("project__category", "plan"),
        key=lambda item: (in_order[item.plan_id], item.position, item.pk),
    )
    standings = _standings(county, month)
    silent = stand([], through=month.month)
    waiting = set(
        MonthlyEntry.objects.waiting()
        .filter(project__county=county, year=month.year, month=month.month)
        .values_list("project_id", flat=True)
    )
    units = _reporting_units(county, month.last_day)
    officials = _lead_officials(county, month.last_day)
    milestones = _furthest_milestones(county, month.last_day)
    scheme = scheme_in_force(list(LightScheme.objects.filter(county=county)), month.last_day)
    pace = LINEAR.at(month)

    rows = []
    for item in items:
        project = item.project
        standing = standings.get(project.pk, silent)
        is_started = _is_started(item, standing, month.last_day)
        is_waiting = project.pk in waiting
        unit = units.get(project.pk)
        rows.append(
            PlanFact(
                month=month,
                plan_key=item.plan.key,
                item_id=item.pk,
                position=item.position,
                category=item.category,
                planned=item.planned_investment,
                planned_start=item.planned_start,
                project_id=project.pk,
                project_name=project.name,
                project_code=project.code,
                project_category=project.category.name if project.category else "",
                is_productive=project.is_productive,
                total_investment=project.total_investment,
                started_on=project.actual_start,
                is_started=is_started,
                is_substantially_complete=_by(project.substantially_complete_on, month.last_day),
                milestone=milestones.get(project.pk, ""),
                lead_official=officials.get(project.pk, ""),
                unit_id=unit.pk if unit else 0,
                unit_name=unit.name if unit else "未定填报单位",
                standing=standing,
                is_waiting=is_waiting,
                pace=pace,
                light=_light(item, standing, is_started, is_waiting, month, scheme),
            )
        )
    return Facts(county, month, tuple(plans), tuple(rows), scheme.source)


def _standings(county: Unit, month: Month) -> dict[int, YearStanding]:
    rows = approved_rows(county=county, month=month)
    return {
        project_id: stand(group, through=month.month)
        for project_id, group in itertools.groupby(rows, key=_project_of)
    }


def _project_of(row: EntryRow) -> int:
    return row.project_id


def _reporting_units(county: Unit, on: datetime.date) -> dict[int, Unit]:
    parts = (
        ProjectUnit.objects.on(on)
        .filter(part=Part.REPORTING, project__county=county)
        .select_related("unit")
    )
    return {part.project_id: part.unit for part in parts}


def _lead_officials(county: Unit, on: datetime.date) -> dict[int, str]:
    """The officials in force on ``on``, a later appointment over an earlier one."""
    held = LeadOfficial.objects.filter(project__county=county, from_date__lte=on)
    return {
        official.project_id: official.name
        for official in held.order_by("from_date", "pk")
        if official.until is None or official.until > on
    }


def _furthest_milestones(county: Unit, on: datetime.date) -> dict[int, str]:
    reached = Milestone.objects.filter(project__county=county, reached_on__lte=on)
    furthest: dict[int, str] = {}
    for project_id, kind in reached.values_list("project_id", "kind"):
        held = furthest.get(project_id)
        if held is None or MILESTONE_ORDER[kind] > MILESTONE_ORDER[held]:
            furthest[project_id] = kind
    return furthest


def _by(day: datetime.date | None, on: datetime.date) -> bool:
    return day is not None and day <= on


def _is_started(item: PlanItem, standing: YearStanding, on: datetime.date) -> bool:
    """A continuing project has started; another by its start date, or by money spent."""
    return (
        item.category == PlanCategory.CONTINUING
        or _by(item.project.actual_start, on)
        or bool(standing.year_to_date)
    )


def _light(
    item: PlanItem,
    standing: YearStanding,
    is_started: bool,
    is_waiting: bool,
    month: Month,
    scheme: LightScheme,
) -> Light:
    if item.category == PlanCategory.PRELIMINARY or not item.planned_investment:
        return NO_LIGHT
    missing = None
    if standing.this_month.state is MonthState.SILENT:
        missing = WAITING if is_waiting else UNREPORTED
    if not is_started:
        return light_before_start(
            planned_start=item.planned_start, missing=missing, month=month, scheme=scheme
        )
    if missing is not None:
        return missing
    if standing.has_gap or standing.year_to_date is None:
        return INCOMPLETE
    completion = Fraction(standing.year_to_date, item.planned_investment)
    return light_by_pace(rate=completion, pace=LINEAR.at(month), scheme=scheme)
