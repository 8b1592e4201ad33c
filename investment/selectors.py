"""Reads of periods and entries: one function a page, a report input or a check."""

from collections.abc import Iterable

from accounts.models import Unit
from investment.models import MonthlyEntry
from investment.standing import EntryRow, YearStanding, stand
from measures.months import Month


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
    wanted = set(project_ids)
    rows: dict[int, list[EntryRow]] = {project_id: [] for project_id in wanted}
    entries = MonthlyEntry.objects.sent().filter(
        project__in=wanted, year=month.year, month__lt=month.month
    )
    for values in entries.values_list(*EntryRow._fields):
        row = EntryRow(*values)
        rows[row.project_id].append(row)
    return {pk: stand(sent, through=month.month - 1) for pk, sent in rows.items()}
