"""A list of a 台账 as a workbook."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.db import models

from measures.rounding import NO_VALUE
from projects.models import RollLine
from projects.rolls.roll import Roll
from projects.rolls.showing import words_of
from workbooks.writing import Column, Row, Value, write_table

_WIDE = 36


def roll_workbook(roll: Roll[Any, Any], lines: Iterable[RollLine], *, said: str) -> bytes:
    """A row a line, and their total on top; ``said`` is what was asked for, in words."""
    listed = list(lines)
    columns = columns_of(roll)
    total = Row(_totals(roll, listed), "total")
    return write_table(
        f"{roll.name}台账",
        columns,
        [total, *(Row(_values(roll, line)) for line in listed)],
        subtitle=said,
        sheet=roll.name,
    )


def columns_of(roll: Roll[Any, Any]) -> list[Column]:
    """The number, whose and of which project, the roll's own fields, the days."""
    return [
        Column("编号", "integer"),
        *([Column("项目名称", width=_WIDE), Column("项目代码")] if roll.of_project else []),
        Column("填报单位"),
        *(_column(roll, name) for name in roll.fields),
        Column("自", "date"),
        Column("至", "date"),
    ]


def _column(roll: Roll[Any, Any], name: str) -> Column:
    field: Any = roll.line._meta.get_field(name)
    label = str(field.verbose_name)
    if name in roll.money:
        return Column(label, "wan")
    if isinstance(field, models.DateField):
        return Column(label, "date")
    if isinstance(field, models.DecimalField):
        return Column(label, "number")
    if isinstance(field, models.IntegerField) and not field.choices:
        return Column(label, "number")
    wide = isinstance(field, models.TextField) or (field.max_length or 0) > 100
    return Column(label, width=_WIDE if wide else None)


def _values(roll: Roll[Any, Any], line: RollLine) -> list[Value]:
    of_project: list[Value] = []
    if roll.of_project:
        project = line.project
        of_project = [project.name if project else "", project.code if project else ""]
    return [
        line.serial,
        *of_project,
        str(line.unit),
        *(cell_of(roll, line, name) for name in roll.fields),
        line.from_day,
        line.until_day,
    ]


def cell_of(roll: Roll[Any, Any], line: RollLine, name: str) -> Value:
    """A value as a cell has it: numbers and days as they are, all else in words."""
    field: Any = roll.line._meta.get_field(name)
    value = getattr(line, name)
    if value is None:
        return None
    if hasattr(field, "in_words"):
        return str(field.in_words(value))
    is_number = isinstance(field, models.IntegerField) and not field.choices
    if is_number or isinstance(field, models.DateField):
        return value
    if isinstance(field, models.DecimalField):
        return Fraction(value)
    words = words_of(roll, line, name)
    return "" if words == NO_VALUE else words


def _totals(roll: Roll[Any, Any], listed: list[RollLine]) -> list[Value]:
    before: list[Value] = [None, f"合计（{len(listed)}{roll.noun}）"]
    if roll.of_project:
        before += ["", ""]
    sums: list[Value] = [_sum(listed, name) if name in roll.money else "" for name in roll.fields]
    return [*before, *sums, "", ""]


def _sum(listed: list[RollLine], name: str) -> int | None:
    known = [value for line in listed if (value := getattr(line, name)) is not None]
    return sum(known) if known else None
