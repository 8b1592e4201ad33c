"""From the bytes of a workbook to sheets of plain values, before any meaning is sought.

Parsing happens in a process of its own (`parsing.child`), bounded in memory and time: whatever a
file does to a parser, the process that serves pages and jobs lives on and says that the file
cannot be read.
"""

import datetime
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from files.apart import Bounds, Died, run_apart
from files.sizes import MEGABYTE
from workbooks import guard
from workbooks.guard.limits import LARGEST_ANSWER
from workbooks.guard.odd_rows import UNCACHED
from workbooks.guard.references import column_letters
from workbooks.parsing.formulas import STALE

MEMORY = 512 * MEGABYTE
SECONDS = 30

_LARGE_MERGE = 2_000
_MOST_LARGE_MERGES = 50
_DAMAGED = "已损坏或不是规范的 Excel 工作簿，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"
_TOO_SLOW = "内容过多或结构异常，无法在规定时间内读完，请删去无关内容或分成几个文件上传"


@dataclass(frozen=True)
class Fault:
    """What stands in a cell without giving a value: an error, or a formula never computed."""

    shown: str
    message: str


class Formatted(Decimal):
    """A number that its cell shows otherwise: 0.6 as 60%. `text` is what is shown, "" where that
    is a thousandth of the number or less, by a format that leaves digits out."""

    text: str

    @classmethod
    def of(cls, told: list[Any]) -> "Formatted":
        number = cls(told[0])
        number.text = told[1]
        return number


Value = (
    None | str | bool | int | Decimal | datetime.date | datetime.time | datetime.timedelta | Fault
)
"""What a cell holds; None when empty. datetime.datetime comes as the date it is a kind of."""


@dataclass(frozen=True)
class Merge:
    """A merged range, by zero-based indexes, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Far:
    """A value so far away from the table that it was not read."""

    ref: str
    shown: str


@dataclass(frozen=True)
class Sheet:
    """A sheet's used rows from A1 on, each without the blank cells at its end, without blank
    rows at the end. `hidden_rows` and `hidden_columns` are spans of zero-based indexes, ends
    included; `far` names the first few of `far_count` values that were not read. `covered` has
    what a merged range hides: row, column and value of cells under it, which show nothing.
    """

    name: str
    rows: list[list[Value]]
    merges: tuple[Merge, ...] = ()
    visible: bool = True
    hidden_rows: tuple[tuple[int, int], ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    far: tuple[Far, ...] = ()
    far_count: int = 0
    covered: tuple[tuple[int, int, Value], ...] = ()

    def value(self, row: int, column: int) -> Value:
        """The value at zero-based indexes; None outside the used rows."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]

    def merge_at(self, row: int, column: int) -> Merge | None:
        small = self._merge_of_cell.get((row, column))
        if small or not self._large_merges:
            return small
        return next(
            (
                merge
                for merge in self._large_merges
                if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right
            ),
            None,
        )

    def merged_value(self, row: int, column: int) -> Value:
        """The value shown there: a merged range shows the value of its first cell all over."""
        merge = self.merge_at(row, column)
        return self.value(merge.top, merge.left) if merge else self.value(row, column)

    @cached_property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def merged_rows(self) -> frozenset[int]:
        """The rows that a range merged downwards covers, its first excepted."""
        last_row = len(self.rows) - 1
        return frozenset(
            row
            for merge in self._merges_that_count
            for row in range(merge.top + 1, min(merge.bottom, last_row) + 1)
        )

    @cached_property
    def faults(self) -> list[tuple[int, int, Fault]]:
        """Row, column and fault, by zero-based indexes."""
        return [
            (row, column, value)
            for row, values in enumerate(self.rows)
            for column, value in enumerate(values)
            if isinstance(value, Fault)
        ]

    @cached_property
    def _merges_that_count(self) -> list[Merge]:
        """Without those below the table and, where somebody drew thousands, the largest."""
        within = [merge for merge in self.merges if merge.top < len(self.rows)]
        large = [merge for merge in within if _area(merge) > _LARGE_MERGE]
        if len(large) <= _MOST_LARGE_MERGES:
            return within
        return [merge for merge in within if _area(merge) <= _LARGE_MERGE]

    @cached_property
    def _large_merges(self) -> list[Merge]:
        return [merge for merge in self._merges_that_count if _area(merge) > _LARGE_MERGE]

    @cached_property
    def _merge_of_cell(self) -> dict[tuple[int, int], Merge]:
        last_row, last_column = len(self.rows) - 1, self.width - 1
        return {
            (row, column): merge
            for merge in self._merges_that_count
            if _area(merge) <= _LARGE_MERGE
            for row in range(merge.top, min(merge.bottom, last_row) + 1)
            for column in range(merge.left, min(merge.right, last_column) + 1)
        }


@dataclass(frozen=True)
class Contents:
    """A workbook's sheets, hidden ones too, and remarks that concern it as a whole."""

    sheets: list[Sheet]
    notices: list[str] = field(default_factory=list)


def read_contents(content: bytes, filename: str = "") -> Contents:
    """Every worksheet of a file that may be anything. Raises UnreadableWorkbook."""
    guard.look_at(content, filename)
    told = _decoded(run_child("child", content, filename), filename)
    if "refused" in told:
        raise guard.refusal(filename, told["refused"])
    return Contents([_sheet(sheet) for sheet in told["sheets"]], told["notices"])


class Parsing:
    """A workbook that is being parsed, in the process of its own, while its caller does something
    else. As a context manager it waits for the end, whatever comes between."""

    def __init__(self, content: bytes, filename: str = "") -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._contents = self._thread.submit(read_contents, content, filename)

    def __enter__(self) -> "Parsing":
        return self

    def __exit__(self, *error: object) -> None:
        self._thread.shutdown()

    def contents(self) -> Contents:
        """Raises UnreadableWorkbook."""
        return self._contents.result()


def read_sheets(content: bytes) -> list[Sheet]:
    """The sheets alone. Raises UnreadableWorkbook."""
    return read_contents(content).sheets


def run_child(module: str, content: bytes, filename: str) -> bytes:
    """What `workbooks.parsing.<module>` answers. Raises UnreadableWorkbook when it dies."""
    bounds = Bounds(MEMORY, SECONDS, LARGEST_ANSWER)
    try:
        return run_apart(f"workbooks.parsing.{module}", content, bounds, filename)
    except Died as died:
        raise guard.refusal(filename, _TOO_SLOW if died.ran_out else _DAMAGED) from died


def cell_name(row: int, column: int) -> str:
    """The A1 name of zero-based indexes: (11, 5) is F12."""
    return f"{column_letters(column)}{row + 1}"


def column_name(column: int) -> str:
    """The letters of a zero-based column: 5 is F, 26 is AA."""
    return column_letters(column)


def is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _decoded(answer: bytes, filename: str) -> dict[str, Any]:
    try:
        told = json.loads(
            answer, parse_float=_number, parse_constant=str, object_hook=_untagged
        )  # fmt: skip
    except ValueError as error:
        raise guard.refusal(filename, _DAMAGED) from error
    return told


def _number(text: str) -> int | Decimal:
    """Numbers come as binary floats; their shortest form is the fifteen digits that are kept."""
    if text.endswith(".0"):
        return int(text[:-2])
    exact = Decimal(text)
    return int(exact) if exact == exact.to_integral_value() else exact


def _untagged(told: dict[str, Any]) -> Any:
    if len(told) == 1:
        ((tag, text),) = told.items()
        if tag in _UNTAG:
            return _UNTAG[tag](text)
    return told


def _duration(seconds: int) -> datetime.timedelta:
    return datetime.timedelta(seconds=seconds)


_UNTAG: dict[str, Callable[[Any], Value]] = {
    "~datetime": datetime.datetime.fromisoformat,
    "~date": datetime.date.fromisoformat,
    "~time": datetime.time.fromisoformat,
    "~seconds": _duration,
    "~shown": Formatted.of,
}


def _sheet(told: dict[str, Any]) -> Sheet:
    rows: list[list[Value]] = [
        [None if value == "" else value for value in row] for row in told["rows"]
    ]
    for row, column, kind, text in told["faults"]:
        _put(rows, row, column, _fault(kind, text))
    merges = tuple(Merge(*corners) for corners in told["merges"])
    covered = _uncovered(rows, merges)
    return Sheet(
        name=told["name"],
        rows=_clipped(rows),
        merges=merges,
        visible=told["visible"],
        hidden_rows=_joined(told["hidden_rows"]),
        hidden_columns=_joined(told["hidden_columns"]),
        far=tuple(Far(*named) for named in told["far"]),
        far_count=told["far_count"],
        covered=covered,
    )


def _uncovered(
    rows: list[list[Value]], merges: Sequence[Merge]
) -> tuple[tuple[int, int, Value], ...]:
    """Take out what merged ranges hide: of a range only its first cell shows. What repeats that
    one hides nothing."""
    covered: list[tuple[int, int, Value]] = []
    for merge in merges:
        if _area(merge) > _LARGE_MERGE and len(merges) > _MOST_LARGE_MERGES:
            continue
        for row in range(merge.top, min(merge.bottom + 1, len(rows))):
            values = rows[row]
            first, last = merge.left + (row == merge.top), min(merge.right + 1, len(values))
            if values[first:last].count(None) == last - first or first >= last:
                continue
            top = rows[merge.top]
            seen = top[merge.left] if merge.left < len(top) else None
            for column in range(first, last):
                if not is_blank(values[column]) and values[column] != seen:
                    covered.append((row, column, values[column]))
                values[column] = None
    return tuple(covered)


def _put(rows: list[list[Value]], row: int, column: int, value: Value) -> None:
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = value


def _fault(kind: str, text: str) -> Fault:
    if kind == STALE:
        formula, result, due = text.split("\n")
        return Fault(
            result,
            f"公式 {formula} 保存的结果是{result}，按表中的数应为{due}，"
            "请用 Excel 或 WPS 打开、重新计算并保存后再上传",
        )
    if kind == UNCACHED:
        return Fault(
            text,
            f"公式 {text} 没有计算结果，请用 Excel 或 WPS 打开并保存后再上传，或直接填写数值",
        )
    return Fault(text, f"公式出错（{text}），没有可用的数值，请改正公式或直接填写数值")


def _clipped(rows: list[list[Value]]) -> list[list[Value]]:
    """Formatting alone reaches the last row of an honest file: blank rows at the end go."""
    used = len(rows)
    while used and all(is_blank(value) for value in rows[used - 1]):
        used -= 1
    return rows[:used]


def _joined(spans: list[list[int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def _area(merge: Merge) -> int:
    return (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1)
