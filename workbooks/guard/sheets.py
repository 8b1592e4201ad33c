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

from workbooks.guard.limits import (
    LARGEST_ROW,
    MOST_COLUMNS,
    MOST_ROWS,
)
from workbooks.guard.markup import Attributes, Markup, utf_8
from workbooks.guard.odd_rows import LONGEST_FORMULA, OddRow, odd_rows
from workbooks.guard.references import column_index, column_letters, whole
from workbooks.guard.refusals import Refused, damaged, irregular

_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LARGEST_PREAMBLE = 4 * 1024 * 1024
_MOST_NAMED = 5

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
_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})")
_REFERENCES = (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;", b"&#")
_TRUE = ("1", "true")


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
        if self.frame.has_rows and not self.frame.is_past_rows:
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

    def _read_preamble(self, chunks: Iterator[bytes]) -> bytes:
        """What follows <sheetData>, or <sheetData/>; nothing when the sheet has no rows at all."""
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
                return buffer[found.end() :]
            if len(buffer) > _LARGEST_PREAMBLE:
                raise irregular("工作表的开头过长")
        self.frame.feed(buffer)
        return b""

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
            self.far.append((ref, text[:LONGEST_FORMULA]))

    def _rewrite(self, fragment: bytes) -> None:
        """A row (or several) that is not plain, taken apart and written plainly."""
        for row in odd_rows(fragment, self.last_number):
            self._write(row)

    def _write(self, row: OddRow) -> None:
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
    """A sheet without its rows: hidden columns stand before them, merged ranges after.

    The anchor of a check box has a <row> and a <col> of its own: an element is what it is called
    only below the one in which it belongs.
    """

    def __init__(self) -> None:
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.has_rows = self.is_past_rows = False
        self._within: list[str] = []
        self._markup = Markup(self._start, self._end)
        self.feed = self._markup.feed

    def close(self) -> None:
        self._markup.feed(b"", last=True)

    def _start(self, name: str, attributes: Attributes) -> None:
        parent = self._within[-1] if self._within else ""
        self._within.append(name)
        if name == "sheetData":
            if self.has_rows:
                raise irregular("工作表里有两份数据")
            self.has_rows = True
        elif name in ("row", "c") and parent in ("worksheet", "sheetData"):
            raise irregular("工作表内部结构不规范")
        elif (parent, name) == ("cols", "col"):
            self._column(attributes)
        elif (parent, name) == ("mergeCells", "mergeCell"):
            self._merge(attributes)

    def _end(self, name: str) -> None:
        self._within.pop()
        if name == "sheetData":
            self.is_past_rows = True

    def _column(self, attributes: Attributes) -> None:
        width = attributes.get("width", "").strip("0.")
        if attributes.get("hidden") in _TRUE or (not width and "width" in attributes):
            first, last = (whole(attributes.get(key, "")) for key in ("min", "max"))
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


def _has_plain_references(body: bytes) -> bool:
    """Whether every & begins one of the five names, or a number: others a parser reads as blank."""
    return body.count(b"&") == sum(body.count(reference) for reference in _REFERENCES)


def _spans(numbers: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans
