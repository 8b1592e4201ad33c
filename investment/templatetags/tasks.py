"""Numbers of tasks in the measure of their indicator."""

from typing import Literal

from django import template

from accounts.templatetags.formats import wan_exact
from investment.models import UnitIndicator

register = template.Library()


@register.filter
def in_measure(amount: int | Literal[""] | None, indicator: UnitIndicator) -> str:
    """1,234.5 of money in 万元, 1,200 of what is counted; — where nothing is known. The measure
    itself stands in the head of the column."""
    if amount is None or amount == "":
        return "—"
    return wan_exact(amount) if indicator.is_money else f"{amount:,}"
