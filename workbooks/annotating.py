"""The workbook as it came, with its bad cells filled and commented, for the unit to mend.

An .xls, and an .xlsx that openpyxl cannot carry through, is built anew from its values: same
sheets, same cells, without the formats.
"""

import datetime
import io
import json
import logging
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbooks import guard
from workbooks.errors import UnreadableWorkbook
from workbooks.findings import Finding
from workbooks.parsing.marker import mark
from workbooks.reading import Fault, Sheet, Value, read_contents, run_child
from workbooks.writing import printable

logger = logging.getLogger(__name__)

MOST_MARKS = 2_000
"""More comments than these make a workbook that Excel opens slowly and nobody reads."""


def annotate(content: bytes, findings: Iterable[Finding]) -> bytes:
    """An .xlsx. Raises UnreadableWorkbook for a file that cannot be read at all."""
    marks = [
        [finding.sheet, finding.cell, finding.level, printable(finding.message)]
        for finding in sorted(findings, key=lambda finding: not finding.is_error)
        if finding.cell
    ][:MOST_MARKS]
    if guard.look_at(content, "") is guard.Kind.XLSX:
        try:
            return run_child("marker", json.dumps(marks).encode() + b"\n" + content, "")
        except UnreadableWorkbook:
            logger.info("A workbook of %d bytes is marked in a copy of its values", len(content))
    return _rebuilt(read_contents(content).sheets, marks)


def _rebuilt(sheets: list[Sheet], marks: list[list[str]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        target = book.create_sheet(sheet.name)
        target.sheet_state = "visible" if sheet.visible else "hidden"
        _write(target, sheet)
    mark(book, marks)
    if not any(sheet.visible for sheet in sheets):
        book.worksheets[0].sheet_state = "visible"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(target: Worksheet, sheet: Sheet) -> None:
    for row, values in enumerate(sheet.rows, start=1):
        for column, value in enumerate(values, start=1):
            if value is not None:
                cell = target.cell(row, column)
                cell.value = _written(value)
                if isinstance(cell.value, str):
                    # Text that begins with = stays a text.
                    cell.data_type = "s"
    for merge in sheet.merges:
        if merge.top < len(sheet.rows):
            target.merge_cells(
                start_row=merge.top + 1,
                start_column=merge.left + 1,
                end_row=merge.bottom + 1,
                end_column=merge.right + 1,
            )
    _hide(target, sheet)


def _hide(target: Worksheet, sheet: Sheet) -> None:
    for first, last in sheet.hidden_rows:
        for row in range(first, min(last + 1, len(sheet.rows))):
            target.row_dimensions[row + 1].hidden = True
    for first, last in sheet.hidden_columns:
        for column in range(first, min(last + 1, sheet.width)):
            target.column_dimensions[get_column_letter(column + 1)].hidden = True


def _written(value: Value) -> object:
    if isinstance(value, Fault):
        return printable(value.shown)
    if isinstance(value, str):
        return printable(value)[:32_767]
    if isinstance(value, datetime.timedelta):
        return str(value)
    return value
