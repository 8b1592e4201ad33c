"""A group's way through the year: its figures month by month, from one set of facts."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from figures.curve_sums import MonthSums, sums_by_month
from figures.facts import Facts
from figures.figure import Figure
from figures.indicators import INDICATORS, in_group
from figures.lights import NO_LIGHT
from figures.plan_fact import PlanFact
from figures.units import Number
from investment.pacing import Pacing
from investment.standing import MonthState, YearStanding
from measures.months import Month
from measures.rounding import round_half_up


@dataclass(frozen=True)
class CurvePoint:
    """The end of one month. ``due`` is what the pace calls for by then, in yuan."""

    month: Month
    amount: Figure[PlanFact]
    done: Figure[PlanFact]
    rate: Figure[PlanFact]
    lead: Figure[PlanFact]
    reported: Figure[PlanFact]
    due: int


def curve(facts: Facts, plan: str, group: str) -> tuple[CurvePoint, ...]:
    """January to the cut-off of a group of a list; no query. Each figure equals the one that
    the facts of its own month give, where its rows are."""
    rows, months = in_group(facts.of_list(plan), group), facts.month.since_january()
    sums = zip(months, sums_by_month(rows, months), due_by(rows, months), strict=True)
    return tuple(_point(f"{plan}.{group}", *of_month) for of_month in sums)


def due_by(rows: Iterable[PlanFact], months: Iterable[Month]) -> list[int]:
    """What the pace of each row's list calls for of its plan by the end of each month, in yuan."""
    planned: Counter[Pacing] = Counter()
    for row in rows:
        planned[row.pacing] += row.planned or 0
    return [
        int(round_half_up(sum((yuan * of.at(month) for of, yuan in planned.items()), Fraction(0))))
        for month in months
    ]


def curve_chart(
    month: Month,
    done: Sequence[int | None],
    rows: Sequence[PlanFact],
    number: Callable[[int], str],
    unit: str,
) -> dict[str, Any]:
    """Done from January to the cut-off, the pace of the rows through the whole year, as a chart
    draws them: amounts as strings printed by ``number``, so that none is a float."""
    year = Month(month.year, 12).since_january()
    known = [None if yuan is None else number(yuan) for yuan in done]
    due = list(map(number, due_by(rows, year)))
    return {
        "categories": [f"{each.month}月" for each in year],
        "series": [
            {"name": "累计完成", "data": known + [None] * (12 - len(known)), "role": "done"},
            {"name": "序时进度", "data": due, "role": "pace"},
        ],
        "unit": unit,
    }


def _point(group_key: str, month: Month, sums: MonthSums, due: int) -> CurvePoint:
    def figure(name: str, value: Number | None) -> Figure[PlanFact]:
        indicator = INDICATORS[name]
        return Figure(f"{group_key}.{name}", value, indicator.unit, indicator=indicator)

    return CurvePoint(
        month=month,
        amount=figure("本月完成投资", sums.amount),
        done=figure("完成投资", sums.done),
        rate=figure("完成率", sums.rate),
        lead=figure("超序时", sums.lead),
        reported=figure("报送数", sums.reported),
        due=due,
    )


def row_at(row: PlanFact, month: Month) -> PlanFact:
    """The line as it stood at the end of an earlier month, without its light."""
    months = row.standing.months[: month.month]
    if months[-1].was_silent:
        months = (*months[:-1], months[-1]._replace(state=MonthState.SILENT))
    standing = YearStanding(months, row.standing.latest, row.standing.basis)
    return row.with_values(
        month=month,
        standing=standing,
        is_waiting=row.is_waiting and month == row.month,
        is_to_review=row.is_to_review and month == row.month,
        pace=row.pacing.at(month),
        light=NO_LIGHT,
    )
