"""Chinese numerals of official paper: 一、（一）."""

from collections.abc import Sequence

NUMERALS = "一二三四五六七八九十"

_DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """一 to 九十九."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return ten + (_DIGITS[ones] if ones else "")


def numbered(lines: Sequence[str]) -> list[str]:
    """1．甲。 2．乙。; one alone has no number."""
    if len(lines) < 2:
        return [*lines]
    return [f"{number}．{line}" for number, line in enumerate(lines, 1)]
