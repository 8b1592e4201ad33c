"""附加指标 as indicators of plan lines: 县级.全部.民间投资完成额.

A column that the county added to its monthly sheet is an indicator under its name, and under those
that it had before: the sum of what approved entries of the cut-off month say of the rows. Nothing
of it is read until a key asks for it (docs/decisions/0032).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from accounts.trail.reader import Reader
from accounts.trail.remembered import remembered
from figures.derived import DERIVED
from figures.facts import Facts
from figures.figure import Indicator
from figures.indicators import INDICATORS
from figures.plan_fact import PlanFact
from figures.subject import Column, OwnIndicator, Table
from figures.units import MONEY, FigureUnit
from investment.extra.columns import columns_of
from investment.extra.values import Extra
from investment.models import EntryState, ExtraColumn, ExtraKind, MonthlyEntry
from projects.reading import details_on

Values = Callable[[], Mapping[int, Sequence[Extra]]]
"""What the approved entries of the month say, by the id of the project on a list: more than one of
a package."""


def own_columns(facts: Table[PlanFact]) -> dict[str, OwnIndicator[PlanFact]]:
    """By every name. Two queries, and two more when one is asked for its value."""
    assert isinstance(facts, Facts)
    if facts.county._state.adding:
        # Facts of rows alone, whose county no table has.
        return {}
    values = cache(lambda: _values(facts))
    found: dict[str, OwnIndicator[PlanFact]] = {}
    for column in columns_of(facts.county, facts.month).values():
        if column.kind == ExtraKind.NUMBER:
            own = _own(column, values)
            for name in column.every_name:
                found[name] = replace(own, indicator=replace(own.indicator, name=name))
    return found


def is_name_of_figures(name: str) -> bool:
    """Whether an indicator has the name, or one that is made of an indicator (完成率较上月)."""
    made = (name.removesuffix(each.suffix) for each in DERIVED if name.endswith(each.suffix))
    return name in INDICATORS or any(base in INDICATORS for base in made)


def unit_of(column: ExtraColumn) -> FigureUnit:
    if column.is_money:
        return MONEY
    return FigureUnit(column.unit, one=column.one, digits=column.digits or 0)


def _own(column: ExtraColumn, values: Values) -> OwnIndicator[PlanFact]:
    key, unit = str(column.pk), unit_of(column)

    def of(row: PlanFact) -> int | None:
        told = [extra[key] for extra in values().get(row.project_id, ()) if key in extra]
        return sum(map(int, told)) if told else None

    def total(rows: Sequence[PlanFact]) -> int | None:
        """None where nothing stands: 未填 is not zero."""
        known = [value for value in map(of, rows) if value is not None]
        return sum(known) if known else None

    def basis(rows: Sequence[PlanFact]) -> str:
        told = sum(of(row) is not None for row in rows)
        return f"{column.definition.rstrip('。')}；{len(rows)}个项目中填报{told}个"

    indicator = Indicator(
        column.called,
        unit,
        total,
        basis_of=basis,
        sum_words="所列项目当月已审定的填报数之和，未填的不计、不作零",
    )
    shown = Column(
        column.called,
        of,
        unit,
        key="own",
        total=total,
        missing=lambda row: "未填" if row.is_reported else "",
    )
    return OwnIndicator(indicator, shown)


def _values(facts: Facts) -> Mapping[int, Sequence[Extra]]:
    known = facts.known
    reader = Reader(facts.county, known, remembered(facts.county) if known is None else None)
    rows = reader.rows(
        MonthlyEntry,
        *("project_id", "extra"),
        county="project__county",
        year=facts.month.year,
        month=facts.month.month,
        state=EntryState.APPROVED,
    )
    projects = details_on(reader, facts.month.last_day)
    found: dict[int, list[Extra]] = defaultdict(list)
    for project, extra in rows:
        if extra:
            found[project].append(extra)
            package = projects.get(project, {}).get("package_id")
            if package is not None:
                found[package].append(extra)
    return found
