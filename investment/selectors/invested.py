"""What was invested in projects before a year, as far as it is known."""

from collections.abc import Iterable

from accounts.trail.reader import Reader
from investment.checks.kinds import Invested
from investment.selectors.facts import MOST_LISTED, standings_through
from measures.months import Month
from projects.models import FormerDetails, Project

_COLUMNS = ("total_investment", "invested_before", "invested_before_year")
_DECEMBER = 12


def invested_before(projects: Iterable[Project], month: Month) -> dict[int, Invested]:
    """What the register said on the last day of the month, with what was reported for the years
    after that of 截至上年底 and before the month's. Amounts in yuan. One query, and one for each
    such year."""
    known = {project.pk: project for project in projects}
    if not known:
        return {}
    now = {pk: {name: getattr(each, name) for name in _COLUMNS} for pk, each in known.items()}
    county = next(iter(known.values())).county
    few = {"project_id__in": list(known)} if len(known) <= MOST_LISTED else {}
    held = Reader(county).held(
        FormerDetails, now, since=month.last_day, county="project__county", **few
    )
    then = held.on(month.last_day)
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


def _since(years: dict[int, int | None], month: Month) -> dict[int, int]:
    """What was sent for the whole years between, in yuan; a year of which nothing was sent adds
    nothing."""
    since = dict.fromkeys(years, 0)
    told = [year for year in years.values() if year is not None]
    for year in range(min(told, default=month.year) + 1, month.year):
        asked = [pk for pk, known in years.items() if known is not None and known < year]
        for pk, standing in standings_through(asked, year, _DECEMBER).items():
            since[pk] += standing.year_to_date or 0
    return since
