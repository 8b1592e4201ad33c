"""What the facts are made from: plain rows, by the day they hold and by when they were known.

Every table is read here once, as it stands or, with ``known``, as the trail knew it at a moment
(``accounts.trail.unwinding``); what is made of the rows is the same for both.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.models import FormerUnit, Unit
from accounts.trail.dated import Former
from accounts.trail.unwinding import AsKnown, Row, rows_now
from figures.lights import scheme_in_force
from figures.models import LightScheme
from investment.calendar import DEFAULT_RULE
from investment.models import EntryState, MonthlyEntry, ReportingPeriod, ReportingRule
from investment.models.entries import WAITING
from investment.standing import EntryRow, YearStanding, stand
from measures.months import Month
from projects.models import (
    MILESTONE_ORDER,
    AnnualPlan,
    FormerDetails,
    FormerTerms,
    LeadOfficial,
    Milestone,
    Part,
    PlanItem,
    Project,
    ProjectCategory,
    ProjectUnit,
)

Values = dict[str, Any]
ById = dict[int, Values]


@dataclass(frozen=True)
class Reader:
    """Reads the tables of ``county``, as they stand, or as they were ``known``."""

    county: Unit
    known: AsKnown | None = None

    def rows(
        self, model: type[models.Model], *columns: str, county: str = "county", **conditions: Any
    ) -> list[Row]:
        """One query; the rows in no order."""
        if self.known is None:
            return rows_now(model, *columns, of=self.county, county=county, **conditions)
        return self.known.rows(model, *columns, county=county, **conditions)

    def by_id(
        self, model: type[models.Model], *columns: str, county: str = "county", **conditions: Any
    ) -> ById:
        found = self.rows(model, "pk", *columns, county=county, **conditions)
        return {pk: dict(zip(columns, values, strict=True)) for pk, *values in found}

    def held(self, former: type[Former], on: datetime.date, now: ById, county: str) -> ById:
        """``now`` with what held on ``on`` where that was something else."""
        columns = [name for name in former.columns() if now and name in next(iter(now.values()))]
        of = f"{former.of}_id"
        found = self.rows(former, of, "until", *columns, county=county, until__gt=on)
        # The nearest end after the day has the last word.
        for thing, _, *values in sorted(found, key=lambda row: row[1], reverse=True):
            if thing in now:
                now[thing] = {**now[thing], **dict(zip(columns, values, strict=True))}
        return now


# --- Lists and their lines -----------------------------------------------------------------


def plans_of(reader: Reader, year: int) -> list[AnnualPlan]:
    """The lists of the year, in no order."""
    names = [field.attname for field in AnnualPlan._meta.concrete_fields]
    rows = reader.rows(AnnualPlan, *("pk" if name == "id" else name for name in names), year=year)
    return [AnnualPlan(**dict(zip(names, values, strict=True))) for values in rows]


def terms_on(
    reader: Reader, plan_ids: Iterable[int], on: datetime.date, project: Project | None = None
) -> ById:
    """The lines of the lists as they held on ``on``, but for those that were dropped; of one
    project where it is asked for."""
    of_project: Values = {"project_id": project.pk} if project else {}
    of_plan = ("plan_id", "project_id", "position", "is_dropped")
    columns = (*of_plan, "category", "planned_investment", "planned_start")
    county = "plan__county"
    lines = reader.by_id(
        PlanItem, *columns, county=county, plan_id__in=list(plan_ids), **of_project
    )
    held = reader.held(FormerTerms, on, lines, county=f"item__{county}")
    return {pk: line for pk, line in held.items() if not line["is_dropped"]}


def details_on(reader: Reader, on: datetime.date, project: Project | None = None) -> ById:
    """The county's projects as they were on ``on``, with their category by name; one alone where
    it is asked for."""
    columns = ("name", "code", "category_id", "is_productive", "total_investment")
    dates = ("actual_start", "substantially_complete_on")
    alone: Values = {"id": project.pk} if project else {}
    projects = reader.by_id(Project, *columns, *dates, **alone)
    held = reader.held(FormerDetails, on, projects, county="project__county")
    names: dict[int, str] = dict(reader.rows(ProjectCategory, "pk", "name"))
    return {
        pk: {**project, "category": names.get(project["category_id"])}
        for pk, project in held.items()
    }


# --- Who answers for them ------------------------------------------------------------------


def reporting_units(reader: Reader, on: datetime.date) -> dict[int, tuple[int, str]]:
    """The 填报单位 of each project on ``on``: its id and name."""
    parts = reader.rows(
        ProjectUnit,
        "project_id",
        "unit_id",
        "until",
        county="project__county",
        part=Part.REPORTING,
        from_date__lte=on,
    )
    names = unit_names(reader, on)
    held = {project: unit for project, unit, until in parts if until is None or until > on}
    return {project: (unit, names[unit]) for project, unit in held.items()}


def unit_names(reader: Reader, on: datetime.date) -> dict[int, str]:
    """What each unit of the county was called on ``on``."""
    units = reader.held(FormerUnit, on, reader.by_id(Unit, "name"), county="unit__county")
    return {pk: unit["name"] for pk, unit in units.items()}


def lead_officials(reader: Reader, on: datetime.date) -> dict[int, str]:
    """The officials in force on ``on``, a later appointment over an earlier one."""
    columns = ("from_date", "pk", "project_id", "name", "until")
    found = reader.rows(LeadOfficial, *columns, county="project__county", from_date__lte=on)
    return {
        project: name
        for _, _, project, name, until in sorted(found, key=lambda row: row[:2])
        if until is None or until > on
    }


# --- What was reached and reported ---------------------------------------------------------


def furthest_milestones(reader: Reader, on: datetime.date) -> dict[int, str]:
    """How far each preliminary project had come by ``on``."""
    columns = ("project_id", "kind")
    reached = reader.rows(Milestone, *columns, county="project__county", reached_on__lte=on)
    furthest: dict[int, str] = {}
    for project_id, kind in reached:
        held = furthest.get(project_id)
        if held is None or MILESTONE_ORDER[kind] > MILESTONE_ORDER[held]:
            furthest[project_id] = kind
    return furthest


def standings(reader: Reader, month: Month) -> dict[int, YearStanding]:
    """January to ``month`` of each project, by its approved entries."""
    found = reader.rows(
        MonthlyEntry,
        *EntryRow._fields,
        county="project__county",
        year=month.year,
        month__lte=month.month,
        state=EntryState.APPROVED,
    )
    by_project = defaultdict(list)
    for row in map(EntryRow._make, found):
        by_project[row.project_id].append(row)
    return {project: stand(rows, through=month.month) for project, rows in by_project.items()}


def waiting(reader: Reader, month: Month) -> dict[int, bool]:
    """The projects whose month waits, and whether for review (待审核), before approval. One query,
    two where something was sent and not reviewed."""
    states: dict[int, str] = dict(
        reader.rows(
            MonthlyEntry,
            "project_id",
            "state",
            county="project__county",
            year=month.year,
            month=month.month,
            state__in=WAITING,
        )
    )
    is_asked = EntryState.SUBMITTED in states.values() and _asks_review(reader, month)
    return {pk: is_asked and state == EntryState.SUBMITTED for pk, state in states.items()}


def _asks_review(reader: Reader, month: Month) -> bool:
    rules = reader.rows(ReportingRule, "from_date", "has_review", from_date__lte=month.last_day)
    return max(rules)[1] if rules else DEFAULT_RULE.has_review


# --- What was decided ----------------------------------------------------------------------


def scheme_of(reader: Reader, on: datetime.date) -> LightScheme:
    """The thresholds of the lights on ``on``."""
    names = [field.attname for field in LightScheme._meta.concrete_fields if field.attname != "id"]
    rows = reader.rows(LightScheme, *names)
    return scheme_in_force([LightScheme(**dict(zip(names, row, strict=True))) for row in rows], on)


def published_as(reader: Reader, month: Month) -> str:
    """What the bureau has declared the month's figures to be; "" without a period."""
    of_month: Values = {"year": month.year, "month": month.month}
    found = reader.rows(ReportingPeriod, "published_as", **of_month)
    return found[0][0] if found else ""
