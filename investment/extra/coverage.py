"""Who has filled in the 附加指标 of a month, and who has not: never zero where nothing stands."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from investment.extra.columns import asked_in, columns_of, lists_by_project
from investment.models import EntryState, ExtraColumn, MonthlyEntry, ReportingPeriod
from investment.selectors.facts import owed_in
from projects.models import Project


@dataclass(frozen=True)
class Unfilled:
    """A unit with the projects that it sent without a value."""

    unit_id: int
    unit_name: str
    projects: tuple[str, ...]


@dataclass(frozen=True)
class ColumnCoverage:
    """Of the projects that owe the month a report and are ``asked`` the column: how many have
    ``filled`` it in, how many were sent without (``unfilled``, by unit), and how many were not
    sent."""

    column: ExtraColumn
    asked: int
    filled: int
    silent: int
    units: tuple[Unfilled, ...]

    @property
    def unfilled(self) -> int:
        return self.asked - self.filled - self.silent

    @property
    def words(self) -> str:
        """应填85项，已填60项，未填12项，未报送13项."""
        beside = (("未填", self.unfilled), ("未报送", self.silent))
        parts = [f"应填{self.asked}项", f"已填{self.filled}项"]
        return "，".join([*parts, *(f"{word}{number}项" for word, number in beside if number)])


def coverage_of_columns(
    period: ReportingPeriod, unit_ids: Collection[int] | None = None
) -> list[ColumnCoverage]:
    """Of every column that is asked in the month, of all units or of these. One query where none
    is asked."""
    month = period.as_month
    asked = asked_in(columns_of(period.county, month), month)
    if not asked:
        return []
    owed = owed_in(period)
    if unit_ids is not None:
        owed = {project: unit for project, unit in owed.items() if unit in unit_ids}
    sent = MonthlyEntry.objects.filter(period=period, project__in=owed).exclude(
        state__in=(EntryState.DRAFT, EntryState.RETURNED)
    )
    told = dict(sent.values_list("project_id", "extra"))
    lists = lists_by_project(period.county, month)
    names = dict(Project.objects.filter(pk__in=owed).values_list("pk", "name"))
    units = dict(period.county.county_units.values_list("pk", "name"))
    return [_coverage(column, owed, told, lists, names, units) for column in asked.values()]


def _coverage(
    column: ExtraColumn,
    owed: Mapping[int, int],
    told: Mapping[int, Mapping[str, object]],
    lists: Mapping[int, set[str]],
    names: Mapping[int, str],
    units: Mapping[int, str],
) -> ColumnCoverage:
    asked = {pk: unit for pk, unit in owed.items() if column.is_asked_of(lists.get(pk, ()))}
    key = str(column.pk)
    missing: dict[int, list[str]] = defaultdict(list)
    for pk, unit in asked.items():
        if pk in told and key not in told[pk]:
            missing[unit].append(names[pk])
    in_order = sorted(missing, key=list(units).index)
    return ColumnCoverage(
        column,
        asked=len(asked),
        filled=sum(key in told[pk] for pk in asked if pk in told),
        silent=sum(pk not in told for pk in asked),
        units=tuple(Unfilled(pk, units[pk], tuple(missing[pk])) for pk in in_order),
    )
