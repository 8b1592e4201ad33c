"""Workbooks to be filled in and sent back: what is known is locked, what is asked for is open,
and a hidden name says what the workbook was made for.

The sheet is protected without a password: the lock keeps a clerk from slips, not from anything
he means to do, and whoever reads the workbook back believes none of it.
"""

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from workbooks.marking import put_mark
from workbooks.writing import DATE, INTEGER, TEXT, WAN_YUAN, printable

Value = str | int | datetime.date | None

INSTRUCTIONS = "填报说明"

_TITLE_ROW, _LINE_ROW, _HEADER_ROW = 1, 2, 3
_FIRST_ROW = 4
_DECIMALS_OF_WAN = 4
_LONGEST_LIST = 255

_FONT = Font(name="宋体", size=11)
_BOLD = Font(name="宋体", size=11, bold=True)
_TITLE = Font(name="宋体", size=16, bold=True)
_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_OPEN = PatternFill("solid", fgColor="FFF8E1")
_HEAD = PatternFill("solid", fgColor="E8EDF3")
_SHUT = PatternFill("solid", fgColor="F5F5F5")

_FORMATS = {WAN_YUAN: "#,##0.00##", DATE: "yyyy-mm-dd", INTEGER: "0", TEXT: "@"}
_ALIGNED = {WAN_YUAN: "right", DATE: "center", INTEGER: "center", TEXT: "left"}
_LIKE_A_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Rule:
    """What Excel lets into a cell, and what it says (Chinese) of anything else."""

    kind: str
    message: str
    operator: str | None = None
    first: str = ""
    second: str = ""

    def validation(self) -> DataValidation:
        return DataValidation(
            type=self.kind,
            operator=self.operator,
            formula1=self.first or None,
            formula2=self.second or None,
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="stop",
            errorTitle="填写有误",
            error=self.message,
        )


def number_from(least: int, message: str) -> Rule:
    return Rule("decimal", message, "greaterThanOrEqual", str(least))


def day_between(first: datetime.date, last: datetime.date, message: str) -> Rule:
    return Rule("date", message, "between", _day(first), _day(last))


def one_of(options: Sequence[str], message: str) -> Rule:
    """A list to choose from. Raises ValueError for options that Excel's list cannot hold."""
    joined = ",".join(options)
    if len(joined) > _LONGEST_LIST or any("," in option or '"' in option for option in options):
        raise ValueError(f"no list for a cell: {joined}")
    return Rule("list", message, first=f'"{joined}"')


def text_up_to(length: int, message: str) -> Rule:
    return Rule("textLength", message, "lessThanOrEqual", str(length))


@dataclass(frozen=True)
class Column:
    """A column: its title, its kind (as in ``writing``; amounts in yuan, shown in 万元), its
    width, and whether it is to be filled in, under which rule."""

    title: str
    kind: str = TEXT
    width: int = 12
    is_asked: bool = False
    rule: Rule | None = None


@dataclass(frozen=True)
class Row:
    """Values in the order of the columns. ``is_open``: its asked cells can be typed in."""

    values: Sequence[Value]
    is_open: bool = True


@dataclass(frozen=True)
class Group:
    """A row that heads the rows after it; it stands in the column of the names."""

    title: str


@dataclass(frozen=True)
class Template:
    """One sheet to fill in and one that says how. ``name_column`` counts from zero; ``mark`` is
    a hidden name and its text (``workbooks.marking``)."""

    sheet: str
    title: str
    line: str
    columns: Sequence[Column]
    rows: Sequence[Row | Group]
    name_column: int
    mark: tuple[str, str]
    instructions: Sequence[str]
    unit: str = "万元"
    signature: Sequence[str] = ()


def write_template(template: Template) -> bytes:
    book = Workbook()
    _TemplateWriter(book.active, template).write()
    _write_instructions(book.create_sheet(INSTRUCTIONS), template.instructions)
    put_mark(book, *template.mark)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _TemplateWriter:
    def __init__(self, target: Worksheet, template: Template) -> None:
        self.target = target
        self.template = template
        self.width = len(template.columns)
        self.last_row = _HEADER_ROW + len(template.rows)

    def write(self) -> None:
        self.target.title = self.template.sheet
        self._write_top()
        for number, row in enumerate(self.template.rows, start=_FIRST_ROW):
            if isinstance(row, Group):
                self._write_group(number, row)
            else:
                self._write_row(number, row)
        self._write_signature()
        self._add_rules()
        self._set_up_page()
        _protect(self.target)

    def _write_top(self) -> None:
        target = self.target
        _put(target.cell(_TITLE_ROW, 1), self.template.title, _TITLE, "center")
        target.merge_cells(
            start_row=_TITLE_ROW, start_column=1, end_row=_TITLE_ROW, end_column=self.width
        )
        target.row_dimensions[_TITLE_ROW].height = 30
        _put(target.cell(_LINE_ROW, 1), self.template.line, _FONT)
        unit = f"单位：{self.template.unit}"
        _put(target.cell(_LINE_ROW, self.width), unit, _FONT, "right")
        for number, column in enumerate(self.template.columns, start=1):
            cell = target.cell(_HEADER_ROW, number)
            _put(cell, column.title, _BOLD, "center", wraps=True)
            cell.border, cell.fill = _BOX, _HEAD
            target.column_dimensions[get_column_letter(number)].width = column.width
        target.row_dimensions[_HEADER_ROW].height = 32

    def _write_group(self, number: int, group: Group) -> None:
        for index in range(self.width):
            cell = self.target.cell(number, index + 1)
            cell.border = _BOX
            if index == self.template.name_column:
                _put(cell, group.title, _BOLD, "left", wraps=True)

    def _write_row(self, number: int, row: Row) -> None:
        for index, (column, value) in enumerate(
            zip(self.template.columns, row.values, strict=True)
        ):
            cell = self.target.cell(number, index + 1)
            _put(
                cell, _shown(value, column), _FONT, _ALIGNED[column.kind], wraps=column.kind == TEXT
            )
            cell.number_format = _FORMATS[column.kind]
            cell.border = _BOX
            if column.is_asked:
                cell.fill = _OPEN if row.is_open else _SHUT
                cell.protection = Protection(locked=not row.is_open)

    def _write_signature(self) -> None:
        parts = self.template.signature
        for position, text in enumerate(parts):
            cell = self.target.cell(self.last_row + 2, 1 + position * self.width // len(parts))
            _put(cell, text, _FONT)

    def _add_rules(self) -> None:
        if not self.template.rows:
            return
        for number, column in enumerate(self.template.columns, start=1):
            if column.is_asked and column.rule:
                letter = get_column_letter(number)
                validation = column.rule.validation()
                validation.add(f"{letter}{_FIRST_ROW}:{letter}{self.last_row}")
                self.target.add_data_validation(validation)

    def _set_up_page(self) -> None:
        target = self.target
        last = get_column_letter(self.width)
        target.auto_filter.ref = f"A{_HEADER_ROW}:{last}{self.last_row}"
        target.freeze_panes = f"{get_column_letter(self.template.name_column + 2)}{_FIRST_ROW}"
        target.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
        target.page_setup.orientation = "landscape"
        _fit_to_a4(target)
        target.oddFooter.center.text = "第 &P 页 共 &N 页"


def _write_instructions(target: Worksheet, lines: Sequence[str]) -> None:
    _put(target.cell(1, 1), INSTRUCTIONS, _TITLE)
    target.column_dimensions["A"].width = 92
    for number, line in enumerate(lines, start=3):
        _put(target.cell(number, 1), line, _FONT, "left", wraps=True)
    _fit_to_a4(target)
    _protect(target)


def _fit_to_a4(target: Worksheet) -> None:
    target.page_setup.paperSize = int(target.PAPERSIZE_A4)
    target.page_setup.fitToWidth = 1
    target.page_setup.fitToHeight = 0
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.page_margins.left = target.page_margins.right = 0.4
    target.page_margins.top = target.page_margins.bottom = 0.6


def _protect(target: Worksheet) -> None:
    """Against slips; in a workbook a right that is given reads False."""
    target.protection.sheet = True
    target.protection.sort = False
    target.protection.autoFilter = False
    target.protection.formatColumns = False
    target.protection.formatRows = False


def _put(
    cell: Cell,
    value: Value | Decimal,
    font: Font,
    align: str | None = None,
    wraps: bool = False,
) -> None:
    """A text stays a text, also when a clerk opens the cell and leaves it again."""
    if isinstance(value, str):
        value = printable(value) or None
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_LIKE_A_FORMULA)
    cell.font = font
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=wraps)


def _shown(value: Value, column: Column) -> Value | Decimal:
    if column.kind == WAN_YUAN and isinstance(value, int):
        return Decimal(value).scaleb(-_DECIMALS_OF_WAN)
    return value


def _day(day: datetime.date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"
