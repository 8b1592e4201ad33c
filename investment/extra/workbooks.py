"""附加指标 in the monthly workbook: the columns to be found in one that comes in, and those of the
template that goes out."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from investment.extra.values import Columns, Extra, in_cell, read
from investment.models import ExtraColumn, ExtraKind
from workbooks import columns as intake
from workbooks.cells import Cell
from workbooks.templates import Column, Rule, day_between, number_from, one_of, text_up_to
from workbooks.writing import DATE, INTEGER, TEXT, WAN_YUAN

_KINDS = {
    ExtraKind.TEXT: intake.ColumnKind.TEXT,
    ExtraKind.CHOICE: intake.ColumnKind.TEXT,
    ExtraKind.DATE: intake.ColumnKind.DATE,
}
_LEAST = -1_000_000_000
_FIRST_DAY, _LAST_DAY = datetime.date(1990, 1, 1), datetime.date(2099, 12, 31)
_LONGEST = 2000

Reader = Callable[[Cell | None], Any]


def vocabulary_of(columns: Columns) -> list[intake.Column]:
    """The columns by all names that they ever had, with and without the unit; only by whole
    titles, since a person chose the words."""
    return [
        intake.Column(
            name,
            column.called,
            tuple(
                title for each in column.every_name for title in (each, _with_unit(each, column))
            ),
            _kind_of(column),
            is_whole=True,
        )
        for name, column in columns.items()
    ]


def readers_of(columns: Columns) -> dict[str, Reader]:
    def reader(column: ExtraColumn) -> Reader:
        return lambda cell: read(column, cell)

    return {name: reader(column) for name, column in columns.items()}


def _kind_of(column: ExtraColumn) -> intake.ColumnKind:
    if column.is_money:
        return intake.ColumnKind.MONEY
    return _KINDS.get(ExtraKind(column.kind), intake.ColumnKind.TEXT)


def _with_unit(name: str, column: ExtraColumn) -> str:
    return f"{name}（{column.unit}）" if column.unit else name


# --- The template -------------------------------------------------------------------------


def template_columns(columns: Iterable[ExtraColumn]) -> list[Column]:
    return [_template_column(column) for column in columns]


def _template_column(column: ExtraColumn) -> Column:
    if column.kind == ExtraKind.DATE:
        rule = day_between(_FIRST_DAY, _LAST_DAY, "请填写年月日，如2019-08-31。")
        return Column(column.called, DATE, 12, is_asked=True, rule=rule)
    if column.kind == ExtraKind.NUMBER:
        rule = number_from(_LEAST, f"请填写数字，单位{column.unit}。")
        is_wan = column.is_money and column.unit == "万元"
        if is_wan:
            return Column(column.called, WAN_YUAN, 12, is_asked=True, rule=rule)
        kind = INTEGER if column.one == 1 else TEXT
        title = _with_unit(column.called, column)
        return Column(title, kind, 12, is_asked=True, rule=None if kind == TEXT else rule)
    return Column(column.called, TEXT, 16, is_asked=True, rule=_rule_of_words(column))


def _rule_of_words(column: ExtraColumn) -> Rule:
    if column.kind == ExtraKind.CHOICE:
        return one_of(column.option_words, "请从下拉列表中选择一项。")
    return text_up_to(_LONGEST, f"最多填写{_LONGEST}个字。")


def template_values(
    columns: Iterable[ExtraColumn], shown: Iterable[ExtraColumn], extra: Extra
) -> list[Any]:
    """What stands in a project's row: a dash where it is not asked one of the ``columns``."""
    of_row = {column.pk for column in shown}
    return [
        in_cell(column, extra.get(str(column.pk))) if column.pk in of_row else "—"
        for column in columns
    ]


def instructions(columns: Iterable[ExtraColumn]) -> list[str]:
    """What each column means."""
    return [
        f"附加指标·{column.called}：{column.definition.rstrip('。')}（{column.source}）。"
        for column in columns
    ]


def asked_by_sheet(columns: Columns, rows: Iterable[Any]) -> list[ExtraColumn]:
    """Those that one of the rows of a sheet is asked, in the order of the county."""
    of_rows = {column.pk for row in rows for column in row.columns}
    return [column for name, column in columns.items() if column.pk in of_rows]
