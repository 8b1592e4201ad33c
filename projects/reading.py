"""The register by the day: lists and their lines, projects, who answers for them, and how far they
had come; as the tables stand, or as they were known at a moment (``accounts.trail.reader``)."""

import datetime
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.models import FormerPlace, FormerUnit, Unit
from accounts.trail.facts import kept_columns
from accounts.trail.reader import ById, Held, Reader, Values
from measures.months import Month
from projects.models import (
    MILESTONE_ORDER,
    OWN,
    AdjustmentState,
    AnnualPlan,
    FormerDetails,
    FormerTarget,
    FormerTerms,
    Leader,
    LeadOfficial,
    ListTarget,
    Milestone,
    Part,
    PlanAdjustment,
    PlanItem,
    Portfolio,
    Project,
    ProjectCategory,
    ProjectUnit,
)

# --- Lists and their lines -----------------------------------------------------------------


def plans_of(reader: Reader, year: int) -> list[AnnualPlan]:
    """The lists of the year, in no order."""
    names = ("pk", *kept_columns(AnnualPlan))
    rows = reader.rows(AnnualPlan, *names, year=year)
    return [AnnualPlan(**dict(zip(names, values, strict=True))) for values in rows]


@dataclass(frozen=True)
class Terms:
    """The lines of some lists, as they are and as they were."""

    held: Held

    def on(self, day: datetime.date) -> ById:
        """The lines as they held on ``day``, but for those that were dropped, or not listed yet."""
        return {pk: line for pk, line in self.held.on(day).items() if not line["is_dropped"]}


def terms_since(
    reader: Reader,
    plan_ids: Iterable[int],
    since: datetime.date,
    project_ids: Iterable[int] | None = None,
    beside: Sequence[str] = (),
) -> Terms:
    """The lines of the lists, to be asked for any day from ``since`` on; with ``project_ids`` of
    these alone. ``beside`` are further columns by their path from the line (``plan__tier``), which
    only the tables as they stand can answer. Two queries."""
    of_project: Values = {} if project_ids is None else {"project_id__in": list(project_ids)}
    of_plan = ("plan_id", "project_id", "position", "is_dropped")
    planned = ("planned_investment", "phases", "planned_start", "planned_completion")
    columns = (*of_plan, "category", *planned, "listed_name")
    county = "plan__county"
    of_lists = plan_ids if isinstance(plan_ids, models.QuerySet) else list(plan_ids)
    lines = reader.by_id(
        PlanItem, *columns, *beside, county=county, plan_id__in=of_lists, **of_project
    )
    return Terms(reader.held(FormerTerms, lines, since=since, county=f"item__{county}"))


def terms_on(
    reader: Reader,
    plan_ids: Iterable[int],
    on: datetime.date,
    project_ids: Iterable[int] | None = None,
) -> ById:
    """``terms_since`` of one day."""
    return terms_since(reader, plan_ids, on, project_ids).on(on)


def items_on(items: Iterable[PlanItem], on: datetime.date, county: Unit) -> list[PlanItem]:
    """Copies of the lines with the terms of ``on``, to be read and not to be saved; without those
    that were dropped by then, or not listed yet. One query."""
    known = {item.pk: item for item in items}
    columns = FormerTerms.columns()
    now = {pk: {name: getattr(item, name) for name in columns} for pk, item in known.items()}
    held = Reader(county).held(
        FormerTerms, now, since=on, county="item__plan__county", item_id__in=list(now)
    )
    then = []
    for pk, terms in Terms(held).on(on).items():
        item = copy(known[pk])
        for name, value in terms.items():
            setattr(item, name, value)
        then.append(item)
    return then


def projects_on(projects: Iterable[Project], on: datetime.date, county: Unit) -> list[Project]:
    """Copies of the projects with the details of ``on``, to be read and not to be saved. Two
    queries, none where there are none."""
    known = {project.pk: project for project in projects}
    if not known:
        return []
    columns = FormerDetails.columns()
    now = {pk: {name: getattr(each, name) for name in columns} for pk, each in known.items()}
    held = Reader(county).held(FormerDetails, now, since=on, county="project__county").on(on)
    categories = ProjectCategory.objects.filter(county=county).in_bulk()
    then = []
    for pk, details in held.items():
        # Not copied: a copy would share what is cached with the project.
        names = [field.attname for field in Project._meta.concrete_fields]
        as_now = {name: getattr(known[pk], name) for name in names}
        project = Project(**{**as_now, **details})
        project.category = categories.get(details["category_id"])
        then.append(project)
    return then


def targets_on(reader: Reader, plan_ids: Iterable[int], month: Month) -> ById:
    """What is asked of the lists for the end of ``month``, as that stood then, by the list:
    ``amount`` in yuan, or ``share`` in parts of ten thousand. One query, two where anything is."""
    county, on = "plan__county", month.last_day
    columns = ("plan_id", "amount", "share")
    asked = reader.by_id(
        ListTarget, *columns, county=county, plan_id__in=list(plan_ids), month=month.month
    )
    if asked:
        asked = reader.held(FormerTarget, asked, since=on, county=f"target__{county}").on(on)
    return {target["plan_id"]: target for target in asked.values()}


@dataclass(frozen=True)
class AdjustedPlan:
    """A plan of adjustment in force: of which list, since when, by which document (文号待补 where
    that is not told yet)."""

    plan_id: int
    since: datetime.date
    document: str


def adjusted_by(reader: Reader, on: datetime.date) -> list[AdjustedPlan]:
    """The plans of adjustment in force on ``on``, in the order of their days."""
    columns = ("plan_id", "effective_on", "document_number", "pk")
    found = reader.rows(
        PlanAdjustment,
        *columns,
        county="plan__county",
        state=AdjustmentState.IN_FORCE,
        effective_on__lte=on,
    )
    return [
        AdjustedPlan(plan_id, since, number or "文号待补")
        for plan_id, since, number, _ in sorted(found, key=lambda row: (row[1], row[3]))
    ]


def details_on(reader: Reader, on: datetime.date, project: Project | None = None) -> ById:
    """The county's projects as they were on ``on``, with their category by name; one alone where
    it is asked for."""
    columns = ("name", "code", "category_id", "is_productive", "total_investment", "package_id")
    cut_by = ("investor_type", "construction_nature", "stage", "town")
    before = ("invested_before", "invested_before_year")
    built = ("actual_start", "substantially_complete_on", "completed_on")
    dates = (*built, "in_production_on", "in_use_on", "start_recognised_on")
    alone: Values = {"id": project.pk} if project else {}
    projects = reader.by_id(Project, *columns, *cut_by, *before, *dates, **alone)
    held = reader.held(FormerDetails, projects, since=on, county="project__county").on(on)
    names: dict[int, str] = dict(reader.rows(ProjectCategory, "pk", "name"))
    return {
        pk: {**project, "category": names.get(project["category_id"])}
        for pk, project in held.items()
    }


def project_names(reader: Reader, project_ids: Iterable[int], *, since: datetime.date) -> Held:
    """What projects were called (``name``), to be asked for any day from ``since`` on. Two
    queries."""
    now = reader.by_id(Project, "name", id__in=list(project_ids))
    return reader.held(FormerDetails, now, since=since, county="project__county")


# --- Who answers for them ------------------------------------------------------------------


@dataclass(frozen=True)
class Reporters:
    """Who reported each project: its parts as 填报单位 one after the other, each the unit's id and
    the day on which it ended. ``closed`` are the ids of the units that are closed by now."""

    parts: dict[int, list[tuple[int, datetime.date | None]]]
    closed: frozenset[int] = frozenset()

    def on(self, day: datetime.date) -> dict[int, int]:
        """The unit of each project on ``day``, as ``ProjectUnit.objects.reporting_on`` has it."""
        found = {}
        for project, parts in self.parts.items():
            held = [unit for unit, until in parts if until is None or until > day]
            if held:
                found[project] = held[0]
        return found

    def answering_for(self, day: datetime.date) -> dict[int, int]:
        """Who answers for the month that ends on ``day``, as ``ProjectUnit.objects.answering_for``
        has it: for a unit that is closed by now who reports the project today; where nobody does,
        still that unit, so that the month is owed by somebody."""
        heirs = {p: u for p, parts in self.parts.items() for u, until in parts if until is None}
        return {p: heirs.get(p, u) if u in self.closed else u for p, u in self.on(day).items()}


def reporters_of(reader: Reader, closed: Iterable[int] = ()) -> Reporters:
    """One query. ``closed`` are the ids of units, where the caller asks who answers."""
    columns = ("from_date", "pk", "project_id", "unit_id", "until")
    found = reader.rows(ProjectUnit, *columns, county="project__county", part=Part.REPORTING)
    return Reporters(_parts(found), frozenset(closed))


def reporters_beside(unit: Unit) -> Reporters:
    """Of the projects that ``unit`` ever reported. One query, of which a sheet costs less than of
    ``ProjectUnit.objects.answering_for``: it is asked with every cell that is typed."""
    own = ProjectUnit.objects.filter(unit=unit, part=Part.REPORTING).values("project")
    found = list(
        ProjectUnit.objects.filter(project__in=own, part=Part.REPORTING)
        .order_by()
        .values_list("from_date", "pk", "project_id", "unit_id", "until", "unit__is_active")
    )
    closed = frozenset(unit_id for _, _, _, unit_id, _, is_active in found if not is_active)
    return Reporters(_parts(row[:-1] for row in found), closed)


def _parts(
    found: Iterable[Sequence[Any]],
) -> dict[int, list[tuple[int, datetime.date | None]]]:
    """From the day and the key of each part, its project, its unit and its end."""
    parts: dict[int, list[tuple[int, datetime.date | None]]] = {}
    for _, _, project, unit, until in sorted(found, key=lambda row: (row[0], row[1])):
        parts.setdefault(project, []).append((unit, until))
    return parts


def reporting_units(reader: Reader, on: datetime.date) -> dict[int, tuple[int, str]]:
    """The 填报单位 of each project on ``on``, for a day before all of them the first: its id and
    name."""
    names = unit_names(reader, on)
    held = reporters_of(reader).on(on)
    return {project: (unit, names[unit]) for project, unit in held.items()}


def units_by_part(reader: Reader, part: Part, on: datetime.date) -> dict[int, list[str]]:
    """The units that have ``part`` in each project on ``on``, as they were called then, in the
    order in which they took it."""
    names = unit_names(reader, on)
    columns = ("from_date", "pk", "project_id", "unit_id", "until")
    found = reader.rows(
        ProjectUnit, *columns, county="project__county", part=part, from_date__lte=on
    )
    held: dict[int, list[str]] = {}
    for _, _, project, unit, until in sorted(found, key=lambda row: row[:2]):
        if until is None or until > on:
            held.setdefault(project, []).append(names[unit])
    return held


def portfolios(reader: Reader, on: datetime.date) -> list[tuple[str, int | None, int | None]]:
    """分管 on ``on``: the leader's name, and the unit or the category that is looked after, by its
    id; in the order of leaders."""
    leaders = {
        pk: (position, pk, name)
        for pk, position, name in reader.rows(Leader, "pk", "position", "name")
    }
    columns = ("leader_id", "unit_id", "category_id", "until")
    found = reader.rows(Portfolio, *columns, county="leader__county", from_date__lte=on)
    held = [
        (leaders[leader], unit, category)
        for leader, unit, category, until in found
        if until is None or until > on
    ]
    held.sort(key=lambda row: row[0])
    return [(leader[2], unit, category) for leader, unit, category in held]


def unit_names(reader: Reader, on: datetime.date) -> dict[int, str]:
    """What each unit of the county was called on ``on``."""
    units = reader.held(FormerUnit, reader.by_id(Unit, "name"), since=on, county="unit__county")
    return {pk: unit["name"] for pk, unit in units.on(on).items()}


def unit_places(reader: Reader, on: datetime.date) -> ById:
    """Under which unit each stood on ``on`` (``parent_id``), and of what ``kind`` it was."""
    now = reader.by_id(Unit, "parent_id", "kind")
    return reader.held(FormerPlace, now, since=on, county="unit__county").on(on)


def lead_officials(reader: Reader, on: datetime.date) -> dict[int, str]:
    """The officials in force on ``on``, a later appointment over an earlier one."""
    columns = ("from_date", "pk", "project_id", "name", "until")
    found = reader.rows(LeadOfficial, *columns, county="project__county", from_date__lte=on)
    return {
        project: name
        for _, _, project, name, until in sorted(found, key=lambda row: row[:2])
        if until is None or until > on
    }


# --- Packages ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Packages:
    """Which projects were parts of which package (打包项目)."""

    held: Held

    def on(self, day: datetime.date) -> dict[int, int]:
        """The package of each part on ``day``."""
        return {
            part: row["package_id"]
            for part, row in self.held.on(day).items()
            if row["package_id"] is not None
        }


def packages_since(reader: Reader, since: datetime.date) -> Packages:
    """To be asked for any day from ``since`` on. Two queries, of those that are or were parts."""
    columns = ("project_id", "until", "package_id")
    found = reader.rows(FormerDetails, *columns, county="project__county", until__gt=since)
    former: list[tuple[int, datetime.date, Values]] = [
        (project, until, {"package_id": package})
        for project, until, package in sorted(found, key=lambda row: row[1], reverse=True)
    ]
    were: ById = {project: {"package_id": None} for project, _, _ in former}
    are = reader.by_id(Project, "package_id", package_id__isnull=False)
    return Packages(Held(were | are, former))


# --- How far they had come -----------------------------------------------------------------


def furthest_milestones(reader: Reader, on: datetime.date) -> dict[int, str]:
    """How far each preliminary project had come by ``on``, by the steps that figures count."""
    columns = ("project_id", "kind", "until_day")
    reached = reader.rows(
        Milestone, *columns, county="project__county", is_void=False, reached_on__lte=on
    )
    furthest: dict[int, str] = {}
    for project_id, kind, until in reached:
        if kind.startswith(OWN) or (until is not None and until <= on):
            continue
        held = furthest.get(project_id)
        if held is None or _place(kind) > _place(held):
            furthest[project_id] = kind
    return furthest


def _place(kind: str) -> int:
    """One that nobody knows is behind all: figures whose parts do not add up are refused."""
    return MILESTONE_ORDER.get(kind, len(MILESTONE_ORDER))


def overdue_milestones(reader: Reader, on: datetime.date) -> dict[int, tuple[str, ...]]:
    """The steps of each project whose planned day had passed by ``on`` and that were not reached,
    in the order of the days. Of two lines of a step, one after the other, the first that had not
    ended holds: a plan is never of a day before it was made (``projects.milestones.roll``)."""
    columns = ("project_id", "kind", "planned_on", "reached_on", "until_day")
    planned = reader.rows(
        Milestone, *columns, county="project__county", is_void=False, planned_on__lte=on
    )
    held: dict[tuple[int, str], tuple[datetime.date, datetime.date | None, datetime.date]] = {}
    for project_id, kind, planned_on, reached_on, until in planned:
        ends = until or datetime.date.max
        former = held.get((project_id, kind))
        if ends > on and (former is None or ends < former[2]):
            held[project_id, kind] = (planned_on, reached_on, ends)
    overdue: dict[int, list[tuple[datetime.date, str]]] = {}
    for (project_id, kind), (planned_on, reached_on, _) in held.items():
        if planned_on < on and (reached_on is None or reached_on > on):
            overdue.setdefault(project_id, []).append((planned_on, kind))
    return {pk: tuple(kind for _, kind in sorted(steps)) for pk, steps in overdue.items()}
