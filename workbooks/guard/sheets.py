"""The sieve that every sheet goes through before it is parsed.

Rows written the way spreadsheet programs write them pass as they are, by one regular expression
that leaves no room for anything else. Any other row is taken apart by expat and written anew. What
the parser would not show is taken out and reported: error cells, formulas without a result,
hidden rows and columns, values far away from the table. Formatting without values is dropped
there, so that an honest file with borders down to the last row costs little.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape

from workbooks.guard.limits import (
    LARGEST_ROW,
    MOST_COLUMNS,
    MOST_ROWS,
)
from workbooks.guard.markup import Attributes, Markup, utf_8
from workbooks.guard.refusals import Refused, damaged, irregular

_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LARGEST_PREAMBLE = 4 * 1024 * 1024
_MOST_NAMED = 5
_LONGEST_FORMULA = 60

_SHEET_DATA = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?sheetData(?:\s[^<>]*)?>")
_BLANK_ROWS = re.compile(rb"<row r=\"[0-9]{1,7}\"[^<>'&]*/>")
_WITHIN_COLUMNS = rb"(?:[A-Z]|[A-H][A-Z]|I[A-V])"
_PLAIN_ROW = re.compile(
    rb"(?:<row r=\"[0-9]{1,7}\"[^<>'&]*/>)*"
    rb"<row r=\"([1-9][0-9]{0,6})\"([^<>'&]*)(?<!/)>"
    rb"(?:<c r=\"" + _WITHIN_COLUMNS + rb"\1\""
    rb"(?: s=\"[0-9]{1,6}\"| t=\"(?:s|n|str|inlineStr)\")*"
    rb"(?: ?/>|>(?:"
    rb"(?:<f(?: [^<>]*)?>[^<]*</f>|<f [^<>]*/>)?<v>[^<]+</v>"
    rb"|<is><t(?: xml:space=\"preserve\")?>[^<]*</t></is>"
    rb")?</c>))*"
)
_HIDDEN_ROW = re.compile(rb" (?:hidden=\"(?:1|true)\"|ht=\"0(?:\.0+)?\")")
_VALUE = re.compile(
    rb"<c r=\"([A-Z]{1,3}[0-9]+)\"[^<>]*>(?:<f[^<>]*>[^<]*</f>|<f[^<>]*/>)?"
    rb"(?:<v>([^<]+)|<is><t[^<>]*>([^<]*))"
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})")
_REFERENCES = (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;", b"&#")
_TRUE = ("1", "true")
_TYPES_WITH_VALUE = ("n", "s", "b", "str", "d")

ERROR, UNCACHED = "error", "uncached"


class Sieved(NamedTuple):
    """A sheet as the parser gets it, and what was taken out. Indexes are zero-based.

    merges (top, left, bottom, right) · faults (row, column, kind, text) · hidden_rows spans, ends
    included · far the first few (ref, text) of `far_count`.
    """

    xml: bytes
    merges: list[tuple[int, int, int, int]]
    faults: list[tuple[int, int, str, str]]
    hidden_rows: list[tuple[int, int]]
    hidden_columns: list[tuple[int, int]]
    far: list[tuple[str, str]]
    far_count: int
    cells: int


def sieve(chunks: Iterable[bytes], largest: int) -> Sieved:
    """A sheet's part; at most `largest` bytes of rows are kept. Raises Refused."""
    return _Sieve(largest).read(utf_8(chunks))


class _Sieve:
    def __init__(self, largest: int) -> None:
        self.largest = largest
        self.frame = _Frame()
        self.end_of_row = b"</row>"
        self.kept: list[bytes] = []
        self.numbers: list[int] = []
        self.kept_bytes = 0
        self.last_number = 0
        self.in_order = True
        self.faults: list[tuple[int, int, str, str]] = []
        self.hidden: list[int] = []
        self.far: list[tuple[str, str]] = []
        self.far_count = 0
        self.cells = 0

    def read(self, chunks: Iterator[bytes]) -> Sieved:
        rest = self._read_preamble(chunks)
        if rest is not None:
            rest = self._read_rows(rest, chunks)
            self.frame.feed(rest)
            for chunk in chunks:
                self.frame.feed(chunk)
        self.frame.close()
        self._put_in_order()
        return Sieved(
            xml=b'<worksheet xmlns="' + _MAIN + b'"><sheetData>'
            + b"".join(self.kept)
            + b"</sheetData></worksheet>",
            merges=self.frame.merges,
            faults=sorted(self.faults),
            hidden_rows=_spans(self.hidden),
            hidden_columns=self.frame.hidden_columns,
            far=self.far,
            far_count=self.far_count,
            cells=self.cells,
        )  # fmt: skip

    def _read_preamble(self, chunks: Iterator[bytes]) -> bytes | None:
        """What follows <sheetData>; None when the sheet has no rows."""
        buffer = b""
        for chunk in chunks:
            buffer += chunk
            if found := _SHEET_DATA.search(buffer):
                self.frame.feed(buffer[: found.end()])
                if not self.frame.has_rows:
                    # Within a comment, say.
                    raise irregular("工作表内部结构不规范")
                prefix = found[1] + b":" if found[1] else b""
                self.end_of_row = b"</" + prefix + b"row>"
                self.end_of_data = b"</" + prefix + b"sheetData"
                return None if self.frame.is_past_rows else buffer[found.end() :]
            if len(buffer) > _LARGEST_PREAMBLE:
                raise irregular("工作表的开头过长")
        self.frame.feed(buffer)
        return None

    def _read_rows(self, buffer: bytes, chunks: Iterator[bytes]) -> bytes:
        """What follows the rows, from </sheetData> on."""
        while True:
            end = buffer.find(self.end_of_data)
            body = buffer if end < 0 else buffer[:end]
            *rows, rest = body.split(self.end_of_row)
            take = self._row if _has_plain_references(body) else self._odd_row
            for row in rows:
                take(row)
            if end >= 0:
                if rest := _BLANK_ROWS.sub(b"", rest).strip():
                    self._rewrite(rest)
                return buffer[end:]
            if len(rest) > LARGEST_ROW // 8:
                rest = _BLANK_ROWS.sub(b"", rest)
            if len(rest) > LARGEST_ROW:
                raise irregular("工作表里有一行过长")
            chunk = next(chunks, b"")
            if not chunk:
                raise damaged()
            buffer = rest + chunk

    def _odd_row(self, row: bytes) -> None:
        self._rewrite(row + self.end_of_row)

    def _row(self, row: bytes) -> None:
        plain = _PLAIN_ROW.fullmatch(row)
        if plain is None:
            self._odd_row(row)
            return
        number = int(plain[1])
        if number > MOST_ROWS:
            if b"<v" in row or b"<is" in row:
                self._report_far(row)
            return
        if plain[2] and _HIDDEN_ROW.search(plain[2]):
            self.hidden.append(number - 1)
        self._keep(number, row + b"</row>", row.count(b"<c "))

    def _keep(self, number: int, row: bytes, cells: int) -> None:
        if number <= self.last_number:
            self.in_order = False
        self.last_number = number
        self.kept.append(row)
        self.numbers.append(number)
        self.cells += cells
        self.kept_bytes += len(row)
        if self.kept_bytes > self.largest:
            raise Refused("里的内容过多，请分成几个文件上传")

    def _report_far(self, row: bytes) -> None:
        for found in _VALUE.finditer(row):
            text = found[2] or found[3] or b""
            self._add_far(found[1].decode(), text.decode("utf-8", "replace"))

    def _add_far(self, ref: str, text: str) -> None:
        self.far_count += 1
        if len(self.far) < _MOST_NAMED:
            self.far.append((ref, text[:_LONGEST_FORMULA]))

    def _rewrite(self, fragment: bytes) -> None:
        """A row (or several) that is not plain, taken apart and written plainly."""
        reader = _RowReader(self.last_number)
        markup = Markup(reader.start, reader.end, reader.text)
        markup.feed(b"<rows>" + fragment + b"</rows>", last=True)
        for row in reader.rows:
            self._write(row)

    def _write(self, row: "_Row") -> None:
        written = []
        for cell in row.cells:
            if not cell.is_far and cell.fault:
                self.faults.append((row.number - 1, cell.column, cell.fault, cell.shown))
            elif not cell.has_value:
                continue
            elif cell.is_far or row.number > MOST_ROWS:
                self._add_far(f"{column_letters(cell.column)}{row.number}", cell.shown)
            else:
                written.append(cell.written(row.number))
        if row.number > MOST_ROWS:
            return
        if row.is_hidden:
            self.hidden.append(row.number - 1)
        text = f'<row r="{row.number}">{"".join(written)}</row>'
        self._keep(row.number, text.encode("utf-8", "replace"), len(written))

    def _put_in_order(self) -> None:
        """Rows may stand in any order; the same row twice is read differently by every reader."""
        if self.in_order:
            return
        if len(set(self.numbers)) < len(self.numbers):
            raise irregular("工作表里有重复的行号")
        order = sorted(range(len(self.kept)), key=self.numbers.__getitem__)
        self.kept = [self.kept[index] for index in order]
        self.hidden.sort()


class _Frame:
    """A sheet without its rows: hidden columns stand before them, merged ranges after."""

    def __init__(self) -> None:
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.has_rows = self.is_past_rows = False
        self._markup = Markup(self._start, self._end)
        self.feed = self._markup.feed

    def close(self) -> None:
        self._markup.feed(b"", last=True)

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "sheetData":
            if self.has_rows:
                raise irregular("工作表里有两份数据")
            self.has_rows = True
        elif name in ("row", "c"):
            raise irregular("工作表内部结构不规范")
        elif name == "col":
            self._column(attributes)
        elif name == "mergeCell":
            self._merge(attributes)

    def _end(self, name: str) -> None:
        if name == "sheetData":
            self.is_past_rows = True

    def _column(self, attributes: Attributes) -> None:
        width = attributes.get("width", "").strip("0.")
        if attributes.get("hidden") in _TRUE or (not width and "width" in attributes):
            first, last = (_whole(attributes.get(key, "")) for key in ("min", "max"))
            if 1 <= first <= min(last, MOST_COLUMNS):
                self.hidden_columns.append((first - 1, min(last, MOST_COLUMNS) - 1))

    def _merge(self, attributes: Attributes) -> None:
        found = _RANGE.fullmatch(attributes.get("ref", ""))
        if not found:
            return
        top, bottom = int(found[2]) - 1, int(found[4]) - 1
        left, right = column_index(found[1]), column_index(found[3])
        bottom, right = min(bottom, MOST_ROWS - 1), min(right, MOST_COLUMNS - 1)
        if top <= bottom and left <= right:
            self.merges.append((top, left, bottom, right))


class _Cell:
    """A cell as expat sees it."""

    def __init__(self, column: int, attributes: Attributes) -> None:
        self.column = column
        self.type = attributes.get("t", "n")
        style = attributes.get("s", "")
        self.style = style if style.isascii() and style.isdecimal() else ""
        self.formula: str | None = None
        self.value: str | None = None
        self.inline: str | None = None

    @property
    def is_far(self) -> bool:
        return self.column >= MOST_COLUMNS

    @property
    def fault(self) -> str:
        """What keeps the cell from having a value that can be used, if anything."""
        if self.type == "e":
            return ERROR
        # A formula may well give an empty text; one that gives nothing was never computed.
        never_computed = self.formula is not None and not self.value and self.type != "str"
        return UNCACHED if never_computed and not self.inline else ""

    @property
    def has_value(self) -> bool:
        return bool(self.value if self.type != "inlineStr" else self.inline)

    @property
    def shown(self) -> str:
        if self.fault == UNCACHED:
            return ("=" + (self.formula or "…"))[:_LONGEST_FORMULA]
        return (self.value or self.inline or "#VALUE!")[:_LONGEST_FORMULA]

    def written(self, row: int) -> str:
        if self.type not in (*_TYPES_WITH_VALUE, "inlineStr"):
            raise irregular("有单元格的类型无法识别")
        style = f' s="{self.style}"' if self.style else ""
        start = f'<c r="{column_letters(self.column)}{row}"{style} t="{self.type}">'
        if self.type == "inlineStr":
            text = f'<is><t xml:space="preserve">{escape(self.inline or "")}</t></is>'
        else:
            text = f"<v>{escape(self.value or '')}</v>"
        return start + text + "</c>"


class _Row:
    def __init__(self, number: int, attributes: Attributes) -> None:
        self.number = number
        height = attributes.get("ht", "").strip("0.")
        flattened = not height and "ht" in attributes
        self.is_hidden = attributes.get("hidden") in _TRUE or flattened
        self.cells: list[_Cell] = []


class _RowReader:
    """Rows and cells whose references may be missing: they then follow the one before."""

    def __init__(self, last_number: int) -> None:
        self.rows: list[_Row] = []
        self._last_number = last_number
        self._into: str | None = None
        self._skipping = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if self._skipping or name == "rPh":
            # A reading aid above the characters is no part of the text.
            self._skipping += 1
        elif name == "row":
            number = _whole(attributes["r"]) if "r" in attributes else self._last_number + 1
            if number < 1:
                raise irregular("工作表里的行号不规范")
            self._last_number = number
            self.rows.append(_Row(number, attributes))
        elif name == "c":
            self._start_cell(attributes)
        elif name in ("f", "v", "t") and self.rows and self.rows[-1].cells:
            cell = self.rows[-1].cells[-1]
            self._into = {"f": "formula", "v": "value", "t": "inline"}[name]
            if getattr(cell, self._into) is None:
                setattr(cell, self._into, "")

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        else:
            self._into = None

    def text(self, text: str) -> None:
        if self._into and not self._skipping:
            cell = self.rows[-1].cells[-1]
            setattr(cell, self._into, getattr(cell, self._into) + text)

    def _start_cell(self, attributes: Attributes) -> None:
        if not self.rows:
            raise irregular("工作表内部结构不规范")
        row = self.rows[-1]
        if "r" not in attributes:
            column = row.cells[-1].column + 1 if row.cells else 0
        else:
            found = _REFERENCE.fullmatch(attributes["r"].replace("$", ""))
            if not found or int(found[2]) != row.number:
                raise irregular("有单元格的位置与所在的行不一致")
            column = column_index(found[1])
        if any(cell.column == column for cell in row.cells[-1:]):
            raise irregular("有重复的单元格")
        row.cells.append(_Cell(column, attributes))


def column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(column: int) -> str:
    """The letters of a zero-based column: 5 is F, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _has_plain_references(body: bytes) -> bool:
    """Whether every & begins one of the five names, or a number: others a parser reads as blank."""
    return body.count(b"&") == sum(body.count(reference) for reference in _REFERENCES)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 8 else 0


def _spans(numbers: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans
