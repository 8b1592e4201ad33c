"""Tables as .xlsx, the way units and the city are used to: title, unit, header, rows, signatures.

Text is always written as text, so that a name that begins with = never becomes a formula, and
without the control characters that make the file unreadable. Amounts are exact. The same rows are
always the same bytes.
"""

import datetime
import io
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from measures.money import WAN
from measures.rates import format_points
from measures.rounding import NO_VALUE, round_half_up
from workbooks.books import Styles, new_book, put
from workbooks.books import printable as printable
from workbooks.charts import SheetChart, add_chart
from workbooks.marking import hidden_name

TEXT, WAN_YUAN, PERCENT, POINTS = "text", "wan", "percent", "points"
DATE, INTEGER, DECIMAL, NUMBER = "date", "integer", "decimal", "number"
DATA, GROUP, TOTAL = "data", "group", "total"

ROWS_AT_ONCE = 4_000
"""Of a workbook that is written while a person waits: of 2,000 rows of 12 to 18 columns a page took
0.3 to 0.6 s of a core, of 24,000 2.9 s (2026-11-29). What has more is made in the background
(``jobs.addresses``)."""

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
_A3, _A4 = 8, 9
_DECIMALS_OF_WAN = 4
_DIGITS_OF_SMALL = 6

_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")

_PIXELS_OF_A_DIGIT = 7
_PIXELS_BESIDE = 20
_POINTS_OF_A_LINE = 15
_INCHES_BESIDE, _INCHES_ABOVE, _INCHES_OF_A_FOOT = 0.75, 1, 0.5


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
    `notes` and `signature` below the table, a chart of its plain rows beside it.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    unit: str = "万元"
    subtitle: str = ""
    notes: Sequence[str] = ()
    signature: Sequence[str] = ()
    chart: SheetChart | None = None


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
    stream = io.BytesIO()
    book = new_book(stream, sheets[0].title)
    styles = Styles(book)
    for sheet in sheets:
        target = book.add_worksheet(_sheet_name(sheet.name))
        _SheetWriter(target, sheet, styles).write()
        if sheet.chart is not None:
            _draw(book, target, sheet, sheet.chart)
    if mark is not None:
        hidden_name(book, *mark)
    book.close()
    return stream.getvalue()


def _draw(book: Workbook, target: Worksheet, sheet: Sheet, chart: SheetChart) -> None:
    """Beside the table, of its plain rows, which stand before all others."""
    rows = [row.values for row in sheet.rows if row.style == DATA]
    columns = [
        [_drawn(row[index], column) for row in rows]
        for index, column in enumerate(sheet.columns[1:], start=1)
    ]
    titles = 3 if any(column.parent for column in sheet.columns) else 2
    native = add_chart(book, target.name, titles, columns, chart)
    target.insert_chart(titles, len(sheet.columns), native, {"x_offset": _PIXELS_BESIDE})


def _drawn(value: Value, column: Column) -> int | Decimal | None:
    """None of what is no number, which Excel draws as 0 where it is a word."""
    number = _written(value, column)
    return number if isinstance(number, int | Decimal) else None


class _SheetWriter:
    def __init__(self, target: Worksheet, sheet: Sheet, styles: Styles) -> None:
        self.target = target
        self.sheet = sheet
        self.styles = styles
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
        title = self.styles.of(bold=True, size=16, align="center")
        self._merge(1, 1, 1, self.width, title)
        put(self.target, 0, 0, self.sheet.title, title)
        put(self.target, 1, 0, self.sheet.subtitle, self.styles.of())
        if self.sheet.unit:
            at_right = self.styles.of(align="right")
            put(self.target, 1, self.width - 1, f"单位：{self.sheet.unit}", at_right)
        self.target.set_row(0, 30)

    def _write_header(self) -> None:
        top, bottom = self.first_header_row, self.last_header_row
        style = self.styles.of(bold=True, align="center", wraps=True, boxed=True)
        numbered = list(enumerate(self.sheet.columns, start=1))
        for parent, under in groupby(numbered, key=lambda pair: pair[1].parent):
            numbers = [number for number, _ in under]
            if parent:
                self._merge(top, numbers[0], top, numbers[-1], style)
        for number, column in numbered:
            if not column.parent:
                self._merge(top, number, bottom, number, style)
            self.target.set_column_pixels(
                number - 1, number - 1, _width_of(column) * _PIXELS_OF_A_DIGIT
            )
            put(self.target, top - 1, number - 1, column.parent or column.title, style)
            if column.parent:
                put(self.target, bottom - 1, number - 1, column.title, style)
        self._set_header_heights()

    def _set_header_heights(self) -> None:
        """High enough for the titles that go over several lines."""
        under = max((_lines_of(each) for each in self.sheet.columns if each.parent), default=0)
        alone = max((_lines_of(each) for each in self.sheet.columns if not each.parent), default=1)
        if under:
            self.target.set_row(self.last_header_row - 1, under * _POINTS_OF_A_LINE)
        above = max(alone - under, 1)
        self.target.set_row(self.first_header_row - 1, above * _POINTS_OF_A_LINE)

    def _write_rows(self) -> None:
        target, columns = self.target, self.sheet.columns
        plain = [self._styles_of(column, index) for index, column in enumerate(columns)]
        bold = [self._styles_of(column, index, bold=True) for index, column in enumerate(columns)]
        told = [index for index, column in enumerate(columns) if column.kind == TEXT]
        for number, row in enumerate(self.sheet.rows, start=self.last_header_row):
            styles = plain if row.style == DATA else bold
            lines = max(
                (_lines_of(columns[at], str(row.values[at] or "")) for at in told), default=1
            )
            if lines > 1:
                target.set_row(number, lines * _POINTS_OF_A_LINE)
            for index, column in enumerate(columns):
                value = _written(row.values[index], column)
                of_text, of_number = styles[index]
                if value is None or isinstance(value, str):
                    put(target, number, index, value, of_text)
                elif column.kind == POINTS and (small := _too_small(value, column)):
                    style = self._style_of(column, row.style != DATA, small)
                    put(target, number, index, value, style)
                else:
                    put(target, number, index, value, of_number)

    def _styles_of(
        self, column: Column, index: int, *, bold: bool = False
    ) -> tuple[Format, Format]:
        """Of what is text in the column, and of what is a number."""
        number = self._number_format(index)
        return self._style_of(column, bold, ""), self._style_of(column, bold, number)

    def _style_of(self, column: Column, bold: bool, number: str) -> Format:
        return self.styles.of(
            bold=bold, align=_aligned(column), wraps=True, boxed=True, number=number
        )

    def _write_bottom(self) -> None:
        number = self.last_header_row + len(self.sheet.rows)
        for note in self.sheet.notes:
            put(self.target, number, 0, note, self.styles.of())
            number += 1
        for position, text in enumerate(self.sheet.signature):
            at = position * self.width // len(self.sheet.signature)
            put(self.target, number, at, text, self.styles.of())

    def _set_up_page(self) -> None:
        target = self.target
        target.freeze_panes(self.last_header_row, 0)
        target.repeat_rows(self.first_header_row - 1, self.last_header_row - 1)
        target.set_landscape()
        wide = sum(map(_width_of, self.sheet.columns))
        target.set_paper(_A3 if wide > _WIDEST_ON_A4 else _A4)
        target.fit_to_pages(1, 0)
        target.center_horizontally()
        target.set_margins(_INCHES_BESIDE, _INCHES_BESIDE, _INCHES_ABOVE, _INCHES_ABOVE)
        target.set_footer("&C第 &P 页 共 &N 页", {"margin": _INCHES_OF_A_FOOT})

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

    def _merge(self, top: int, left: int, bottom: int, right: int, style: Format) -> None:
        if (top, left) != (bottom, right):
            self.target.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", style)


def _width_of(column: Column) -> int:
    return column.width or _WIDTHS[column.kind]


def _lines_of(column: Column, text: str | None = None) -> int:
    """How many the title, or a ``text``, takes in the column: a digit wide stands a letter, two a
    character."""
    told = column.title if text is None else text
    room = max(_width_of(column) - 1, 1)
    if 2 * len(told) <= room:
        return 1
    wide = sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in told)
    return math.ceil(wide / room)


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
