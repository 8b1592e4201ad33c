"""A figure printed as the one that stood in its place: by the same unit and decimals."""

import re
from typing import Any

from documents.reading.numbers import ARABIC, decimals_of
from figures import words
from figures.figure import Figure
from figures.units import MONEY, POINTS, RATE

_ARABIC = re.compile(ARABIC)
_USUAL_DECIMALS = 1


def printed_like(former: str, figure: Figure[Any]) -> str:
    """``figure`` has a value. Amounts in prose choose 亿元 or 万元 by their size."""
    number = _ARABIC.search(former)
    decimals = decimals_of(number[0]) if number else _USUAL_DECIMALS
    assert figure.exact is not None
    if figure.unit == RATE and former.endswith("%"):
        return words.rate_with(figure.exact, decimals)
    if figure.unit == POINTS and former.endswith("个百分点"):
        return words.distance(figure.exact, decimals)
    if figure.unit == MONEY and former.endswith(("亿元", "万元")):
        return words.amount(figure.yuan)
    return figure.text()
