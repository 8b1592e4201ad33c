"""What the lines of a group come to at the end of each month, in one pass over what was reported.

The plain way is each indicator over ``figures.curve.row_at`` of every line. Of 2,000 lines it makes
24,000 anew: more than half of what the figures of a dashboard take. A test holds the two alike
(``test_the_sums_of_a_curve_are_the_indicators_over_its_lines``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from figures.choosing import is_planned
from figures.plan_fact import PlanFact
from investment.standing import sum_of_known
from measures.months import Month
from measures.rates import points, rate


@dataclass(frozen=True)
class MonthSums:
    """As the indicators 本月完成投资, 完成投资, 完成率, 超序时 and 报送数 have them."""

    amount: int | None
    done: int | None
    rate: Fraction | None
    lead: Fraction | None
    reported: int


def sums_by_month(rows: Sequence[PlanFact], months: Sequence[Month]) -> Iterator[MonthSums]:
    """Of each of ``months``, which run from January to the cut-off at most."""
    pacings = {row.pacing for row in rows}
    planned = sum(row.planned or 0 for row in rows)
    reported = [row.standing.months for row in rows]
    of_planned = [row.standing.months for row in rows if is_planned(row)]
    for place, month in enumerate(months):
        done_of_planned = sum_of_known(of[place].year_to_date for of in of_planned)
        completion = None if done_of_planned is None else rate(done_of_planned, planned)
        paces = {pacing.at(month) for pacing in pacings}
        count = sum(not of[place].was_silent for of in reported)
        is_held_against_pace = count > 0 and len(paces) == 1
        yield MonthSums(
            amount=sum_of_known(of[place].amount for of in reported),
            done=sum_of_known(of[place].year_to_date for of in reported),
            rate=completion,
            lead=points(completion, paces.pop()) if is_held_against_pace else None,
            reported=count,
        )
