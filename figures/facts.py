"""The one set of facts of a county, a year and a cut-off month.

Typed rows, one a line of a plan list: what was planned, what is completed, what is reported,
the light it shows and why. Dashboard, lists, workbooks and prose read these and nothing else.
"""

import datetime
import itertools
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import Any

from accounts.models import Unit, User
from figures.figure import by_unit
from figures.lights import (
    TO_REVIEW,
    WAITING,
    Light,
    light_of,
    scheme_in_force,
    what_is_missing,
)
from figures.models import LightScheme
from figures.months import published_as, standing_words
from investment.calendar import months_reviewed
from investment.models import EntryState, MonthlyEntry, PublishedAs
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


def _of_line(path: str) -> dict[str, str]:
    """Marks a field that is read as it stands, along ``path`` from the line of the plan. A new
    column of the facts is a new field so marked."""
    return {"path": path}


@dataclass(frozen=True)
class PlanFact:
    """One line of one list at the end of ``month``. Amounts in yuan; None where nothing is
    known."""

    month: Month
    plan_key: str = field(metadata=_of_line("plan__key"))
    item_id: int = field(metadata=_of_line("pk"))
    position: int = field(metadata=_of_line("position"))
    category: str = field(metadata=_of_line("category"))
    planned: int | None = field(metadata=_of_line("planned_investment"))
    planned_start: datetime.date | None = field(metadata=_of_line("planned_start"))

    project_id: int = field(metadata=_of_line("project_id"))
    project_name: str = field(metadata=_of_line("project__name"))
    project_code: str = field(metadata=_of_line("project__code"))
    project_category: str | None = field(metadata=_of_line("project__category__name"))
    is_productive: bool = field(metadata=_of_line("project__is_productive"))
    total_investment: int | None = field(metadata=_of_line("project__total_investment"))
    started_on: datetime.date | None = field(metadata=_of_line("project__actual_start"))
    substantially_complete_on: datetime.date | None = field(
        metadata=_of_line("project__substantially_complete_on")
    )
    is_started: bool
    milestone: str
    lead_official: str
    unit_id: int
    unit_name: str

    standing: YearStanding
    is_waiting: bool
    pace: Fraction
    light: Light
    is_to_review: bool = False

    @property
    def waiting_word(self) -> str:
        """What it waits for, where something was sent and is not approved."""
        return TO_REVIEW.word if self.is_to_review else WAITING.word

    @property
    def is_substantially_complete(self) -> bool:
        return _by(self.substantially_complete_on, self.month.last_day)

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
    """The facts of ``county`` through ``month``; ``plans`` in the order of their tiers.
    ``published_as`` is what the bureau has declared the month's figures to be (PublishedAs)."""

    county: Unit
    month: Month
    plans: tuple[AnnualPlan, ...]
    rows: tuple[PlanFact, ...]
    light_source: str
    published_as: str = PublishedAs.FINAL

    @property
    def standing_words(self) -> str:
        """初步 or 快报; "" of figures that are published for good."""
        return standing_words(self.published_as)

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

    def by_unit(self) -> dict[int, "Facts"]:
        """Each reporting unit's own lines, by its id, in the order of the lists."""
        own = by_unit(self.rows)
        return {unit_id: replace(self, rows=tuple(rows)) for unit_id, rows in own.items()}

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


def cut_off(as_of: datetime.date) -> Month:
    """The last month that has ended by ``as_of``."""
    month = Month.of(as_of)
    return month if as_of == month.last_day else month.previous()


# The columns of the facts that are read as they stand in the line of the plan and its project.
_LINE = {each.name: each.metadata["path"] for each in fields(PlanFact) if each.metadata}


@dataclass(frozen=True)
class _Around:
    """What the lines are told by, each by the id of the project."""

    month: Month
    pace: Fraction
    scheme: LightScheme
    standings: dict[int, YearStanding]
    silent: YearStanding
    waiting: dict[int, bool]
    units: dict[int, Unit]
    officials: dict[int, str]
    milestones: dict[int, str]


def load_facts(county: Unit, month: Month) -> Facts:
    """Read the facts of all lists of the month's year, in a constant number of queries."""
    plans = sorted(
        AnnualPlan.objects.filter(county=county, year=month.year),
        key=lambda plan: (TIER_ORDER.index(plan.tier), plan.pk),
    )
    in_order = {plan.key: place for place, plan in enumerate(plans)}
    items = PlanItem.objects.filter(plan__in=plans).order_by("position", "pk")
    around = _Around(
        month=month,
        pace=LINEAR.at(month),
        scheme=scheme_in_force(list(LightScheme.objects.filter(county=county)), month.last_day),
        standings=_standings(county, month),
        silent=stand([], through=month.month),
        waiting=_waiting(county, month),
        units=_reporting_units(county, month.last_day),
        officials=_lead_officials(county, month.last_day),
        milestones=_furthest_milestones(county, month.last_day),
    )
    lines = (dict(zip(_LINE, values, strict=True)) for values in items.values_list(*_LINE.values()))
    rows = sorted((_fact(line, around) for line in lines), key=lambda row: in_order[row.plan_key])
    return Facts(
        county,
        month,
        tuple(plans),
        tuple(rows),
        around.scheme.source,
        published_as(county, month),
    )


def _fact(line: dict[str, Any], around: _Around) -> PlanFact:
    """``line`` holds the fields of PlanFact that are read as they stand."""
    project_id, month = line["project_id"], around.month
    standing = around.standings.get(project_id, around.silent)
    unit = around.units.get(project_id)
    is_waiting, is_to_review = project_id in around.waiting, around.waiting.get(project_id, False)
    is_started = _is_started(line["category"], line["started_on"], standing, month.last_day)
    return PlanFact(
        **line,
        month=month,
        is_started=is_started,
        milestone=around.milestones.get(project_id, ""),
        lead_official=around.officials.get(project_id, ""),
        unit_id=unit.pk if unit else 0,
        unit_name=unit.name if unit else "未定填报单位",
        standing=standing,
        is_waiting=is_waiting,
        pace=around.pace,
        light=light_of(
            category=line["category"],
            planned=line["planned"],
            planned_start=line["planned_start"],
            standing=standing,
            is_started=is_started,
            missing=what_is_missing(is_waiting, is_to_review),
            month=month,
            scheme=around.scheme,
        ),
        is_to_review=is_to_review,
    )


def line_as_if(
    project: Project, month: Month, standing: YearStanding, began: datetime.date | None
) -> PlanFact | None:
    """The project's line in the county's own list, or in the first that it is on, as it would
    stand in ``month`` were ``standing`` approved, and ``began`` its start; None where it is on no
    list. Without its unit, official and milestone. Three queries."""
    county = project.county
    items = PlanItem.objects.filter(plan__county=county, plan__year=month.year, project=project)
    by_plan = {item.plan: item.pk for item in items.select_related("plan").order_by("plan_id")}
    plan = own_list(by_plan)
    if plan is None:
        return None
    around = _Around(
        month=month,
        pace=LINEAR.at(month),
        scheme=scheme_in_force(list(LightScheme.objects.filter(county=county)), month.last_day),
        standings={project.pk: standing},
        silent=standing,
        waiting={},
        units={},
        officials={},
        milestones={},
    )
    values = PlanItem.objects.values_list(*_LINE.values()).get(pk=by_plan[plan])
    line = dict(zip(_LINE, values, strict=True))
    return _fact(line | {"started_on": began or line["started_on"]}, around)


def _waiting(county: Unit, month: Month) -> dict[int, bool]:
    """The projects whose month waits, and whether for review (待审核), before approval. One query,
    two where something was sent and not reviewed."""
    entries = MonthlyEntry.objects.waiting().filter(
        project__county=county, year=month.year, month=month.month
    )
    states = dict(entries.values_list("project_id", "state"))
    is_asked = EntryState.SUBMITTED in states.values() and bool(months_reviewed(county, [month]))
    return {pk: is_asked and state == EntryState.SUBMITTED for pk, state in states.items()}


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


def _is_started(
    category: str, began: datetime.date | None, standing: YearStanding, on: datetime.date
) -> bool:
    """A continuing project has started; another by its start date, or by money spent."""
    return category == PlanCategory.CONTINUING or _by(began, on) or bool(standing.year_to_date)
