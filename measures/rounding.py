"""Rounding and printing of exact numbers (DESIGN §4, rules 1 and 13)."""

from decimal import Decimal
from fractions import Fraction

NO_VALUE = "—"
"""What is printed where there is no value: x ÷ 0, no plan, nothing reported."""


def round_half_up(value: Fraction | int, digits: int = 0) -> Decimal:
    """`value` with exactly `digits` decimals, halves away from zero.

    Exact at any size: no binary float and no decimal context (28 digits) takes part.
    """
    upper, lower = value.numerator * 10 ** max(digits, 0), value.denominator * 10 ** max(-digits, 0)
    magnitude = (2 * abs(upper) + lower) // (2 * lower)
    sign = 1 if upper < 0 and magnitude else 0
    return Decimal((sign, tuple(int(digit) for digit in str(magnitude)), -digits))


def plain(decimal: Decimal, trim: bool = False, grouped: bool = False) -> str:
    """`decimal` in ordinary notation, never with an exponent or as a negative zero.

    `trim` drops trailing zeros after the point (40.0 → 40), `grouped` separates thousands.
    """
    if not decimal:
        decimal = decimal.copy_abs()
    text = format(decimal, ",f" if grouped else "f")
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text
