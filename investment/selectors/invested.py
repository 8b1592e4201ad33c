"""What was invested in projects before a year, as far as it is known."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from accounts.models import Unit
from accounts.trail.reader import ById, Reader
from investment.carrying import shares_of
from investment.checks.kinds import Invested
from investment.selectors.facts import MOST_LISTED, approved_rows, standings_through
from investment.standing import EntryRow, YearStanding, stand, together
from measures.months import Month
from projects.models import FormerDetails, Project
from projects.turn.invested import DECEMBER, InvestedBy

_COLUMNS = ("total_investment", "invested_before", "invested_before_year")


def invested_before(projects: Iterable[Project], month: Month) -> dict[int, Invested]:
    """What the register said on the last day of the month, with what was reported for the years
    after that of 截至上年底 and before the month's. Amounts in yuan. One query, and one for each
    such year."""
    known = {project.pk: project for project in projects}
    if not known:
        return {}
    then = _said_on(known, month)
    since = _since({pk: details["invested_before_year"] for pk, details in then.items()}, month)
    return {
        pk: Invested(
            details["total_investment"],
            details["invested_before"] or 0,
            details["invested_before_year"],
            since[pk],
        )
        for pk, details in then.items()
    }


def _said_on(projects: Mapping[int, Project], month: Month) -> ById:
    """What the register said on the last day of the month; one query."""
    now = {pk: {name: getattr(each, name) for name in _COLUMNS} for pk, each in projects.items()}
    county = next(iter(projects.values())).county
    few = {"project_id__in": list(projects)} if len(projects) <= MOST_LISTED else {}
    held = Reader(county).held(
        FormerDetails, now, since=month.last_day, county="project__county", **few
    )
    return held.on(month.last_day)


def invested_by_the_end_of(
    county: Unit, project_ids: Collection[int], year: int
) -> dict[int, InvestedBy]:
    """What the register said on the year's last day, and what was approved of the year; of a
    package what its parts have done. Five queries, and one for each year since that of
    截至上年底."""
    projects = {
        each.pk: each
        for each in Project.objects.filter(pk__in=project_ids).select_related("county")
    }
    if not projects:
        return {}
    december = Month(year, DECEMBER)
    said = _said_on(projects, december)
    since = _since({pk: each["invested_before_year"] for pk, each in said.items()}, december)
    rows: dict[int, list[EntryRow]] = defaultdict(list)
    for row in approved_rows(county, december):
        rows[row.project_id].append(row)
    shares = shares_of(Reader(county), year, december.last_day)
    carried = shares.carried(rows, through=DECEMBER)

    def standing_of(project: int) -> YearStanding:
        return carried.get(project) or stand(rows[project], through=DECEMBER)

    parts = Project.objects.filter(package__in=projects).values_list("package", "pk")
    of_package: dict[int, list[int]] = defaultdict(list)
    for package, part in parts:
        if package is not None:
            of_package[package].append(part)
    return {
        pk: _invested_by(
            year,
            details,
            since[pk],
            # A package reports by its parts, and by itself where it does.
            [
                standing_of(member)
                for member in (pk, *of_package[pk])
                if member != pk or rows[pk] or not of_package[pk]
            ],
        )
        for pk, details in said.items()
    }


def _invested_by(
    year: int, details: dict, since: int, members: Iterable[YearStanding]
) -> InvestedBy:
    standing = together({str(place): member for place, member in enumerate(members)})
    latest = standing.latest.month if standing.latest else 0
    return InvestedBy(
        year=year,
        before=details["invested_before"],
        before_year=details["invested_before_year"],
        since=since,
        done=standing.year_to_date,
        through=latest,
        is_whole=latest == DECEMBER and not standing.has_gap,
    )


def _since(years: dict[int, int | None], month: Month) -> dict[int, int]:
    """What was sent for the whole years between, in yuan; a year of which nothing was sent adds
    nothing."""
    since = dict.fromkeys(years, 0)
    told = [year for year in years.values() if year is not None]
    for year in range(min(told, default=month.year) + 1, month.year):
        asked = [pk for pk, known in years.items() if known is not None and known < year]
        for pk, standing in standings_through(asked, year, DECEMBER).items():
            since[pk] += standing.year_to_date or 0
    return since
