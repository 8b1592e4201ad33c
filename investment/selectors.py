"""Reads of periods and entries: one function a page, a report input or a check."""

from accounts.models import Unit
from investment.models import MonthlyEntry
from investment.standing import EntryRow
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
