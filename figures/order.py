"""The order of lines: one for laggards and one for those ahead, wherever they are listed."""

from collections.abc import Iterable
from fractions import Fraction

from figures.lights import Colour, Lag
from figures.plan_fact import PlanFact


def worst_first(rows: Iterable[PlanFact]) -> tuple[PlanFact, ...]:
    """Lines that lag (DESIGN §4.21): red before amber; of one colour those that have not started,
    then the furthest behind pace; ties as ``rows`` have them, which is the order of the lists."""
    return tuple(sorted(rows, key=_severity))


def _severity(row: PlanFact) -> tuple[bool, bool, Fraction]:
    light = row.light
    return light.colour is not Colour.RED, light.lag is not Lag.START, light.points or Fraction(0)


def laggards(rows: Iterable[PlanFact]) -> tuple[PlanFact, ...]:
    """The lines that lag, worst first; a project on several lists once, by its worst line."""
    worst: dict[int, PlanFact] = {}
    for row in worst_first(row for row in rows if row.light.lag is not None):
        worst.setdefault(row.project_id, row)
    return tuple(worst.values())


def best_first(rows: Iterable[PlanFact]) -> tuple[PlanFact, ...]:
    """The furthest ahead of pace first, then what has no lead as if at pace; ties as they come."""
    return tuple(sorted(rows, key=lambda row: -(row.lead or 0)))
