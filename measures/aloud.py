"""Numbers as a leader says them: 近九成, 五成六, 132.6亿元. Each is true of the exact number, which
stands beside it on paper."""

from fractions import Fraction

from measures.money import WAN, YI
from measures.rounding import plain, round_half_up

TENTHS = "零一二三四五六七八九"
HALF = "一半"
# So near below a whole tenth, in 百分点, it is 近九成, and so little above it 八成多.
NEAR_BELOW, LITTLE_ABOVE = 2, Fraction(3, 2)


def rate_aloud(rate: Fraction) -> str:
    """近九成, 五成六, 过半, 全部; from 1 on, and below a tenth, the rate itself: 121.8%."""
    percent = rate * 100
    if percent == 100:
        return "全部"
    below, over = divmod(percent, 10)
    if percent > 100 or below == 0:
        return f"{plain(round_half_up(percent, 1), trim=True)}%"
    if over == 0:
        return _tenths(int(below))
    if 10 - over <= NEAR_BELOW and below < 9:
        return f"近{_tenths(int(below) + 1)}"
    if over <= LITTLE_ABOVE:
        return "过半" if below == 5 else f"{TENTHS[int(below)]}成多"
    # 九成九 of 99.9 %: it is not all.
    finer = min(int(round_half_up(over)), 9)
    return f"{TENTHS[int(below)]}成{TENTHS[finer]}"


def _tenths(number: int) -> str:
    return HALF if number == 5 else f"{TENTHS[number]}成"


def amount_aloud(yuan: int) -> str:
    """132.6亿元, 3598万元: one decimal from 1亿元 on, and two below ten."""
    if abs(yuan) < YI:
        return f"{plain(round_half_up(Fraction(yuan, WAN)), trim=True)}万元"
    digits = 1 if abs(yuan) >= 10 * YI else 2
    return f"{plain(round_half_up(Fraction(yuan, YI), digits), trim=True)}亿元"
