"""A group's way through the year: its figures month by month, from one set of facts."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from figures.facts import Facts
from figures.figure import Figure
from figures.indicators import INDICATORS, in_group
from figures.lights import NO_LIGHT
from figures.plan_fact import PlanFact
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
    the facts of its own month give."""
    rows = in_group(facts.of_list(plan), group)
    return tuple(_point(rows, month, f"{plan}.{group}") for month in facts.month.since_january())


def due_by(rows: Iterable[PlanFact], month: Month) -> int:
    """What the pace of each row's list calls for of its plan by the end of ``month``, in yuan."""
    planned: Counter[Pacing] = Counter()
    for row in rows:
        planned[row.pacing] += row.planned or 0
    due = (yuan * pacing.at(month) for pacing, yuan in planned.items())
    return int(round_half_up(sum(due, Fraction(0))))


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
    due = [number(due_by(rows, each)) for each in year]
    return {
        "categories": [f"{each.month}月" for each in year],
        "series": [
            {"name": "累计完成", "data": known + [None] * (12 - len(known)), "role": "done"},
            {"name": "序时进度", "data": due, "role": "pace"},
        ],
        "unit": unit,
    }


def _point(rows: tuple[PlanFact, ...], month: Month, group_key: str) -> CurvePoint:
    then = tuple(row_at(row, month) for row in rows)

    def figure(name: str) -> Figure[PlanFact]:
        return INDICATORS[name].over(then, f"{group_key}.{name}")

    return CurvePoint(
        month=month,
        amount=figure("本月完成投资"),
        done=figure("完成投资"),
        rate=figure("完成率"),
        lead=figure("超序时"),
        reported=figure("报送数"),
        due=due_by(rows, month),
    )


def row_at(row: PlanFact, month: Month) -> PlanFact:
    """The line as it stood at the end of an earlier month, without its light."""
    months = row.standing.months[: month.month]
    if months[-1].state is MonthState.COVERED and not months[-1].is_joint:
        # What covers it came later; a month reported together with the next owed nothing.
        months = (*months[:-1], months[-1]._replace(state=MonthState.SILENT))
    standing = YearStanding(months, row.standing.latest)
    return row.with_values(
        month=month,
        standing=standing,
        is_waiting=row.is_waiting and month == row.month,
        is_to_review=row.is_to_review and month == row.month,
        pace=row.pacing.at(month),
        light=NO_LIGHT,
    )
