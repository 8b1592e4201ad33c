"""A figure printed as a typed one is: its unit, its decimals, its words around the number."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from documents.numerals import in_chinese
from documents.reading.numbers import ARABIC, CHINESE
from documents.reading.script import simplified
from figures.book import FigureBook
from figures.figure import Figure
from figures.keys import REST, Key
from figures.units import POINTS
from measures.rounding import plain, round_half_up

_ARABIC = re.compile(ARABIC)
_CHINESE = re.compile(f"[{CHINESE}]+")
_LARGEST_IN_CHINESE = 99
AHEAD = re.compile("超|快于|高于|领先|提前")
BEHIND = re.compile("欠|落后|低于|慢")


def printed_anew(printed: str, exact: Fraction, decimals: int) -> str | None:
    """``printed`` with another number in it: 約8.7億元, 二十三个, 6,063万元. None where the number
    cannot be written so."""
    if exact < 0:
        return None
    rounded = round_half_up(exact, decimals)
    found = _ARABIC.search(printed)
    if found is not None:
        number = plain(rounded, grouped="," in found[0])
    else:
        found = None if decimals else _CHINESE.search(simplified(printed))
        if found is None or not 0 < rounded <= _LARGEST_IN_CHINESE:
            return None
        is_pair = found[0] == "两" and rounded == 2
        number = printed[found.start() : found.end()] if is_pair else in_chinese(int(rounded))
    return f"{printed[: found.start()]}{number}{printed[found.end() :]}"


def contradicted(figure: Figure[Any], before: str) -> bool:
    """Whether the words before a lead say 超 of one that is behind, or 落后 of one ahead."""
    if figure.unit != POINTS or not figure.value:
        return False
    wrong = AHEAD if figure.value < 0 else BEHIND
    return bool(wrong.search(simplified(before)))


def leaves_unknown(key: str, book: FigureBook) -> bool:
    """Whether a remainder leaves out what is not known at this cut-off: it would count it in."""
    asked = Key.parse(key)
    parts = asked.indicator.split(REST) if REST in asked.indicator else []
    return any(book[str(replace(asked, indicator=part))].value is None for part in parts)
