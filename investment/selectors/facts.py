"""What facts and checks read of entries, each in one query."""

from collections.abc import Collection, Iterable

from accounts.models import Unit
from investment.models import MonthlyEntry
from investment.standing import EntryRow, YearStanding, stand
from measures.months import Month
from projects.models import Part, PlanCategory, PlanItem, ProjectUnit, Tier

MOST_LISTED = 1000
"""Of more projects than this all entries are read: the list would cost more than they do."""

OWING_CATEGORIES = (PlanCategory.NEW, PlanCategory.CONTINUING)


def approved_rows(county: Unit, month: Month) -> list[EntryRow]:
    """The approved entries of the county, January to ``month`` of its year, in one query,
    ordered by project and month: the input of the facts. Amounts in yuan."""
    entries = (
        MonthlyEntry.objects.approved()
        .of_year_through(month)
        .filter(project__county=county)
        .order_by("project_id", "month")
    )
    return [EntryRow(*values) for values in entries.values_list(*EntryRow._fields)]


def standings_before(project_ids: Iterable[int], month: Month) -> dict[int, YearStanding]:
    """How each project stands at the end of the month before, by what was sent (approved or
    waiting); one query. An empty standing in January."""
    return standings_through(project_ids, month.year, month.month - 1)


def standings_through(
    project_ids: Iterable[int], year: int, through: int
) -> dict[int, YearStanding]:
    """``standings_before`` of the end of the month ``through``."""
    wanted = set(project_ids)
    rows: dict[int, list[EntryRow]] = {project_id: [] for project_id in wanted}
    entries = MonthlyEntry.objects.sent().filter(year=year, month__lte=through)
    if len(wanted) <= MOST_LISTED:
        entries = entries.filter(project__in=wanted)
    for values in entries.values_list(*EntryRow._fields):
        row = EntryRow(*values)
        if row.project_id in rows:
            rows[row.project_id].append(row)
    silent = stand((), through=through)
    return {pk: stand(sent, through=through) if sent else silent for pk, sent in rows.items()}


def planned_by_project(
    county: Unit, year: int, project_ids: Collection[int] | None = None
) -> dict[int, int | None]:
    """The year's plan of each project in yuan, that of the county's own list where it is on
    it and of the first list otherwise; one query. With ``project_ids`` of these alone."""
    plans = listed_plans(county, year, project_ids)
    return {project: planned[0] for project, planned in plans.items()}


def listed_plans(
    county: Unit, year: int, project_ids: Collection[int] | None = None
) -> dict[int, list[int | None]]:
    """What each list of the year plans for each project in yuan, the county's own list first and
    None where it is a preliminary one; one query. With ``project_ids`` of these alone."""
    lines = PlanItem.objects.filter(plan__county=county, plan__year=year).order_by("plan_id")
    if project_ids is not None and len(project_ids) <= MOST_LISTED:
        lines = lines.filter(project__in=project_ids)
    planned: dict[int, list[int | None]] = {}
    for project_id, tier, amount in lines.values_list(
        "project_id", "plan__tier", "planned_investment"
    ):
        plans = planned.setdefault(project_id, [])
        plans.insert(0 if tier == Tier.COUNTY else len(plans), amount)
    return planned


def reported_projects(county: Unit, year: int) -> dict[int, int]:
    """The projects that owe a report each month of the year, with their reporting unit's id:
    those on a list as 新建 or 续建. A preliminary project reports when it has something to."""
    owing = PlanItem.objects.filter(
        plan__county=county, plan__year=year, category__in=OWING_CATEGORIES
    )
    parts = ProjectUnit.objects.current().filter(
        part=Part.REPORTING, project__in=owing.values("project")
    )
    return dict(parts.values_list("project_id", "unit_id"))
