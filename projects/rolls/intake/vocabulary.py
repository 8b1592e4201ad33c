"""The columns of the workbook of a 台账, made of the roll's fields."""

from typing import Any

from django.db import models

from projects.intake.columns import COLUMNS
from projects.rolls.roll import Roll
from workbooks.columns import Column, ColumnKind

NUMBER = Column("number", "编号", ("编号", "台账编号"), ColumnKind.INTEGER, is_whole=True)
SERIAL = Column("serial", "序号", ("序号",), ColumnKind.SERIAL, is_whole=True)
UNIT_TITLES = ("填报单位", "申报单位", "责任单位")
DAY = Column(
    "from_day",
    "自",
    ("自", "自何日起", "起始日期", "起始日", "生效日期"),
    ColumnKind.DATE,
    is_whole=True,
)


def vocabulary_of(roll: Roll[Any, Any]) -> tuple[Column, ...]:
    """The number, whose and of which project, the roll's own fields, the day."""
    own = [column_of(roll, name) for name in roll.fields]
    taken = {alias for column in own for alias in column.aliases}
    unit = tuple(title for title in UNIT_TITLES if title not in taken)
    of_project = [COLUMNS["name"], COLUMNS["code"]] if roll.of_project else []
    return (
        SERIAL,
        NUMBER,
        *of_project,
        Column("unit", "填报单位", unit, is_whole=True),
        *own,
        DAY,
    )


def column_of(roll: Roll[Any, Any], name: str) -> Column:
    label = str(roll.line._meta.get_field(name).verbose_name)
    is_name = name == roll.named_by
    return Column(
        key_of(roll, name),
        label,
        (label, *roll.titles.get(name, ())),
        ColumnKind.NAME if is_name else kind_of_field(roll, name),
        required=is_name,
        is_whole=True,
    )


def key_of(roll: Roll[Any, Any], name: str) -> str:
    """Apart from the columns that every roll has."""
    return "name" if name == roll.named_by else f"own_{name}"


def kind_of_field(roll: Roll[Any, Any], name: str) -> ColumnKind:
    column: Any = roll.line._meta.get_field(name)
    if name in roll.money:
        return ColumnKind.MONEY
    if isinstance(column, models.DateField):
        return ColumnKind.DATE
    if isinstance(column, models.BooleanField):
        return ColumnKind.YES_NO
    return ColumnKind.TEXT
