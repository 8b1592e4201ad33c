"""Which 附加指标 a county has, and which are asked of a project in a month."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from accounts.models import Unit
from accounts.trail.reader import Reader
from investment.extra.values import NOTHING, Columns, Extra, field_of
from investment.models import ExtraColumn, MonthlyEntry
from measures.months import Month
from projects.models import AnnualPlan
from projects.reading import packages_since, terms_since


def columns_of(county: Unit, month: Month) -> Columns:
    """Every column of the county by the name of its box, as it was called in the month. One query,
    two where there is one."""
    columns = {}
    for column in ExtraColumn.objects.of_county(county):
        column.called = column.name_in(month)
        columns[field_of(column)] = column
    return columns


def asked_in(columns: Columns, month: Month) -> Columns:
    return {name: column for name, column in columns.items() if column.is_asked_in(month)}


def shown_of(
    columns: Columns, month: Month, lists: Collection[str], extra: Extra = NOTHING
) -> tuple[ExtraColumn, ...]:
    """Those asked of a project on the ``lists`` in the month, and those of which its entry says
    something already."""
    return tuple(
        column
        for column in columns.values()
        if str(column.pk) in extra or (column.is_asked_in(month) and column.is_asked_of(lists))
    )


def asked_of(columns: Iterable[ExtraColumn], lists: Collection[str]) -> tuple[ExtraColumn, ...]:
    """Of those that are asked in a month, what is asked of a project on the ``lists``."""
    return tuple(column for column in columns if column.is_asked_of(lists))


def lists_of(entry: MonthlyEntry) -> Collection[str]:
    """The keys of the lists on which the project of the entry was in its month. Three queries."""
    project, month = entry.project, entry.as_month
    return lists_by_project(project.county, month, [project.pk]).get(project.pk, ())


def lists_by_project(
    county: Unit, month: Month, project_ids: Collection[int] | None = None
) -> Mapping[int, set[str]]:
    """The keys of the lists of the year on which each project was in ``month``, that of its package
    for a part of one. With ``project_ids`` of these alone. Three queries."""
    on = month.last_day
    plans = AnnualPlan.objects.filter(county=county, year=month.year).in_use(on)
    packages = packages_since(Reader(county), on).on(on)
    asked = None
    if project_ids is not None:
        asked = {*project_ids, *(packages[pk] for pk in project_ids if pk in packages)}
    terms = terms_since(Reader(county), plans.values_list("pk", flat=True), on, asked, beside=_KEY)
    lists: dict[int, set[str]] = defaultdict(set)
    for line in terms.on(on).values():
        lists[line["project_id"]].add(line["plan__key"])
    return {
        **{part: lists[package] for part, package in packages.items() if package in lists},
        **lists,
    }


_KEY = ("plan__key",)
