"""The facts of a county at the end of a year, beside raw SQL that fetches the same rows; and beside
the same when a hundred counties stand in the tables. Nothing is remembered of what was read before.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from accounts.models import Unit
from accounts.trail.remembered import forget_everything
from benchmarks.county import JUNE, make_county
from benchmarks.goals import Goal, best_of, seconds
from figures.facts import Facts, load_facts
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from investment.standing import EntryRow
from measures.money import WAN
from measures.months import Month
from projects.models import Project

PROJECTS = 1_000
OF_MANY, COUNTIES = 100, 100
AS_FAST = 1.1
"""What the machine does meanwhile is a tenth from one round to the next."""
DECEMBER = Month(2019, 12)

LINES = """
SELECT plan.key, item.id, item.position, item.category, item.planned_investment,
       item.planned_start, project.id, project.name, project.code, category.name,
       project.is_productive, project.total_investment, project.actual_start,
       project.substantially_complete_on, unit.id, unit.name
FROM projects_planitem item
JOIN projects_annualplan plan ON plan.id = item.plan_id
JOIN projects_project project ON project.id = item.project_id
LEFT JOIN projects_projectcategory category ON category.id = project.category_id
JOIN projects_projectunit part ON part.project_id = project.id AND part.part = 'reporting'
     AND part.from_date <= %(day)s AND (part.until IS NULL OR part.until > %(day)s)
JOIN accounts_unit unit ON unit.id = part.unit_id
WHERE plan.county_id = %(county)s AND plan.year = %(year)s
ORDER BY plan.id, item.position, item.id
"""
ENTRIES = f"""
SELECT {", ".join(f"entry.{name}" for name in EntryRow._fields)}
FROM investment_monthlyentry entry
JOIN projects_project project ON project.id = entry.project_id
WHERE project.county_id = %(county)s AND entry.year = %(year)s
  AND entry.state IN ('approved', 'submitted', 'reviewed')
ORDER BY entry.project_id, entry.month
"""


def goals() -> Iterator[Goal]:
    county = _county(PROJECTS)
    raw, ours = best_of(lambda: fetch(county), lambda: read_anew(county), after=lambda: None)
    yield Goal(
        f"the facts of {PROJECTS:,} projects in December ÷ raw SQL of the same rows",
        ours / raw,
        3,
        f"{ours * 1000:.0f} ms ÷ {raw * 1000:.0f} ms",
    )


def among() -> Iterator[Goal]:
    """The last to be measured: it fills the tables."""
    county = _county(OF_MANY)
    alone = _beside_a_loop(county)
    for number in range(1, COUNTIES):
        _county(OF_MANY, f"第{number}县")
    among_them = _beside_a_loop(county)
    yield Goal(
        f"the facts of a county of {OF_MANY} projects among {COUNTIES} ÷ alone",
        among_them / alone,
        AS_FAST,
        f"{among_them:.2f} loops ÷ {alone:.2f} loops",
    )


def _beside_a_loop(county: Unit) -> float:
    """The shortest of twenty beside the shortest of a loop of Python's own, taken in turn: minutes
    lie between the two measurements, and the machine is not as busy at both."""
    rounds = [(seconds(lambda: read_anew(county)), seconds(_loop)) for _ in range(20)]
    ours, loops = zip(*rounds, strict=True)
    return min(ours) / min(loops)


def _loop() -> int:
    return sum(number * number for number in range(100_000))


def read_anew(county: Unit) -> Facts:
    forget_everything()
    return load_facts(county, DECEMBER)


def _county(projects: int, name: str = "") -> Unit:
    county = make_county(projects, name)
    enter_a_year(county)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return county


def fetch(county: Unit) -> int:
    """Two statements: the lines, and every approved entry of the year."""
    asked: dict[str, Any] = {"county": county.pk, "year": DECEMBER.year, "day": DECEMBER.last_day}
    with connection.cursor() as cursor:
        rows = 0
        for statement in (LINES, ENTRIES):
            cursor.execute(statement, asked)
            rows += len(cursor.fetchall())
    return rows


def enter_a_year(county: Unit) -> None:
    """Twelve months of every project, approved but for every other December, which waits; its
    period is open."""
    periods = {JUNE.month: ReportingPeriod.objects.get(county=county)}
    for month in DECEMBER.since_january():
        if month.month not in periods:
            periods[month.month] = ReportingPeriod.objects.create(
                county=county, year=month.year, month=month.month, due_on=month.next().first_day
            )
    unit = Unit.objects.filter(county=county).first()
    MonthlyEntry.objects.bulk_create(
        MonthlyEntry(
            project=project,
            period=period,
            unit=unit,
            year=DECEMBER.year,
            month=number,
            month_amount=100 * WAN,
            year_to_date=100 * number * WAN,
            progress="主体施工",
            state=EntryState.REVIEWED if place % 2 and number == 12 else EntryState.APPROVED,
        )
        for place, project in enumerate(Project.objects.of_county(county))
        for number, period in sorted(periods.items())
    )
