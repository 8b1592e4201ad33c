"""Results of formulas that do not fit the numbers which they are made of.

A program that changes a number without computing leaves the old result behind. Sums, differences
and products of cells of the same sheet are computed again; of any other formula nothing is said.

Spreadsheets compute in binary numbers, and so are their results held against binary numbers here,
within a millionth. Nothing that is computed here becomes an amount.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from workbooks.guard.references import column_index, column_letters

STALE = "stale"
MOST_FORMULAS = 50_000
MOST_READ = 3_000_000
"""Cells that are read for all the formulas of a sheet."""

_CELL = re.compile(
    rb"<c r=\"([A-Z]{1,3})([0-9]{1,7})\"((?: s=\"[0-9]+\"| t=\"n\")*)>"
    rb"<f([^<>]*?)(?:/>|>([^<]*)</f>)<v>([^<]+)</v>"
)
_SHARED = re.compile(rb" si=\"([0-9]+)\"")
_TOKEN = re.compile(
    r"(?P<range>\$?[A-Z]{1,3}\$?[0-9]+:\$?[A-Z]{1,3}\$?[0-9]+)|(?P<cell>\$?[A-Z]{1,3}\$?[0-9]+)(?![(!A-Z])"
    r"|(?P<sum>SUM\()|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<sign>[-+*/(),])|(?P<space> +)"
)
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)")
_CLOSE_ENOUGH = 1e-6

Formula = tuple[int, int, str, float]
"""Row, column, text, and the result that was saved."""


class _Unknown(Exception):
    """What this module does not compute."""


def formulas_in(xml: bytes) -> Iterator[Formula]:
    """The formulas of a sieved sheet whose results are numbers."""
    if b"</f>" not in xml:
        return
    masters: dict[bytes, tuple[int, int, str]] = {}
    for found in _CELL.finditer(xml):
        kind, written = found[4], (found[5] or b"").decode()
        row, column = int(found[2]) - 1, column_index(found[1].decode())
        shared = _SHARED.search(kind)
        if b"t=" in kind and shared is None:
            continue
        if shared and written:
            masters[shared[1]] = row, column, written
        elif shared:
            if shared[1] not in masters:
                continue
            top, left, text = masters[shared[1]]
            written = moved(text, row - top, column - left)
        yield row, column, written, float(found[6])


def stale(
    formulas: Iterator[Formula], rows: Sequence[Sequence[Any]], faults: set[tuple[int, int]]
) -> list[tuple[int, int, str, str]]:
    """Faults (row, column, STALE, “formula, result, what it should be”) by zero-based indexes."""
    reader = _Reader(rows, faults)
    found = []
    for number, (row, column, text, result) in enumerate(formulas):
        if number >= MOST_FORMULAS:
            break
        try:
            due = _Expression(text, reader).value()
        except (_Unknown, ArithmeticError, RecursionError):
            continue
        if abs(due - result) > _CLOSE_ENOUGH * max(abs(due), abs(result), 1e-3):
            told = f"={text[:60]}\n{_plain(result)}\n{_plain(due)}"
            found.append((row, column, STALE, told))
    return found


class _Reader:
    def __init__(self, rows: Sequence[Sequence[Any]], faults: set[tuple[int, int]]) -> None:
        self._rows = rows
        self._faults = faults
        self._left = MOST_READ

    def one(self, row: int, column: int) -> float:
        value = self._at(row, column)
        if isinstance(value, str):
            raise _Unknown
        return value

    def sum(self, top: int, left: int, bottom: int, right: int) -> float:
        bottom = min(bottom, len(self._rows) - 1)
        total = 0.0
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                value = self._at(row, column)
                total += 0 if isinstance(value, str) else value
        return total

    def _at(self, row: int, column: int) -> Any:
        self._left -= 1
        if self._left < 0 or (row, column) in self._faults:
            raise _Unknown
        if row >= len(self._rows) or column >= len(self._rows[row]):
            return 0
        value = self._rows[row][column]
        if value == "":
            return 0
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise _Unknown
        return value


class _Expression:
    """A formula, read from the left."""

    def __init__(self, text: str, reader: _Reader) -> None:
        self._reader = reader
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None or found.lastgroup is None:
                raise _Unknown
            if found.lastgroup != "space":
                self._tokens.append((found.lastgroup, found[0]))
            at = found.end()
        self._at = 0

    def value(self) -> float:
        if all(kind in ("number", "sign") for kind, _ in self._tokens):
            raise _Unknown
        value = self._terms()
        if self._at < len(self._tokens):
            raise _Unknown
        return value

    def _terms(self) -> float:
        value = self._factors()
        while self._peek() in ("+", "-"):
            sign = self._take()
            other = self._factors()
            value = value + other if sign == "+" else value - other
        return value

    def _factors(self) -> float:
        value = self._factor()
        while self._peek() in ("*", "/"):
            sign = self._take()
            other = self._factor()
            value = value * other if sign == "*" else value / other
        return value

    def _factor(self) -> float:
        if self._at >= len(self._tokens):
            raise _Unknown
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return float(text)
        if kind == "cell":
            return self._reader.one(*_place(text))
        if kind == "sum":
            return self._sum()
        if text == "(":
            value = self._terms()
            self._expect(")")
            return value
        if text in ("-", "+"):
            return -self._factor() if text == "-" else self._factor()
        raise _Unknown

    def _sum(self) -> float:
        total = 0.0
        while True:
            if self._at < len(self._tokens) and self._tokens[self._at][0] == "range":
                first, last = self._tokens[self._at][1].split(":")
                self._at += 1
                total += self._reader.sum(*_place(first), *_place(last))
            else:
                total += self._terms()
            if self._peek() == ",":
                self._take()
                continue
            self._expect(")")
            return total

    def _peek(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _expect(self, sign: str) -> None:
        if self._peek() != sign:
            raise _Unknown
        self._at += 1


def _place(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if found is None or int(found[4]) < 1:
        raise _Unknown
    return int(found[4]) - 1, column_index(found[2])


def moved(text: str, down: int, right: int) -> str:
    """A shared formula as it stands so many rows and columns further on."""

    def move(found: "re.Match[str]") -> str:
        column, row = column_index(found[2]), int(found[4])
        column += 0 if found[1] else right
        row += 0 if found[3] else down
        if column < 0 or row < 1:
            return "#REF!"
        return f"{found[1]}{column_letters(column)}{found[3]}{row}"

    return re.sub(r"(?<![A-Z0-9_.])" + _REFERENCE.pattern + r"(?![A-Z0-9_(!.])", move, text)


def _plain(number: float) -> str:
    return f"{number:.10g}" if abs(number) < 1e15 else repr(number)
