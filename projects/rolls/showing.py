"""How a line of a 台账 stands on pages and in its workbook: headings and values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from measures.money import format_wan
from measures.rounding import NO_VALUE
from projects.models import RollLine
from projects.rolls.roll import Roll


@dataclass(frozen=True)
class Heading:
    """``unit`` stands beside the label of a number."""

    label: str
    unit: str = ""
    is_number: bool = False


def headings(roll: Roll[Any, Any]) -> Sequence[Heading]:
    """Of the roll's own fields."""
    return [_heading(roll, name) for name in roll.fields]


def _heading(roll: Roll[Any, Any], name: str) -> Heading:
    column = roll.line._meta.get_field(name)
    label = str(column.verbose_name)
    if name in roll.money:
        return Heading(label, "万元", is_number=True)
    is_number = isinstance(column, models.IntegerField) and not column.choices
    return Heading(label, is_number=is_number)


def shown(roll: Roll[Any, Any], line: RollLine) -> Sequence[tuple[Heading, str]]:
    """Each field's heading with its value in words; money in 万元."""
    return [
        (heading, _words(roll, line, name))
        for heading, name in zip(headings(roll), roll.fields, strict=True)
    ]


def _words(roll: Roll[Any, Any], line: RollLine, name: str) -> str:
    value = getattr(line, name)
    if value is None or value == "":
        return NO_VALUE
    if name in roll.money:
        return format_wan(value)
    column = roll.line._meta.get_field(name)
    if getattr(column, "choices", None):
        return str(getattr(line, f"get_{name}_display")())
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
