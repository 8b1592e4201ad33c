"""One project's months of a year."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Unit
from investment.calendar import months_reviewed
from investment.carrying import shares_among
from investment.extra.values import words
from investment.models import EntryState, ExtraColumn, MonthlyEntry, ReportingPeriod, stage_of
from investment.standing import EntryRow, MonthStanding
from measures.months import Month
from projects.models import Project


@dataclass(frozen=True)
class ProjectMonth:
    """A month with its entry, if any, and how the approved entries stand there; ``extra_told`` is
    what it says of 附加指标: names and values in words."""

    period: ReportingPeriod
    entry: MonthlyEntry | None
    standing: MonthStanding | None
    is_reviewed_first: bool = False
    extra_told: Sequence[tuple[str, str]] = ()

    @property
    def stage(self) -> str:
        """The state of its entry as people are told it (``stage_of``)."""
        state = self.entry.state if self.entry else "missing"
        return stage_of(state, is_reviewed_first=self.is_reviewed_first)


def project_year(project: Project, year: int) -> list[ProjectMonth]:
    """The months of the year that have a period, January first; four queries, two
    more where one tells of 附加指标. ``standing`` is None after the last approved month."""
    periods = list(
        ReportingPeriod.objects.filter(county=project.county_id, year=year).order_by("month")
    )
    entries = {
        entry.month: entry
        for entry in MonthlyEntry.objects.filter(project=project, year=year).select_related(
            "unit", "keyed_by", "verified_by"
        )
    }
    approved = [
        EntryRow(*(getattr(entry, name) for name in EntryRow._fields))
        for entry in entries.values()
        if entry.state == EntryState.APPROVED
    ]
    through = max((row.month for row in approved), default=0)
    shares = shares_among([project.pk], Month(year, 12))
    year_told = shares.as_told(project.pk, approved, through=through)
    standings = {month.month: month for month in year_told.months}
    reviewed = months_reviewed(project.county, [period.as_month for period in periods])
    has_extra = any(entry.extra for entry in entries.values())
    columns = list(ExtraColumn.objects.of_county(project.county)) if has_extra else []
    return [
        ProjectMonth(
            period,
            entries.get(period.month),
            standings.get(period.month),
            period.as_month in reviewed,
            _told_of(entries.get(period.month), columns),
        )
        for period in periods
    ]


def _told_of(entry: MonthlyEntry | None, columns: Sequence[ExtraColumn]) -> list[tuple[str, str]]:
    if entry is None:
        return []
    return [
        (column.name_in(entry.as_month), words(column, entry.extra[str(column.pk)]))
        for column in columns
        if str(column.pk) in entry.extra
    ]


def next_waiting(entry: MonthlyEntry, unit: Unit) -> MonthlyEntry | None:
    """The next entry of the same period that waits and that the unit answers for, in the order of
    the register; one query."""
    own = Project.objects.reported_through(unit, entry.as_month.last_day)
    waiting = MonthlyEntry.objects.waiting().filter(period=entry.period_id, project__in=own)
    others = waiting.exclude(pk=entry.pk).select_related("project").order_by("project_id")
    return next((other for other in others if other.project_id > entry.project_id), None) or next(
        iter(others), None
    )
