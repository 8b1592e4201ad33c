"""Rates, shares and differences in 百分点: exact fractions until printed (DESIGN §4, rule 13).

A rate of 1 is 100 %; above it is normal. None stands for a rate that has no base.
"""

from fractions import Fraction

from measures.rounding import NO_VALUE, plain, round_half_up

# The most decimals that a small difference is given, and what is printed below them.
POINTS_DIGITS = 2
SMALLEST_POINTS = "不足0.01"
# A rate has one decimal; this near to the pace, in 百分点, one would seem to say that it is there.
NEAR = Fraction(1, 10)


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


def lead(done: int, plan: int, pace: Fraction) -> Fraction:
    """How far `done` ÷ `plan`, which is not 0, is ahead of the pace: `points` in one fraction,
    since each that is made on the way costs as much as all else of a light."""
    over = done * pace.denominator - plan * pace.numerator
    return Fraction(100 * over, plan * pace.denominator)


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


def rate_in_words(value: Fraction | None, pace: Fraction | None = None) -> str:
    """53.8%, and 20% where the decimal is zero. A rate that stands beside the ``pace`` and is near
    to it has two decimals: printed next to its lead it must not seem to have none."""
    if value is None:
        return NO_VALUE
    is_near = pace is not None and 0 < abs(value - pace) * 100 < NEAR
    return f"{percent(value, 2 if is_near else 1, trim=True)}%"


def distance(lead: Fraction | None) -> str:
    """8.8个百分点, 不足0.01个百分点: how far, where the sentence itself says ahead or behind."""
    return f"{format_points(lead, signed=False)}个百分点"


def against_pace(lead: Fraction) -> str:
    """超序时8.8个百分点 above the pace, 欠序时 below it, 与序时持平 at it."""
    if lead == 0:
        return "与序时持平"
    return f"{'超' if lead > 0 else '欠'}序时{distance(lead)}"


def _distance(points: Fraction, digits: int) -> str:
    for decimals in (digits, max(digits, POINTS_DIGITS)):
        rounded = round_half_up(points, decimals)
        if rounded or not points:
            return plain(rounded)
    return SMALLEST_POINTS
