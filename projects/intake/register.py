"""The county's register as an import meets it: read whole, in a fixed number of queries."""

import datetime
from dataclasses import dataclass

from accounts.models import Unit, UnitKind
from accounts.people.names import FormerNames
from projects.models import (
    ONLY_DRAFTED,
    AnnualPlan,
    LeadOfficial,
    Milestone,
    Part,
    PlanItem,
    Project,
    ProjectAlias,
    ProjectCategory,
    ProjectUnit,
)
from projects.naming import name_key, unit_key, unit_keys
from projects.reading import projects_on
from projects.towns import Towns

PROJECT_FIELDS = (
    "code",
    "category",
    "is_productive",
    "investor_type",
    "construction_nature",
    "total_investment",
    "invested_before",
    "invested_before_year",
    "construction_start_year",
    "construction_end_year",
    "content",
    "location",
    "town",
    "stage",
)
"""What an import may change of a project that is there."""


@dataclass
class Register:
    """Projects by the keys of their names and aliases, units by the keys of their names,
    categories by name, lists by their keys; what hangs on a project by the project's id."""

    county: Unit
    year: int
    projects: dict[str, Project]
    by_code: dict[str, list[Project]]
    categories: dict[str, ProjectCategory]
    towns: Towns
    units: dict[str, Unit]
    reporting: dict[int, ProjectUnit]
    responsible: dict[int, list[ProjectUnit]]
    officials: dict[int, LeadOfficial]
    plans: dict[str, AnnualPlan]
    last_plans: list[AnnualPlan]
    items: dict[tuple[int, str], PlanItem]
    milestones: dict[tuple[int, str], Milestone]
    # The lists of this year and of later ones, closed ones too, by the ids of their projects.
    stands_on: dict[int, list[AnnualPlan]]
    # What held at the end of the year, of projects that are on lists of later ones, by their ids.
    at_the_end: dict[int, Project]

    def at_the_end_of_the_year(self, project: Project) -> Project:
        """What a file of the year is compared with: the project as it is now, or, where the year
        is past for it, as it was on the last day."""
        return self.at_the_end.get(project.pk, project)

    def is_past_for(self, project: Project) -> bool:
        """Whether the project is on a list of a later year: then what is said of this one says
        nothing of the present."""
        return any(plan.year > self.year for plan in self.stands_on.get(project.pk, ()))

    def project(self, name: str) -> Project | None:
        return self.projects.get(name_key(name))


def lists_of(county: Unit, year: int) -> tuple[list[AnnualPlan], list[AnnualPlan]]:
    """The lists of the year that are in use, and those of the year before, in order; one query."""
    every = AnnualPlan.objects.filter(county=county, year__in=(year, year - 1)).in_order()
    now = [plan for plan in every if plan.year == year and plan.closed_on is None]
    return now, [plan for plan in every if plan.year < year]


def read_register(county: Unit, year: int) -> Register:
    """Thirteen queries, whatever the size, and two more where projects are on lists of later years.
    Of lists, those of the year that are in use, with their lines; and the lists of the year
    before."""
    projects = list(Project.objects.of_county(county).select_related("category"))
    own = {project.pk: project for project in projects}
    by_code: dict[str, list[Project]] = {}
    for project in projects:
        if project.code:
            by_code.setdefault(project.code, []).append(project)
    parts = _current_parts(county)
    plans, last_plans = lists_of(county, year)
    stands_on = _stands_on(county, year)
    last_day = datetime.date(year, 12, 31)
    past = [own[pk] for pk, lists in stands_on.items() if any(each.year > year for each in lists)]
    return Register(
        county=county,
        year=year,
        projects=_by_name(county, own),
        by_code=by_code,
        categories={c.name: c for c in ProjectCategory.objects.filter(county=county)},
        towns=Towns(county),
        units=_units_by_name(county),
        reporting={part.project_id: part for part in parts if part.part == Part.REPORTING},
        responsible=_responsible(parts),
        officials={
            official.project_id: official
            for official in LeadOfficial.objects.filter(project__county=county, until=None)
        },
        plans={plan.key: plan for plan in plans},
        last_plans=last_plans,
        items=_items({plan.pk: plan for plan in plans}),
        milestones={
            (milestone.project_id, milestone.kind): milestone
            for milestone in Milestone.objects.current().filter(project__county=county)
        },
        stands_on=stands_on,
        at_the_end={each.pk: each for each in projects_on(past, last_day, county)},
    )


def _stands_on(county: Unit, year: int) -> dict[int, list[AnnualPlan]]:
    """A line that was only drafted of a later year says nothing of what the project then is."""
    plans = AnnualPlan.objects.filter(county=county, year__gte=year).in_bulk()
    found: dict[int, list[AnnualPlan]] = {}
    lines = PlanItem.objects.filter(plan__in=plans).exclude(ONLY_DRAFTED, plan__year__gt=year)
    for project_id, plan_id in lines.values_list("project_id", "plan_id"):
        found.setdefault(project_id, []).append(plans[plan_id])
    return found


def _items(plans: dict[int, AnnualPlan]) -> dict[tuple[int, str], PlanItem]:
    found = {}
    for item in PlanItem.objects.filter(plan__in=plans):
        item.plan = plans[item.plan_id]
        found[item.project_id, item.plan.key] = item
    return found


def _by_name(county: Unit, projects: dict[int, Project]) -> dict[str, Project]:
    """A name beats another project's alias."""
    aliases = ProjectAlias.objects.filter(project__county=county)
    found = {name_key(alias.name): projects[alias.project_id] for alias in aliases}
    return found | {name_key(project.name): project for project in projects.values()}


def _units_by_name(county: Unit) -> dict[str, Unit]:
    """A present name beats another unit's former one. One that was merged goes by its successor."""
    standing = Unit.objects.within(county).filter(successor=None)
    units = list(standing.exclude(kind=UnitKind.COUNTY))
    names = FormerNames(county)
    former = {unit_key(name, county): unit for unit in units for name in names.of(unit)}
    return former | {key: unit for unit in units for key in unit_keys(unit, county)}


def _current_parts(county: Unit) -> list[ProjectUnit]:
    return list(
        ProjectUnit.objects.current()
        .filter(project__county=county, part__in=[Part.REPORTING, Part.RESPONSIBLE])
        .select_related("unit")
    )


def _responsible(parts: list[ProjectUnit]) -> dict[int, list[ProjectUnit]]:
    found: dict[int, list[ProjectUnit]] = {}
    for part in parts:
        if part.part == Part.RESPONSIBLE:
            found.setdefault(part.project_id, []).append(part)
    return found
