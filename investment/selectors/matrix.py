"""Who has sent what, unit by month: the page from which the bureau reviews."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from accounts.models import Unit
from investment.calendar import months_reviewed
from investment.models import EntryState, MonthlyEntry, ReportingPeriod, stage_of
from investment.selectors.answering import answering_in
from investment.selectors.deadlines import deadlines
from investment.selectors.facts import owed_of
from measures.months import Month

SENT = (EntryState.SUBMITTED, EntryState.REVIEWED, EntryState.APPROVED)
# What the badge of a complete cell shows: the first of these that some entry is in.
MOST_URGENT = (EntryState.DRAFT, EntryState.SUBMITTED, EntryState.REVIEWED)


@dataclass
class Cell:
    """One unit's month: how many of its projects are in which state, and silent. ``preliminary``
    are those of them that owe nothing and sent something: they are reviewed, and not counted."""

    unit: Unit
    period: ReportingPeriod
    today: datetime.date
    counts: Counter[str] = field(default_factory=Counter)
    silent: int = 0
    preliminary: int = 0
    late: int = 0
    is_reviewed_first: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts.values()) + self.silent - self.preliminary

    @property
    def sent(self) -> int:
        return sum(self.counts[state] for state in SENT) - self.preliminary

    @property
    def is_overdue(self) -> bool:
        return self.sent < self.total and self.period.is_overdue(self.today)

    @property
    def state(self) -> str:
        """The state the badge shows; "" where the unit owes nothing."""
        if not self.total and not self.preliminary:
            return ""
        if self.counts[EntryState.RETURNED]:
            return EntryState.RETURNED
        if not self.sent and self.silent and not self.counts[EntryState.DRAFT]:
            return "overdue" if self.is_overdue else "missing"
        if self.silent:
            return EntryState.DRAFT
        return next((s for s in MOST_URGENT if self.counts[s]), EntryState.APPROVED)

    @property
    def stage(self) -> str:
        """The state as people are told it (``stage_of``)."""
        return stage_of(self.state, is_reviewed_first=self.is_reviewed_first)

    @property
    def word(self) -> str:
        """The badge's word where it is not the state's usual one."""
        if self.state == EntryState.DRAFT:
            return "填报中" if self.period.is_open else "未报齐"
        return "逾期未报" if self.state == "overdue" else ""


@dataclass(frozen=True)
class MatrixRow:
    unit: Unit
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """The units of a county that owe reports, against the periods of a year."""

    year: int
    periods: list[ReportingPeriod]
    rows: list[MatrixRow]

    def totals(self) -> list[Cell]:
        """Each period's cells added up."""
        return [self._total(place, period) for place, period in enumerate(self.periods)]

    def _total(self, place: int, period: ReportingPeriod) -> Cell:
        cells = [row.cells[place] for row in self.rows]
        today = cells[0].today if cells else period.due_on
        total = Cell(period.county, period, today)
        for cell in cells:
            total.counts.update(cell.counts)
            total.silent += cell.silent
            total.preliminary += cell.preliminary
            total.late += cell.late
        return total


def review_matrix(county: Unit, year: int, today: datetime.date) -> Matrix:
    """By what the year's new and continuing projects owe; any other, a preliminary one, is
    told beside where something was sent. Twelve queries for any number of units and months."""
    periods = list(
        ReportingPeriod.objects.filter(county=county, year=year)
        .select_related("county")
        .order_by("month")
    )
    answering = answering_in(county, periods)
    owed = owed_of(county, answering)
    owing = {(p, m.month): unit for m, each in owed.items() for p, unit in each.units.items()}
    entries = MonthlyEntry.objects.filter(project__county=county, year=year).values_list(
        "project_id", "unit_id", "month", "state", "received_on"
    )
    due = deadlines(periods)
    found = [
        (project, answering.unit_of(project, Month(year, month), sender), month, state, received_on)
        for project, sender, month, state, received_on in entries
        if (project, month) in owing or state in SENT
    ]
    units = Unit.objects.filter(pk__in={*owing.values(), *(unit for _, unit, *_ in found)})
    reviewed = months_reviewed(county, [period.as_month for period in periods])
    cells = {
        (unit.pk, period.month): Cell(
            unit, period, today, is_reviewed_first=period.as_month in reviewed
        )
        for unit in units
        for period in periods
    }
    heard = set()
    for project_id, unit_id, month, state, received_on in found:
        heard.add((project_id, month))
        cell = cells[unit_id, month]
        cell.counts[state] += 1
        cell.preliminary += (project_id, month) not in owing
        cell.late += due.is_late(cell.period, unit_id, received_on)
    for (project_id, month), unit_id in owing.items():
        cells[unit_id, month].silent += (project_id, month) not in heard
    rows = [MatrixRow(unit, [cells[unit.pk, period.month] for period in periods]) for unit in units]
    return Matrix(year, periods, rows)
