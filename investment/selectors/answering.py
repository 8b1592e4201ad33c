"""Which unit answers for a project's month and for what was sent of it: the one reading of all that
counts by unit (docs/decisions/0013)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.models import Unit
from accounts.trail.reader import Reader
from investment.models import MonthlyEntry, ReportingPeriod
from measures.months import Month
from projects.reading import reporters_of


@dataclass(frozen=True)
class Answering:
    """The ids of units by month and project."""

    months: Mapping[Month, Mapping[int, int]]

    def unit_of(self, project_id: int, month: Month, sender_id: int) -> int:
        """Under which unit it counts what ``sender_id`` has sent."""
        return self.months[month].get(project_id, sender_id)

    def units_of(self, entries: Iterable[MonthlyEntry]) -> dict[int, Unit]:
        """The units of the entries, by the id of the entry; one query where some are not those that
        sent them."""
        found = list(entries)
        ids = {e.pk: self.unit_of(e.project_id, e.as_month, e.unit_id) for e in found}
        known = {e.unit_id: e.unit for e in found}
        others = set(ids.values()) - known.keys()
        if others:
            known |= Unit.objects.select_related("county").in_bulk(others)
        return {pk: known[unit_id] for pk, unit_id in ids.items()}


def answering_in(county: Unit, periods: Iterable[ReportingPeriod]) -> Answering:
    """Who answers for a month is who reported the project on its last day, whatever became of it
    since. While a month is open, it is for the projects of a unit that is closed by now who reports
    them today. Two queries."""
    closed = county.county_units.filter(is_active=False).values_list("pk", flat=True)
    reporters = reporters_of(Reader(county), closed)
    months = {}
    for period in periods:
        moves = period.is_open and not period.is_published
        units_on = reporters.answering_for if moves else reporters.on
        months[period.as_month] = units_on(period.as_month.last_day)
    return Answering(months)
