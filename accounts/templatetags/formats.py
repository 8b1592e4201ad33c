"""How amounts, rates and points look in templates; the arithmetic is in measures/.

Amounts come in yuan, rates as exact fractions (1 is 100 %), points as exact fractions.
None prints as —.
"""

from fractions import Fraction

from django import template

from accounts import actions
from measures import money, rates, rounding
from measures.months import Month

register = template.Library()


@register.filter
def wan(yuan: int | None, digits: int = 0) -> str:
    """万元 of a table cell: thousands separated, exactly ``digits`` decimals."""
    return money.format_wan(yuan, int(digits))


@register.filter
def wan_exact(yuan: int | None) -> str:
    """万元 to the last yuan, trailing zeros dropped, thousands separated."""
    return money.format_money(yuan, money.WAN, _digits_to_the_yuan(yuan, money.WAN))


@register.filter
def yi(yuan: int | None, digits: int | None = None) -> str:
    """亿元: at most two decimals, trailing zeros dropped; with ``digits`` exactly so many."""
    return money.format_money(yuan, money.YI, None if digits is None else int(digits))


@register.filter
def percent(rate: Fraction | None, digits: int = 2) -> str:
    """A rate in per cent without its sign: 56.48."""
    return rates.percent(rate, int(digits))


@register.filter
def points(difference: Fraction | None, digits: int = 1) -> str:
    """百分点 with its sign: +10.3, −8.8."""
    return rates.format_points(difference, int(digits))


@register.filter
def month_label(month: Month | None) -> str:
    """2019年6月."""
    return rounding.NO_VALUE if month is None else month.label


@register.filter
def action_label(action: str) -> str:
    """An audit line's action in words; a code without a word stands for itself."""
    return actions.ACTION_LABELS.get(action, action)


@register.filter
def in_words(value: object) -> str:
    """A value that the trail kept: （空）, 是, 否, a list with 、between."""
    if value is None or value == "" or value == []:
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)


@register.filter
def change_words(changes: dict[str, list]) -> list[tuple[str, str, str]]:
    """An audit line's changes as (field, old value, new value) in words."""
    return [(name, in_words(old), in_words(new)) for name, (old, new) in changes.items()]


def _digits_to_the_yuan(yuan: int | None, unit: int) -> int:
    """How many decimals ``yuan`` needs when counted in ``unit``, a power of ten."""
    digits = 0
    while yuan is not None and yuan * 10**digits % unit:
        digits += 1
    return digits
