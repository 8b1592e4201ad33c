"""Rates, shares and differences in 百分点: exact fractions until printed (DESIGN §4, rule 13).

A rate of 1 is 100 %; above it is normal. None stands for a rate that has no base.
"""

from fractions import Fraction

from measures.rounding import NO_VALUE, plain, round_half_up

# The most decimals that a small difference is given, and what is printed below them.
POINTS_DIGITS = 2
SMALLEST_POINTS = "不足0.01"


def rate(done: int, plan: int | None) -> Fraction | None:
    """Amount done ÷ amount planned; None when nothing is planned."""
    return Fraction(done, plan) if plan else None


def share(part: int, count: int) -> Fraction | None:
    """How much of `count` things `part` of them are; None when there are none."""
    return Fraction(part, count) if count else None


def percent(rate: Fraction | None, digits: int = 1, trim: bool = False) -> str:
    """`rate` in per cent, without the sign: 56.5; `trim` drops trailing zeros; — for None."""
    if rate is None:
        return NO_VALUE
    return plain(round_half_up(rate * 100, digits), trim=trim, grouped=True)


def points(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    """`a` − `b` in 百分点, exact; None when either is.

    Subtract first, round last: rounding both first is off by 0.1 now and then.
    """
    return None if a is None or b is None else (a - b) * 100


def format_points(points: Fraction | None, digits: int = 1, signed: bool = True) -> str:
    """`points` as +10.3, −8.8 (a true minus), 0.0; — for None.

    What is there is never printed as nothing: it has two decimals where fewer would print 0.0
    (−0.03), and below that reads −不足0.01. Without `signed` only how far (8.8), for a sentence
    whose own word says 高于 or 低于.
    """
    if points is None:
        return NO_VALUE
    distance = _distance(abs(points), digits)
    if not signed or not points:
        return distance
    return ("−" if points < 0 else "+") + distance


def _distance(points: Fraction, digits: int) -> str:
    for decimals in (digits, max(digits, POINTS_DIGITS)):
        rounded = round_half_up(points, decimals)
        if rounded or not points:
            return plain(rounded)
    return SMALLEST_POINTS
