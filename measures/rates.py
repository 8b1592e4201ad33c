"""Rates, shares and differences in 百分点: exact fractions until printed (DESIGN §4, rule 13).

A rate of 1 is 100 %; above it is normal. None stands for a rate that has no base.
"""

from fractions import Fraction

from measures.rounding import NO_VALUE, plain, round_half_up


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

    Without `signed` only how far (8.8), for a sentence whose own word says 高于 or 低于.
    """
    if points is None:
        return NO_VALUE
    rounded = round_half_up(points, digits)
    distance = plain(rounded.copy_abs())
    if not signed or not rounded:
        return distance
    return ("−" if rounded < 0 else "+") + distance


def short_points(points: Fraction | None, signed: bool = True) -> str:
    """`points` with one decimal, or two where one would print 0.0 of what is not nothing."""
    digits = 1 if not points or round_half_up(points, 1) else 2
    return format_points(points, digits, signed)
