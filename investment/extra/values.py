"""The values of 附加指标 as an entry keeps them, as they are typed, and as they are told.

An entry keeps them in one column (``MonthlyEntry.extra``): the key of the column → what was told,
where something was. An amount is in yuan, another number in the smallest part that its decimals
give (12.5 with one decimal: 125), a day is ISO text, a text and the word of a choice are
themselves (docs/decisions/0032). Field names are those of the boxes: ``extra_7``.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from investment.models import ExtraColumn, ExtraKind
from measures.money import in_wan, wan_input
from measures.rounding import NO_VALUE, plain, round_half_up
from workbooks import values
from workbooks.titles import compact
from workbooks.values import HasValue, Unreadable

Value = int | str
Extra = Mapping[str, Value]
"""By the key of the column, as JSON has it."""

NOTHING: Extra = {}

_FIELD = re.compile(r"extra_([1-9][0-9]{0,17})")
_NUMBER = re.compile(r"[-+]?[0-9]{1,12}(?:\.([0-9]{1,9}))?")
_EXACT = 8


class Told(Protocol):
    """A draft or an entry."""

    @property
    def extra(self) -> Extra: ...


Columns = Mapping[str, ExtraColumn]
"""Columns by the names of their boxes."""

NO_COLUMNS: Columns = {}


def field_of(column: ExtraColumn) -> str:
    return f"extra_{column.pk}"


def key_of(name: str) -> str:
    """The key under which the value of a box is kept; "" where the name is none of these."""
    found = _FIELD.fullmatch(name)
    return found[1] if found else ""


def value_in(figures: Told, name: str) -> Value | None:
    """What stands in a box of these."""
    return figures.extra.get(key_of(name))


def names_in(*told: Extra) -> list[str]:
    """The boxes in which something stands in one of these."""
    keys = {key for extra in told for key in extra}
    return [f"extra_{key}" for key in sorted(keys, key=int)]


def changed(extra: Extra, values: Mapping[str, Value | None]) -> dict[str, Value]:
    """``extra`` with other ``values``, by the names of their boxes; None empties one."""
    kept = dict(extra)
    for name, value in values.items():
        if value is None:
            kept.pop(key_of(name), None)
        else:
            kept[key_of(name)] = value
    return kept


# --- Reading ------------------------------------------------------------------------------


def read(column: ExtraColumn, cell: HasValue | None, *, is_typed: bool = False) -> Value | None:
    """What a cell says of the column; None where nothing is written. Raises Unreadable."""
    if column.kind == ExtraKind.NUMBER:
        return _number(column, cell, is_typed=is_typed)
    if column.kind == ExtraKind.DATE:
        day = values.date(cell)
        return None if day is None else day.isoformat()
    written = values.text(cell)
    if column.kind == ExtraKind.CHOICE and written and written not in column.option_words:
        options = "、".join(column.option_words)
        raise Unreadable(f"“{written}” 不在选项中，请填写：{options}")
    return written or None


def _number(column: ExtraColumn, cell: HasValue | None, *, is_typed: bool) -> int | None:
    if column.is_money:
        return values.money(cell, column.one, is_typed=is_typed)
    written = compact(values.text(cell)).replace(",", "").removesuffix(column.unit)
    if not written:
        return None
    found = _NUMBER.fullmatch(written)
    if found is None:
        example = "12.5" if column.digits else "12"
        raise Unreadable(f"“{written}” 不是数字，请填写数字，如 {example}")
    if len((found[1] or "").rstrip("0")) > (column.digits or 0):
        decimals = f"最多{column.digits}位小数" if column.digits else "要填整数"
        raise Unreadable(f"“{written}” {decimals}，请核对")
    return int(Decimal(written) * column.one)


# --- Telling ------------------------------------------------------------------------------


def box_text(column: ExtraColumn, value: Value | None) -> str:
    """As a box holds it, so that it reads back unchanged."""
    if value is None:
        return ""
    if not isinstance(value, int):
        return value
    if column.is_money and column.unit == "万元":
        return wan_input(value)
    return plain(round_half_up(Fraction(value, column.one), _EXACT), trim=True)


def words(column: ExtraColumn, value: Value | None) -> str:
    """As a person reads it: 120万元, 12.5公里, 2019-08-01, 是."""
    if value is None:
        return NO_VALUE
    if column.is_money and column.unit == "万元" and isinstance(value, int):
        return in_wan(value)
    unit = column.unit if column.kind == ExtraKind.NUMBER else ""
    return f"{box_text(column, value)}{unit}"


def in_cell(column: ExtraColumn, value: Value | None) -> str | int | datetime.date | None:
    """As a cell of a workbook has it: an amount of 万元 in yuan, a day, else text or number."""
    if value is not None and column.kind == ExtraKind.DATE:
        return datetime.date.fromisoformat(str(value))
    if isinstance(value, int) and not column.is_money and column.one == 1:
        return value
    if isinstance(value, int) and column.is_money and column.unit == "万元":
        return value
    return box_text(column, value) or None


def told(extra: Extra, columns: Columns) -> list[tuple[str, str]]:
    """What stands in an entry: the names of columns and values in words, in their order."""
    return [
        (column.called, words(column, extra[key_of(name)]))
        for name, column in columns.items()
        if key_of(name) in extra
    ]


def changes_told(then: Extra, now: Extra, columns: Columns) -> list[tuple[str, str, str]]:
    """The name of each column in which the two differ, and what they say of it."""
    return [
        (column.called, words(column, then.get(key)), words(column, now.get(key)))
        for name, column in columns.items()
        if then.get(key := key_of(name)) != now.get(key)
    ]


def missing_of(extra: Extra, asked: Iterable[ExtraColumn]) -> list[ExtraColumn]:
    """The columns that are asked and in which nothing stands (未填)."""
    return [column for column in asked if str(column.pk) not in extra]
