"""Points of an assessment: kept in whole hundredths, reckoned as exact fractions, rounded once."""

from fractions import Fraction

from measures.rounding import plain, round_half_up

HUNDREDTHS = 100


def to_hundredths(score: Fraction) -> int:
    """The points in hundredths, rounded half up (away from zero)."""
    return int(round_half_up(score, 2) * HUNDREDTHS)


def format_score(hundredths: int, signed: bool = False, fixed: bool = False) -> str:
    """Hundredths of a point as 33.87, with a true minus: −0.50 is printed −0.5, or with ``fixed``,
    as tables have it, −0.50. ``signed`` puts + before what adds."""
    text = plain(round_half_up(Fraction(abs(hundredths), HUNDREDTHS), 2), trim=not fixed)
    if hundredths < 0:
        return f"−{text}"
    return f"+{text}" if signed and hundredths else text
