"""Numbers as texts write them: 1,234.5, 二十三, 十一, 百分之五十."""

from fractions import Fraction

CHINESE = "零一二三四五六七八九十百两"
ARABIC = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,8})?|\d{1,15}(?:\.\d{1,8})?"
"""Longer ones are no figures of a report."""

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "元": 1}
_TENS = {"十": 10, "百": 100}


def value_of(text: str) -> Fraction:
    """Of digits, or of a Chinese numeral below 1000; 元 is the first month."""
    if text[0].isdigit():
        return Fraction(text.replace(",", ""))
    whole, _, decimals = text.partition("点")
    value = Fraction(_below_a_thousand(whole))
    for place, sign in enumerate(decimals, start=1):
        value += Fraction(_DIGITS[sign], 10**place)
    return value


def decimals_of(text: str) -> int:
    """How many decimals are printed."""
    return len(text.partition("." if text[0].isdigit() else "点")[2])


def _below_a_thousand(text: str) -> int:
    total, digit = 0, None
    for sign in text:
        if sign in _TENS:
            total += (1 if digit is None else digit) * _TENS[sign]
            digit = None
        else:
            digit = _DIGITS[sign]
    return total + (digit or 0)
