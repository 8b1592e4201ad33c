"""The facts of a county at the end of a year, beside raw SQL that fetches the same rows."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from accounts.models import Unit
from benchmarks.county import JUNE, make_county
from benchmarks.goals import Goal, best_of
from figures.facts import load_facts
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from investment.standing import EntryRow
from measures.money import WAN
from measures.months import Month
from projects.models import Project

PROJECTS = 1_000
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
WHERE project.county_id = %(county)s AND entry.year = %(year)s AND entry.state = 'approved'
ORDER BY entry.project_id, entry.month
"""


def goals() -> Iterator[Goal]:
    county = make_county(PROJECTS)
    enter_a_year(county)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    raw, ours = best_of(
        lambda: fetch(county), lambda: load_facts(county, DECEMBER), after=lambda: None
    )
    yield Goal(
        f"the facts of {PROJECTS:,} projects in December ÷ raw SQL of the same rows",
        ours / raw,
        3,
        f"{ours * 1000:.0f} ms ÷ {raw * 1000:.0f} ms",
    )


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
    """Twelve approved months of every project."""
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
            state=EntryState.APPROVED,
        )
        for project in Project.objects.of_county(county)
        for number, period in sorted(periods.items())
    )
