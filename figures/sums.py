"""What rows of plan lines come to together: the values of indicators (``figures.indicators``)."""

from collections.abc import Sequence
from fractions import Fraction

from figures.plan_fact import PlanFact
from figures.reckoning import IN_FULL
from investment.basis import Basis

Rows = Sequence[PlanFact]


def total_investment(rows: Rows) -> int:
    return sum(row.total_investment or 0 for row in rows)


def planned(rows: Rows) -> int:
    return sum(row.planned or 0 for row in rows)


def done(rows: Rows) -> int | None:
    """The sum of what is known; None where no row has reported (silence is not zero)."""
    known = [row.done for row in rows if row.done is not None]
    return sum(known) if known else None


def left_to_do(rows: Rows) -> int | None:
    """What is planned and not yet completed, below 0 where more was; None where no row has
    reported."""
    known = done(rows)
    return None if known is None else planned(rows) - known


def done_basis(rows: Rows) -> str:
    return IN_FULL[rows[0].standing.basis if rows else Basis.VERIFIED]


def done_this_month(rows: Rows) -> int | None:
    known = [row.done_this_month for row in rows if row.done_this_month is not None]
    return sum(known) if known else None


def done_since_start(rows: Rows) -> int | None:
    known = [row.done_since_start for row in rows if row.done_since_start is not None]
    return sum(known) if known else None


def pace(rows: Rows) -> Fraction | None:
    """None over rows whose lists have paces of their own."""
    paces = {row.pace for row in rows}
    return paces.pop() if len(paces) == 1 else None


def units(rows: Rows) -> int:
    return len({row.unit_id for row in rows})
