"""From the bytes of a workbook to sheets of plain values, before any meaning is sought."""

import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from workbooks.errors import UnreadableWorkbook

Value = None | str | bool | int | Decimal | datetime.date | datetime.time | datetime.timedelta
"""What a cell holds; None when empty. datetime.datetime comes as the date it is a kind of."""


@dataclass(frozen=True)
class Merge:
    """A merged range, by zero-based indexes, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """A sheet's used rows from A1 on, all of one width, without blank rows at the end."""

    name: str
    rows: list[list[Value]]
    merges: tuple[Merge, ...] = ()
    visible: bool = True

    def value(self, row: int, column: int) -> Value:
        """The value at zero-based indexes; None outside the used rows."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]

    def merge_at(self, row: int, column: int) -> Merge | None:
        return self._merge_of_cell.get((row, column))

    def merged_value(self, row: int, column: int) -> Value:
        """The value shown there: a merged range shows the value of its first cell all over."""
        merge = self.merge_at(row, column)
        return self.value(merge.top, merge.left) if merge else self.value(row, column)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def _merge_of_cell(self) -> dict[tuple[int, int], Merge]:
        last_row, last_column = len(self.rows) - 1, self.width - 1
        return {
            (row, column): merge
            for merge in self.merges
            for row in range(merge.top, min(merge.bottom, last_row) + 1)
            for column in range(merge.left, min(merge.right, last_column) + 1)
        }


def read_sheets(content: bytes) -> list[Sheet]:
    """Every worksheet of a workbook that the guard has let through, hidden ones too.

    The only place that parses: what bounds its memory and time goes around this call.
    Raises UnreadableWorkbook.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            _sheet(book, index, metadata.visible == SheetVisibleEnum.Visible)
            for index, metadata in enumerate(book.sheets_metadata)
            if metadata.typ == SheetTypeEnum.WorkSheet
        ]
    except CalamineError as error:
        raise UnreadableWorkbook(
            "文件已损坏或不是规范的 Excel 工作簿，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"
        ) from error


def cell_name(row: int, column: int) -> str:
    """The A1 name of zero-based indexes: (11, 5) is F12."""
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """The letters of a zero-based column: 5 is F, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _sheet(book: CalamineWorkbook, index: int, visible: bool) -> Sheet:
    sheet = book.get_sheet_by_index(index)
    return Sheet(
        name=sheet.name,
        rows=_clipped(
            [_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)
        ),
        merges=tuple(
            Merge(top, left, bottom, right)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ),
        visible=visible,
    )


def _plain(value) -> Value:
    """Numbers come as binary floats; fifteen digits are what a spreadsheet keeps of them."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        exact = Decimal(repr(value))
        if not exact.is_finite():
            return str(value)
        return int(exact) if exact == exact.to_integral_value() else exact
    return value


def _clipped(rows: Iterable[list[Value]]) -> list[list[Value]]:
    """Formatting alone reaches the last row of an honest file: blank rows at the end go."""
    kept: list[list[Value]] = []
    used = 0
    for row in rows:
        kept.append(row)
        if any(not is_blank(value) for value in row):
            used = len(kept)
    return kept[:used]
