"""An .xls by xlrd, which sees error cells, hidden rows and columns, and merged ranges."""

import datetime
import io
import struct
from collections.abc import Iterator
from typing import Any

import xlrd
from xlrd.book import Book
from xlrd.compdoc import CompDoc, CompDocError
from xlrd.formula import FormulaError
from xlrd.sheet import Sheet

from workbooks.guard import compound
from workbooks.guard.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS
from workbooks.guard.macros import refuse_xls_code
from workbooks.guard.odd_rows import ERROR, UNCACHED
from workbooks.guard.references import column_letters
from workbooks.guard.refusals import Refused, damaged
from workbooks.parsing.formats import says_more, shown

_MOST_NAMED = 5
_FORMULA, _BOUNDSHEET, _EOF = 0x0006, 0x0085, 0x000A
# What xlrd meets in a file that was cut off, or made to be broken.
_BROKEN = (
    CompDocError,
    FormulaError,
    struct.error,
    AssertionError,
    LookupError,
    ValueError,
    TypeError,
)
_TO_BE_COMPUTED = 0x0002
_EMPTY_TEXT = b"\x03" + bytes(5) + b"\xff\xff"
_SUMMARY = "\x05SummaryInformation"
_EMPTY_CONSTANT = b"\x17\x00"


def read(content: bytes) -> dict[str, Any]:
    """Sheets and notices, in the form that `parsing.child` passes on. Raises Refused."""
    refuse_xls_code(content)
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, logfile=io.StringIO(), ragged_rows=True
        )
    except (xlrd.XLRDError, *_BROKEN) as error:
        if "encrypted" in str(error):
            raise Refused("设有打开密码或文档加密，请取消后再上传") from error
        raise damaged() from error
    if book.nsheets > MOST_SHEETS:
        raise Refused(f"里的工作表过多（超过 {MOST_SHEETS} 张），请分成几个文件上传")
    # Excel before 1993, which had no container, computed whatever it saved.
    is_contained = content.startswith(compound.MARK)
    parts = CompDoc(content, logfile=io.StringIO()) if is_contained else None
    formulas = _formulas(parts) if parts else {}
    is_of_an_office = parts is not None and _SUMMARY in {part.name for part in parts.dirlist}
    is_computed = any(
        _has_result(record, is_of_an_office) for found in formulas.values() for record in found
    )
    zeros = {
        name: frozenset(struct.unpack_from("<HH", record) for record in found if _is_open(record))
        for name, found in formulas.items()
    }
    sheets = [
        _sheet(book, sheet, frozenset() if is_computed else zeros.get(sheet.name, frozenset()))
        for sheet in book.sheets()
    ]
    if sum(len(row) for sheet in sheets for row in sheet["rows"]) > MOST_CELLS:
        raise Refused("里的内容过多，请分成几个文件上传")
    return {"notices": _notices(formulas) if is_computed else [], "sheets": sheets}


def _sheet(book: Book, sheet: Sheet, uncomputed: frozenset[tuple[int, int]]) -> dict[str, Any]:
    rows: list[list[Any]] = []
    faults: list[tuple[int, int, str, str]] = []
    far: list[tuple[str, str]] = []
    telling: dict[int, str] = {}
    for row in range(sheet.nrows):
        read: list[Any] = []
        for column in range(sheet.row_len(row)):
            kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
            if (row, column) in uncomputed:
                faults.append((row, column, UNCACHED, "=…"))
                read.append("")
            elif kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or value == "":
                read.append("")
            elif row >= MOST_ROWS or column >= MOST_COLUMNS:
                far.append((f"{column_letters(column)}{row + 1}", str(value)[:60]))
            elif kind == xlrd.XL_CELL_ERROR:
                text = xlrd.error_text_from_code.get(int(value), "#VALUE!")
                faults.append((row, column, ERROR, text))
                read.append("")
            elif kind == xlrd.XL_CELL_NUMBER:
                read.append(_number(book, sheet.cell_xf_index(row, column), value, telling))
            else:
                read.append(_value(kind, value, book.datemode))
        while read and read[-1] == "":
            read.pop()
        if row < MOST_ROWS:
            rows.append(read)
    return {
        "name": sheet.name,
        "visible": sheet.visibility == 0,
        "rows": rows,
        "merges": [
            (top, left, min(bottom, MOST_ROWS) - 1, min(right, MOST_COLUMNS) - 1)
            for top, bottom, left, right in sheet.merged_cells
            if top < MOST_ROWS and left < MOST_COLUMNS
        ],
        "faults": faults,
        "hidden_rows": [
            (row, row)
            for row, told in sorted(sheet.rowinfo_map.items())
            if row < MOST_ROWS and (told.hidden or told.height == 0)
        ],
        "hidden_columns": [
            (column, column)
            for column, told in sorted(sheet.colinfo_map.items())
            if column < MOST_COLUMNS and (told.hidden or told.width == 0)
        ],
        "far": far[:_MOST_NAMED],
        "far_count": len(far),
    }


def _number(book: Book, style: int, value: float, telling: dict[int, str]) -> Any:
    """The number, with what its cell shows where that is more. `telling` remembers formats."""
    if style not in telling:
        known = 0 <= style < len(book.xf_list)
        form = book.format_map.get(book.xf_list[style].format_key) if known else None
        telling[style] = form.format_str if form and says_more(form.format_str) else ""
    text = shown(telling[style], value) if telling[style] else None
    return value if text is None else {"~shown": [value, text]}


def _value(kind: int, value: Any, datemode: int) -> Any:
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate_as_datetime(value, datemode)
        except (OverflowError, ValueError):
            return value
        if value < 1:
            return moment.time()
        return moment.date() if moment.time() == datetime.time() else moment
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return value


def _formulas(parts: CompDoc) -> dict[str, list[bytes]]:
    """The records of the formulas of each sheet: row, column, format, result, flags, …"""
    stream, base, size = parts.locate_named_stream("Workbook")
    if stream is None:
        stream, base, size = parts.locate_named_stream("Book")
    if stream is None:
        raise damaged()
    globals_ = list(_records(stream, base, base + size))
    found = {}
    for kind, data in globals_:
        if kind != _BOUNDSHEET or len(data) < 8:
            continue
        start = base + struct.unpack_from("<I", data)[0]
        found[_sheet_name(data)] = [
            record
            for kind, record in _records(stream, start, base + size)
            if kind == _FORMULA and len(record) >= 16
        ]
    return found


def _has_result(record: bytes, is_of_an_office: bool) -> bool:
    """Whether the one who wrote the file computes: others leave a zero or an empty text in every
    formula. Those who leave an empty text write no summary of the document, as every office
    program does."""
    if record[6:14] == _EMPTY_TEXT:
        return is_of_an_office
    return record[6:14] != bytes(8)


def _is_open(record: bytes) -> bool:
    """Whether the formula may never have been computed: it holds a zero and asks to be computed
    on opening, or an empty text for no reason."""
    if record[6:14] == bytes(8):
        return _asks(record)
    # A formula that means to give an empty text has one among its constants.
    return record[6:14] == _EMPTY_TEXT and _EMPTY_CONSTANT not in record[22:]


def _asks(record: bytes) -> bool:
    return bool(struct.unpack_from("<H", record, 14)[0] & _TO_BE_COMPUTED)


def _notices(formulas: dict[str, list[bytes]]) -> list[str]:
    """Excel marks its own zeros as others mark what they did not compute."""
    zeros = [
        f"{name}!{column_letters(column)}{row + 1}"
        for name, found in formulas.items()
        for record in found
        if record[6:14] == bytes(8) and _asks(record)
        for row, column in [struct.unpack_from("<HH", record)]
    ]
    if not zeros:
        return []
    more = f"等 {len(zeros)} 处" if len(zeros) > _MOST_NAMED else ""
    return [
        f"有公式要求打开时重新计算（{'、'.join(zeros[:_MOST_NAMED])}{more}），"
        "读取的是保存时的结果 0，请核对"
    ]


def _sheet_name(data: bytes) -> str:
    length, is_wide = data[6], data[7] & 1
    raw = data[8 : 8 + length * (2 if is_wide else 1)]
    return raw.decode("utf-16-le" if is_wide else "latin-1", "replace")


def _records(stream: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, to its end; charts may stand within, with ends of their own."""
    position, depth = start, 0
    while position + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        if kind & 0xFF == 0x09:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        position += 4 + length
