"""A figure printed as the one that stood in its place: its unit, decimals, separators and sign."""

import re
from typing import Any

from documents.reading.numbers import ARABIC, decimals_of
from figures import words
from figures.figure import Figure
from figures.units import MONEY, POINTS, RATE
from measures.money import format_wan
from measures.rates import format_points, percent
from measures.rounding import NO_VALUE, plain, round_half_up

_PRINTED = re.compile(rf"(?P<sign>[+−-]?)(?P<below>不足)?(?P<number>{ARABIC})(?P<unit>\D{{0,5}})")
_USUAL_DECIMALS = 1
_SEPARATED = 1000
"""From here on a number shows whether its thousands are separated."""
_UNITS = {RATE: ("", "%"), POINTS: ("", "个百分点"), MONEY: ("", "亿元", "万元")}


def printed_like(former: str, figure: Figure[Any]) -> str | None:
    """``figure`` has a value. Amounts with their unit choose 亿元 or 万元 by their size; one alone
    in its cell is in 万元. None where words stood, or another number among them: 近七成,
    慢4.8个百分点, 达到序时进度."""
    assert figure.exact is not None
    if former == NO_VALUE:
        return _in_cell(figure)
    found = _PRINTED.fullmatch(former)
    if found is None or found["unit"] not in _UNITS.get(figure.unit, [found["unit"]]):
        return None
    number, unit = found["number"], found["unit"]
    decimals = _USUAL_DECIMALS if found["below"] else decimals_of(number)
    if figure.unit == RATE:
        return percent(figure.exact, decimals) + unit
    if figure.unit == POINTS:
        # Of a lead of nothing no sign was printed; in a sentence the words say which way.
        is_signed = bool(found["sign"]) or not (unit or number.strip("0."))
        return format_points(figure.exact, decimals, is_signed) + unit
    if figure.unit == MONEY and unit and "," not in number:
        return words.amount(figure.yuan)
    is_grouped = "," in number or (figure.unit == MONEY and _is_short(number))
    in_unit = figure.exact / figure.unit.one
    return plain(round_half_up(in_unit, decimals), grouped=is_grouped) + unit


def _in_cell(figure: Figure[Any]) -> str:
    """Where none had a value before."""
    assert figure.exact is not None
    if figure.unit == RATE:
        return percent(figure.exact, _USUAL_DECIMALS)
    if figure.unit == POINTS:
        return format_points(figure.exact, _USUAL_DECIMALS)
    return format_wan(figure.yuan) if figure.unit == MONEY else figure.text()


def _is_short(number: str) -> bool:
    return int(number.partition(".")[0]) < _SEPARATED
