"""What facts and checks read of entries, each in one query."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from accounts.models import Unit
from accounts.trail.reader import Reader, Values
from investment.carrying import NO_SHARES, Shares, shares_among
from investment.models import MonthlyEntry, ReportingPeriod
from investment.selectors.answering import Answering, answering_in
from investment.standing import EntryRow, YearStanding, stand
from measures.months import Month
from projects.models import AnnualPlan, OwnRank, PlanCategory, own_rank
from projects.reading import Terms, packages_since, terms_since

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
    waiting), and with what it takes over in the month; two queries. An empty standing in
    January."""
    wanted = set(project_ids)
    shares = shares_among(wanted, month)
    return _standings(wanted, month.year, month.month - 1, shares, on_the_eve=True)


def standings_through(
    project_ids: Iterable[int], year: int, through: int
) -> dict[int, YearStanding]:
    """How each stands at the end of the month ``through``; two queries."""
    wanted = set(project_ids)
    shares = shares_among(wanted, Month(year, through)) if through else NO_SHARES
    return _standings(wanted, year, through, shares)


def _standings(
    wanted: set[int], year: int, through: int, shares: Shares, *, on_the_eve: bool = False
) -> dict[int, YearStanding]:
    rows: dict[int, list[EntryRow]] = {project_id: [] for project_id in wanted}
    entries = MonthlyEntry.objects.sent().filter(year=year, month__lte=through)
    if len(wanted) <= MOST_LISTED:
        entries = entries.filter(project__in=wanted)
    for values in entries.values_list(*EntryRow._fields):
        row = EntryRow(*values)
        if row.project_id in rows:
            rows[row.project_id].append(row)
    silent = stand((), through=through)
    standings = {pk: stand(sent, through=through) if sent else silent for pk, sent in rows.items()}
    for pk in wanted & shares.projects:
        told = shares.as_told(pk, rows[pk], through=through, on_the_eve=on_the_eve)
        standings[pk] = told
    return standings


def planned_by_project(
    county: Unit, month: Month, project_ids: Collection[int] | None = None
) -> dict[int, int | None]:
    """The year's plan of each project in yuan as it held in ``month``, that of the county's own
    list where it is on it and of the first list otherwise; two queries. With ``project_ids`` of
    these alone."""
    plans = listed_plans(county, month, project_ids)
    return {project: planned[0] for project, planned in plans.items()}


def listed_plans(
    county: Unit, month: Month, project_ids: Collection[int] | None = None
) -> dict[int, list[int | None]]:
    """What each list of the year planned in ``month`` for each project in yuan, the county's own
    list first and None where it is a preliminary one; two queries. With ``project_ids`` of these
    alone."""
    on = month.last_day
    of_year = AnnualPlan.objects.filter(county=county, year=month.year).in_use(on)
    plans = of_year.values_list("pk", flat=True)
    asked = project_ids if project_ids is None or len(project_ids) <= MOST_LISTED else None
    terms = terms_since(Reader(county), plans, on, asked, beside=_OF_RANK).on(on)
    planned: dict[int, list[int | None]] = {}
    for line in sorted(terms.values(), key=_own_rank):
        project_id = line["project_id"]
        if project_ids is None or project_id in project_ids:
            planned.setdefault(project_id, []).append(line["planned_investment"])
    return planned


_OF_RANK = ("plan__tier", "plan__key", "plan__place")


def _own_rank(line: Values) -> OwnRank:
    tier, key, place = (line[column] for column in _OF_RANK)
    return own_rank(tier, key, place, line["plan_id"])


def _lists_of(county: Unit, year: int) -> dict[int, AnnualPlan]:
    """By their ids; one query."""
    return AnnualPlan.objects.filter(county=county, year=year).in_bulk()


@dataclass(frozen=True)
class Owed:
    """The projects that owe a report of a month, with the id of the unit that owes it. ``packages``
    stand on a list and owe none: their ``parts`` do, each of which has the id of its package."""

    units: dict[int, int]
    packages: dict[int, int]
    parts: dict[int, int]


def owed_by_month(county: Unit, periods: Iterable[ReportingPeriod]) -> dict[Month, dict[int, int]]:
    """The projects that owe a report of each month, with the id of the unit that answers for it.
    Four queries, and three a year."""
    owed = owed_of(county, answering_in(county, periods))
    return {month: each.units for month, each in owed.items()}


def owed_of(county: Unit, answering: Answering) -> dict[Month, Owed]:
    """What is owed of the months of which ``answering`` tells: by the projects that stood on a list
    as 新建 or 续建 on the month's last day (a preliminary project reports when it has something
    to). A line on a package (打包项目) is owed by its parts, as they were on that day, and no more
    by itself: their money is the package's. Two queries, and three a year."""
    first = min((month.last_day for month in answering.months), default=None)
    packages = packages_since(Reader(county), first) if first else None
    lists: dict[int, AnnualPlan] = {}
    terms: dict[int, Terms] = {}
    owed = {}
    for month, units in answering.months.items():
        if month.year not in terms:
            of_year = _lists_of(county, month.year)
            lists |= of_year
            terms[month.year] = terms_since(Reader(county), of_year, Month(month.year, 1).last_day)
        on = month.last_day
        owing = {
            line["project_id"]
            for line in terms[month.year].on(on).values()
            if line["category"] in OWING_CATEGORIES and lists[line["plan_id"]].is_in_use(on)
        }
        parts = packages.on(on) if packages else {}
        owed[month] = _owed(owing, units, parts)
    return owed


def _owed(listed: set[int], units: Mapping[int, int], packages: dict[int, int]) -> Owed:
    """What the lines of a month ask for, by who reports each project and the package of each
    part."""
    parts = {
        part: package for part, package in packages.items() if package in listed and part in units
    }
    wholes = set(parts.values())
    owing = (listed - wholes) | parts.keys()
    return Owed(
        {project: unit for project, unit in units.items() if project in owing},
        {project: unit for project, unit in units.items() if project in wholes},
        parts,
    )


def owed_in(period: ReportingPeriod) -> dict[int, int]:
    """``owed_by_month`` of one."""
    return whole_owed_in(period).units


def whole_owed_in(period: ReportingPeriod) -> Owed:
    return owed_of(period.county, answering_in(period.county, [period]))[period.as_month]
