"""Plans by months and quarters (分期计划) and targets of a list (时段目标) as figures."""

from collections.abc import Iterable, Sequence

from figures.figure import Indicator, ratio
from figures.plan_fact import PlanFact
from figures.units import MONEY
from measures.rounding import round_half_up

Rows = Sequence[PlanFact]


def planned_through(rows: Rows, month: int) -> int | None:
    """What the lines of a list plan together from January through ``month``, in yuan; None unless
    it is known of every line that has a plan of its year."""
    amounts = [row.planned_through(month) for row in rows if row.planned]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known and len(known) == len(amounts) else None


def is_spread(row: PlanFact) -> bool:
    """Whether what it plans through the cut-off is known."""
    return row.planned_by_now is not None


def is_spread_by_quarter(row: PlanFact) -> bool:
    return row.planned_this_quarter is not None


def planned_by_now(rows: Rows) -> int | None:
    return _sum(row.planned_by_now for row in rows)


def planned_this_quarter(rows: Rows) -> int | None:
    return _sum(row.planned_this_quarter for row in rows)


def list_target(rows: Rows) -> int | None:
    """What is asked of the list by the cut-off, in yuan, where the rows are all of its lines that
    count: of a unit, a class or several lists together nothing is asked."""
    target = rows[0].target if rows else None
    if target is None or len(rows) != target.lines or len({row.plan_key for row in rows}) > 1:
        return None
    if target.share is None:
        return target.amount
    return int(round_half_up(target.share * sum(row.planned or 0 for row in rows), 0))


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


# Of the lines whose months or quarters reach to the cut-off; of the others nobody knows.
PHASED = Indicator(
    "时段计划投资",
    MONEY,
    planned_by_now,
    of=is_spread,
    basis="按月或按季度列了计划的项目，1月至当月",
    sum_words="所列项目1月至当月计划投资之和",
)
OF_THE_QUARTER = Indicator(
    "本季计划投资",
    MONEY,
    planned_this_quarter,
    of=is_spread_by_quarter,
    basis="按月或按季度列了计划的项目，当月所在的季度",
    sum_words="所列项目本季度计划投资之和",
)
TARGET = Indicator(
    "时段目标",
    MONEY,
    list_target,
    basis="对整个清单下达的目标，按完成率下达的折算为投资额",
    sum_words="对整个清单下达的目标",
)


def indicators(done: Indicator[PlanFact]) -> tuple[Indicator[PlanFact], ...]:
    """What is planned and asked by the cut-off, and how much of it is ``done``."""
    by_plan = "完成投资 ÷ 1月至当月的计划投资"
    return (
        PHASED,
        OF_THE_QUARTER,
        ratio("时段计划完成率", done, PHASED, by_plan, of=is_spread),
        TARGET,
        ratio("时段目标完成率", done, TARGET, "完成投资 ÷ 时段目标"),
    )
