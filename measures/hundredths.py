"""Amounts that are kept as a whole number of hundredths: 亩, 吨, 吨标煤."""

from decimal import Decimal
from fractions import Fraction

from measures.money import MoneyError, parse_money
from measures.rounding import NO_VALUE, plain, round_half_up

HUNDREDTHS = 100
_LONGEST = 40


class AmountError(ValueError):
    """A text or cell that is not surely an amount; its message is Chinese and for the user."""


def parse_hundredths(text: str | int | float | Decimal) -> int:
    """How many hundredths a text or a cell of a workbook stands for: 1,500.5, 约1500. Raises
    AmountError for what is no number, and for more than two decimals."""
    written = repr(text) if isinstance(text, float) else str(text)
    # A number is read as money is; ten thousand of what is kept tell more decimals than may be.
    try:
        parts = parse_money(written, HUNDREDTHS * HUNDREDTHS)
    except MoneyError as error:
        raise AmountError(_unread(written)) from error
    if any(unit in written for unit in "元万亿"):
        raise AmountError(_unread(written))
    if parts % HUNDREDTHS:
        raise AmountError(f"数量“{written[:_LONGEST]}”最多填两位小数")
    return parts // HUNDREDTHS


def format_hundredths(amount: int | None, *, grouped: bool = True) -> str:
    """1,500, 12.5; — of None."""
    if amount is None:
        return NO_VALUE
    return plain(round_half_up(Fraction(amount, HUNDREDTHS), 2), trim=True, grouped=grouped)


def _unread(written: str) -> str:
    return f"数量“{written[:_LONGEST]}”无法识别，请只填一个数字，如1500、12.5"
