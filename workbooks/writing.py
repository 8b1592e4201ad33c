"""Tables as .xlsx, the way units and the city are used to: title, unit, header, rows, signatures.

Text is always written as text, so that a name that begins with = never becomes a formula, and
without the control characters that make the file unreadable. Amounts are exact.
"""

import datetime
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import groupby

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from measures.money import WAN
from measures.rates import format_points
from measures.rounding import NO_VALUE, round_half_up
from workbooks.marking import put_mark

TEXT, WAN_YUAN, PERCENT, POINTS = "text", "wan", "percent", "points"
DATE, INTEGER, DECIMAL, NUMBER = "date", "integer", "decimal", "number"
DATA, GROUP, TOTAL = "data", "group", "total"

Value = str | int | Fraction | datetime.date | None

_WIDTHS = {
    TEXT: 18,
    WAN_YUAN: 13,
    PERCENT: 11,
    POINTS: 11,
    DATE: 12,
    INTEGER: 7,
    DECIMAL: 11,
    NUMBER: 13,
}
_CENTRED = (DATE, INTEGER)
_WIDEST_NAME = 31
# In digits of its font: what A4 across holds at 8 pt. A wider sheet is set on A3.
_WIDEST_ON_A4 = 190
_DECIMALS_OF_WAN = 4
_DIGITS_OF_SMALL = 6

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")

_BODY = "宋体"
_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True)
class Column:
    """A column: its title, under `parent` where several share one, and what it holds.

    kind text: str · wan: integer yuan, written in 万元 · percent: a Fraction, 1 being 100 % ·
    points: a Fraction in 百分点 · date · integer · decimal: a number as it is · number: numbers of
    several units, each with the decimals it has. Without `digits` a wan column shows as many
    decimals as its amounts need, the others one. A str in any column is written as it is.
    """

    title: str
    kind: str = TEXT
    width: int | None = None
    parent: str = ""
    digits: int | None = None


@dataclass(frozen=True)
class Row:
    """Values in the order of the columns; group and total rows are set bold."""

    values: Sequence[Value]
    style: str = DATA


@dataclass(frozen=True)
class Sheet:
    """One sheet: `subtitle` stands left and the unit right of the line below the title,
    `notes` and `signature` below the table.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    unit: str = "万元"
    subtitle: str = ""
    notes: Sequence[str] = ()
    signature: Sequence[str] = ()


def write_table(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    sheet: str = "Sheet1",
    unit: str = "万元",
    subtitle: str = "",
    notes: Sequence[str] = (),
    signature: Sequence[str] = (),
) -> bytes:
    """A workbook of one sheet."""
    return write_sheets([Sheet(sheet, title, columns, rows, unit, subtitle, notes, signature)])


def write_sheets(sheets: Sequence[Sheet], mark: tuple[str, str] | None = None) -> bytes:
    """A workbook of at least one sheet; sheet names are shortened to what Excel allows. ``mark`` is
    a hidden name and its text (``workbooks.marking``)."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _SheetWriter(book.create_sheet(_sheet_name(sheet.name)), sheet).write()
    if mark is not None:
        put_mark(book, *mark)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def printable(text: str) -> str:
    """The text without characters that a workbook cannot hold."""
    return _UNPRINTABLE.sub("", text)


class _SheetWriter:
    def __init__(self, target: Worksheet, sheet: Sheet) -> None:
        self.target = target
        self.sheet = sheet
        self.width = len(sheet.columns)
        self.first_header_row = 3
        has_parents = any(column.parent for column in sheet.columns)
        self.last_header_row = 4 if has_parents else 3

    def write(self) -> None:
        self._write_top()
        self._write_header()
        self._write_rows()
        self._write_bottom()
        self._set_up_page()

    def _write_top(self) -> None:
        self._put(1, 1, self.sheet.title, bold=True, size=16, align="center")
        self._merge(1, 1, 1, self.width)
        self._put(2, 1, self.sheet.subtitle)
        if self.sheet.unit:
            self._put(2, self.width, f"单位：{self.sheet.unit}", align="right")
        self.target.row_dimensions[1].height = 30

    def _write_header(self) -> None:
        top, bottom = self.first_header_row, self.last_header_row
        for number, column in enumerate(self.sheet.columns, start=1):
            self._put_title(top, number, column.parent or column.title)
            if bottom > top:
                self._put_title(bottom, number, column.title if column.parent else "")
                if not column.parent:
                    self._merge(top, number, bottom, number)
            width = column.width or _WIDTHS[column.kind]
            self.target.column_dimensions[get_column_letter(number)].width = width
        numbered = enumerate(self.sheet.columns, start=1)
        for parent, under in groupby(numbered, key=lambda pair: pair[1].parent):
            numbers = [number for number, _ in under]
            if parent and len(numbers) > 1:
                self._merge(top, numbers[0], top, numbers[-1])

    def _write_rows(self) -> None:
        formats = [self._number_format(index) for index in range(self.width)]
        for number, row in enumerate(self.sheet.rows, start=self.last_header_row + 1):
            bold = row.style != DATA
            for index, column in enumerate(self.sheet.columns):
                value = _written(row.values[index], column)
                is_number = value is not None and not isinstance(value, str)
                cell = self._put(number, index + 1, value, bold=bold, align=_aligned(column))
                cell.border = _BOX
                if is_number and formats[index]:
                    cell.number_format = _too_small(value, column) or formats[index]

    def _write_bottom(self) -> None:
        number = self.last_header_row + len(self.sheet.rows) + 1
        for note in self.sheet.notes:
            self._put(number, 1, note)
            number += 1
        for position, text in enumerate(self.sheet.signature):
            self._put(number, 1 + position * self.width // len(self.sheet.signature), text)

    def _set_up_page(self) -> None:
        target = self.target
        target.freeze_panes = f"A{self.last_header_row + 1}"
        target.print_title_rows = f"{self.first_header_row}:{self.last_header_row}"
        target.page_setup.orientation = "landscape"
        wide = sum(column.width or _WIDTHS[column.kind] for column in self.sheet.columns)
        paper = target.PAPERSIZE_A3 if wide > _WIDEST_ON_A4 else target.PAPERSIZE_A4
        target.page_setup.paperSize = int(paper)
        target.page_setup.fitToWidth = 1
        target.page_setup.fitToHeight = 0
        target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        target.print_options.horizontalCentered = True
        target.oddFooter.center.text = "第 &P 页 共 &N 页"

    def _number_format(self, index: int) -> str:
        column = self.sheet.columns[index]
        match column.kind:
            case "wan":
                digits = column.digits
                if digits is None:
                    digits = self._digits_needed(index)
                return "#,##0" + _decimals(digits)
            case "percent":
                return "0" + _decimals(_digits(column))
            case "decimal":
                return "#,##0" + _decimals(_digits(column))
            case "points":
                places = "0" + _decimals(_digits(column))
                return f'+{places};"−"{places};{places}'
            case "date":
                return "yyyy-mm-dd"
            case "integer":
                return "0"
        return ""

    def _digits_needed(self, index: int) -> int:
        """The decimals of 万元 without which an amount of the column would be shown rounded."""
        amounts = [
            row.values[index] for row in self.sheet.rows if isinstance(row.values[index], int)
        ]
        return next(
            digits
            for digits in range(_DECIMALS_OF_WAN + 1)
            if all(amount * 10**digits % WAN == 0 for amount in amounts)
        )

    def _put_title(self, row: int, column: int, text: str) -> None:
        cell = self._put(row, column, text, bold=True, align="center")
        cell.border = _BOX

    def _put(
        self,
        row: int,
        column: int,
        value: Value | Decimal,
        *,
        bold: bool = False,
        size: int = 11,
        align: str | None = None,
    ) -> Cell:
        cell = self.target.cell(row, column)
        if isinstance(value, str):
            value = printable(value) or None
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        cell.font = _font(size, bold)
        cell.alignment = _alignment(align, row >= self.first_header_row and align is not None)
        return cell

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.target.merge_cells(
                start_row=top, start_column=left, end_row=bottom, end_column=right
            )


@cache
def _font(size: int, bold: bool) -> Font:
    return Font(name=_BODY, size=size, bold=bold)


@cache
def _alignment(horizontal: str | None, wraps: bool) -> Alignment:
    return Alignment(horizontal=horizontal, vertical="center", wrap_text=wraps)


def _written(value: Value, column: Column) -> str | int | Decimal | datetime.date | None:
    """The value as the cell holds it: a number exact to what the column can show."""
    if value is None:
        return NO_VALUE if column.kind in (PERCENT, POINTS) else None
    if isinstance(value, str | datetime.date):
        return value
    if column.kind == PERCENT:
        return round_half_up(value * 100, _digits(column))
    if column.kind == DECIMAL:
        return round_half_up(value, _digits(column))
    if column.kind == POINTS:
        return round_half_up(value, _digits(column)) or round_half_up(value, _DIGITS_OF_SMALL)
    if column.kind == NUMBER:
        return round_half_up(value, _DIGITS_OF_SMALL).normalize()
    if column.kind == WAN_YUAN and isinstance(value, int):
        return Decimal(value).scaleb(-_DECIMALS_OF_WAN)
    return value if isinstance(value, int) and column.kind != TEXT else str(value)


def _too_small(value: object, column: Column) -> str:
    """The format that prints a difference as −不足0.01 where that of its column, which has two
    decimals, would print none; "" where it needs no other."""
    if column.kind != POINTS or not isinstance(value, Decimal) or not value:
        return ""
    exact = Fraction(value)
    return "" if round_half_up(exact, _digits(column)) else f'"{format_points(exact)}"'


def _digits(column: Column) -> int:
    return 1 if column.digits is None else column.digits


def _decimals(digits: int) -> str:
    return "." + "0" * digits if digits else ""


def _aligned(column: Column) -> str:
    if column.kind == TEXT:
        return "left"
    return "center" if column.kind in _CENTRED else "right"


def _sheet_name(name: str) -> str:
    return _NOT_IN_SHEET_NAME.sub(" ", printable(name)).strip("' ")[:_WIDEST_NAME] or "Sheet1"
