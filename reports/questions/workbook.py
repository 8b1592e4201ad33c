"""The answer to a question, and a kept selection, as workbooks to be handed on."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from figures.units import MONEY
from figures.writers import file_columns, row_values, unit_words, written
from reports.questions.brought_sheet import MARK, SelectionMark
from reports.questions.models import NamedSelection, SelectedProject
from reports.questions.table import Answer
from workbooks.writing import Column, Row, Sheet, write_sheets

SERIAL = Column("序号", "integer")


def answer_workbook(answer: Answer, title: str) -> bytes:
    return write_sheets([_table(answer, title)])


def selection_workbook(
    answer: Answer, selection: NamedSelection, stops: Iterable[SelectedProject]
) -> bytes:
    """The table (台账); of an activity the stops before it, in their order (线路表). Its mark tells
    it again when it is brought back."""
    mark = SelectionMark(selection.pk, selection.version, answer.asked.month)
    if selection.is_activity:
        sheets = [_route(selection, stops), _table(answer, selection.name, "台账")]
    else:
        notes = {stop.project_id: stop.note for stop in stops}
        sheets = [_noted(_table(answer, selection.name), answer, notes)]
    return write_sheets(sheets, mark=(MARK, mark.text))


def _table(answer: Answer, title: str, sheet: str = "情况表") -> Sheet:
    subject = answer.subject
    rows = [
        Row([number, *row_values(subject, row)]) for number, row in enumerate(answer.rows, start=1)
    ]
    totals = [written(column, column.total_of(answer.rows)) for column in answer.columns]
    totals[0] = f"合计（{len(answer.rows)}个）"
    notes = [answer.sentence]
    if answer.unlisted:
        notes.append(f"不在本年清单内：{'、'.join(answer.unlisted)}")
    has_money = any(column.unit == MONEY for column in answer.columns)
    return Sheet(
        sheet,
        title,
        [SERIAL, *file_columns(subject, answer.asked.basis)],
        [*rows, Row([None, *totals], "total")],
        unit_words(subject) if has_money else "",
        f"截至{answer.asked.at.words}",
        notes,
    )


def _noted(table: Sheet, answer: Answer, notes: Mapping[int, str]) -> Sheet:
    """With what is noted of each project, to be typed in and brought back."""
    told = [notes.get(row.project_id, "") for row in answer.rows]
    rows = [
        Row([*row.values, note], row.style)
        for row, note in zip(table.rows, [*told, ""], strict=True)
    ]
    return replace(table, columns=[*table.columns, Column("备注", width=24)], rows=rows)


def _route(selection: NamedSelection, stops: Iterable[SelectedProject]) -> Sheet:
    columns = [
        Column("站序", "integer"),
        Column("项目名称", width=36),
        Column("建设地点", width=24),
        Column("联系人", width=12),
        Column("联系电话", width=16),
        Column("备注", width=24),
    ]
    rows = [_stop(number, stop) for number, stop in enumerate(stops, start=1)]
    when = f"{selection.on:%Y年%-m月%-d日}" if selection.on else ""
    where = f"集合地点：{selection.place}" if selection.place else ""
    subtitle = "　".join(filter(None, (when, where)))
    return Sheet("线路表", f"{selection.name}线路表", columns, rows, "", subtitle)


def _stop(number: int, stop: SelectedProject) -> Row:
    project = stop.project
    return Row(
        [
            number,
            project.name,
            project.location,
            project.contact_name,
            project.contact_phone,
            stop.note,
        ]
    )
