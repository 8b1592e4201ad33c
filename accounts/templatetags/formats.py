"""How amounts, rates and points look in templates; the arithmetic is in measures/.

Amounts come in yuan, rates as exact fractions (1 is 100 %), points as exact fractions.
None prints as —.
"""

from fractions import Fraction
from typing import Literal, TypeVar

from django import template

from accounts.trail import actions
from measures import money, rates, rounding
from measures.months import Month

register = template.Library()

# What a form and a row hold where there is no value.
NOTHING: tuple[object, ...] = (None, "", [])

# A template hands "" to a filter where a lookup ended at None: entry.month_amount of no entry.
Absent = Literal[""] | None
Value = TypeVar("Value", int, Fraction)


@register.filter
def wan(yuan: int | Absent, digits: int = 0) -> str:
    """万元 of a table cell: thousands separated, exactly ``digits`` decimals."""
    return money.format_wan(_known(yuan), int(digits))


@register.filter
def wan_exact(yuan: int | Absent) -> str:
    """万元 to the last yuan, trailing zeros dropped, thousands separated."""
    amount = _known(yuan)
    return money.format_money(amount, money.WAN, _digits_to_the_yuan(amount, money.WAN))


@register.filter
def in_wan(yuan: int) -> str:
    """1234.5万元, exact to the yuan, with its unit."""
    return money.in_wan(yuan)


@register.filter
def yi(yuan: int | Absent, digits: int | None = None) -> str:
    """亿元: at most two decimals, trailing zeros dropped; with ``digits`` exactly so many."""
    return money.format_money(_known(yuan), money.YI, None if digits is None else int(digits))


@register.filter
def percent(rate: Fraction | Absent, digits: int = 2) -> str:
    """A rate in per cent without its sign: 56.48."""
    return rates.percent(_known(rate), int(digits))


@register.filter
def points(difference: Fraction | Absent) -> str:
    """百分点 with its sign: +10.3, −8.8; never 0.0 of what is there."""
    return rates.format_points(_known(difference))


@register.filter
def month_label(month: Month | Absent) -> str:
    """2019年6月."""
    return month.label if month else rounding.NO_VALUE


@register.filter
def action_label(action: str) -> str:
    """An audit line's action in words; a code without a word stands for itself."""
    return actions.ACTION_LABELS.get(action, action)


@register.filter
def in_words(value: object) -> str:
    """A value of a row or a form: （空）, 是, 否, a list with 、between."""
    if value in NOTHING:
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)


def _known(value: Value | Absent) -> Value | None:
    return None if value == "" else value


def _digits_to_the_yuan(yuan: int | None, unit: int) -> int:
    """How many decimals ``yuan`` needs when counted in ``unit``, a power of ten."""
    digits = 0
    while yuan is not None and yuan * 10**digits % unit:
        digits += 1
    return digits
