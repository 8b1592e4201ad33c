"""The formats in which a template prints its figures, by their Chinese names."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from documents.numerals import in_chinese
from documents.runs import mark
from documents.templating.faults import Wrong
from documents.templating.values import UNKNOWN, Parts, Value
from measures.rounding import plain, round_half_up

UNSETTLED = "待核"
"""Stands in place of a key behind what a person is to look at."""
_MOST_DECIMALS = 8
_LARGEST_IN_CHINESE, _PAIR = 99, 2
_OF_WAN: dict[str, Fraction | int] = {
    "亿元": 10_000,
    "亿": 10_000,
    "万元": 1,
    "千元": Fraction(1, 10),
    "元": Fraction(1, 10_000),
}
MONEY, RATE, POINTS = "万元", "%", "百分点"


def told(value: Any) -> str:
    """As it prints without a format."""
    if isinstance(value, Value):
        return mark(value.key, value.text)
    if isinstance(value, Parts):
        return names(value)
    return str(value)


def number(value: Any, decimals: int = 0, unit: str = "", grouped: bool = False) -> str:
    """The number alone, in its own unit or another of money."""
    figure = _figure(value)
    return mark(figure.key, _number(figure, decimals, unit, grouped))


def _in(unit: str, usual: int) -> Callable[..., str]:
    """With ``usual`` decimals where none are asked for."""

    def printed(value: Any, decimals: int = usual, grouped: bool = False) -> str:
        figure = _figure(value)
        text = _number(figure, decimals, unit, grouped)
        return mark(figure.key, text if text == UNKNOWN else f"{text}{unit}")

    return printed


def percentage(value: Any, decimals: int = 1) -> str:
    figure = _of_unit(value, RATE)
    text = _number(figure, decimals)
    return mark(figure.key, text if text == UNKNOWN else f"{text}%")


def points(value: Any, decimals: int = 1) -> str:
    """Without a sign: the sentence says which way."""
    figure = _of_unit(value, POINTS)
    text = _number(figure, decimals)
    return mark(figure.key, text if text == UNKNOWN else f"{text}个百分点")


def in_numerals(value: Any, pair: str = "") -> str:
    """二十三; ``pair`` in place of 二 (两个)."""
    if isinstance(value, str):
        return (
            in_chinese(int(value))
            if value.isdigit() and 0 < int(value) <= _LARGEST_IN_CHINESE
            else value
        )
    figure = _figure(value)
    exact = figure.exact
    if exact is None:
        return mark(figure.key, UNKNOWN)
    if exact.denominator != 1 or not 0 < exact <= _LARGEST_IN_CHINESE:
        return mark(figure.key, plain(round_half_up(exact, 0)))
    is_pair = bool(pair) and exact == _PAIR
    return mark(figure.key, str(pair)[:1] if is_pair else in_chinese(int(exact)))


def unsettled(value: Any) -> str:
    """What is left as it was typed, for a person to look at."""
    return mark(UNSETTLED, str(value))


def names(value: Any, most: int | None = None) -> str:
    """交通运输局、文旅局."""
    parts = _parts(value)
    return "、".join(part.name for part in (parts if most is None else parts.first(_whole(most))))


def falling(value: Any, name: str) -> Parts:
    return _parts(value).ordered(str(name), is_falling=True)


def rising(value: Any, name: str) -> Parts:
    return _parts(value).ordered(str(name), is_falling=False)


def first(value: Any, most: int) -> Parts:
    return _parts(value).first(_whole(most))


def counted(value: Any) -> int:
    return len(_parts(value))


def is_known(value: Any) -> bool:
    return _figure(value).exact is not None


FORMATS: dict[str, Callable[..., Any]] = {
    "百分比": percentage,
    "百分点": points,
    "亿元": _in("亿元", 1),
    "万元": _in("万元", 0),
    "数": number,
    "汉字": in_numerals,
    "待核": unsettled,
    "名单": names,
    "从高到低": falling,
    "从低到高": rising,
    "前": first,
    "个数": counted,
}
TESTS: dict[str, Callable[..., bool]] = {"已知": is_known}


def _figure(value: Any) -> Value:
    if not isinstance(value, Value):
        raise Wrong("这个格式只用于数字，请写在数字的名称后面")
    return value


def _of_unit(value: Any, unit: str) -> Value:
    figure = _figure(value)
    if figure.unit != unit:
        raise Wrong(f"{figure.key}的单位是{figure.unit}，不能用这个格式")
    return figure


def _parts(value: Any) -> Parts:
    if not isinstance(value, Parts):
        raise Wrong("这个格式只用于分列(…)")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Wrong("个数要写成整数")
    return value


def _number(figure: Value, decimals: Any, unit: str = "", grouped: Any = False) -> str:
    if not isinstance(decimals, int) or not 0 <= decimals <= _MOST_DECIMALS:
        raise Wrong(f"小数位数要写成0到{_MOST_DECIMALS}的整数")
    if unit and figure.unit != MONEY:
        raise Wrong(f"{figure.key}的单位是{figure.unit}，不能写成{unit}")
    if unit and unit not in _OF_WAN:
        raise Wrong(f"没有“{unit}”这个单位，可用的有：{'、'.join(_OF_WAN)}")
    if figure.exact is None:
        return UNKNOWN
    exact = figure.exact / _OF_WAN[unit] if unit else figure.exact
    rounded: Decimal = round_half_up(abs(exact) if figure.unit == POINTS else exact, decimals)
    return plain(rounded, grouped=bool(grouped))
