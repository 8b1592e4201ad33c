"""Areas of cells as attributes name them (``A1:C3 E5``), and how they move with inserted rows."""

import re
from dataclasses import dataclass

from workbooks.guard.references import column_index, column_letters

Area = tuple[int, int, int, int]
"""Top, left, bottom, right; zero-based, ends included."""

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_IN_FORMULA = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?P<sheet>(?:'(?:[^']|'')+'|[\w.]+)!)?"
    r"(?P<first>(?<![\w.])\$?[A-Z]{1,3}\$?[0-9]{1,7}|(?<![\w.:])\$?[0-9]{1,7}(?=:\$?[0-9]))"
    r"(?::(?P<last>\$?[A-Z]{0,3}\$?[0-9]{1,7}))?(?![\w.(])"
)
_ROW = re.compile(r"[0-9]+$")


@dataclass(frozen=True)
class Insertion:
    """``count`` rows put in before the row numbered ``before``, as the program numbers rows."""

    before: int
    count: int

    def row(self, number: int) -> int:
        return number + self.count if number >= self.before else number


def place_of(reference: str) -> tuple[int, int]:
    """Row and column, zero-based, of A1."""
    found = _CELL.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    return int(found[2]) - 1, column_index(found[1])


def reference_of(row: int, column: int) -> str:
    return f"{column_letters(column)}{row + 1}"


def areas_in(references: str) -> list[Area]:
    areas = []
    for each in references.split():
        first, _, last = each.partition(":")
        top, left = place_of(first)
        bottom, right = place_of(last or first)
        areas.append((top, left, bottom, right))
    return areas


def moved_areas(references: str, by: Insertion) -> str:
    return " ".join(
        ":".join(_moved_cell(cell, by) for cell in each.split(":")) for each in references.split()
    )


def moved_formula(formula: str, sheet: str, edited: str, by: Insertion) -> str:
    """The formula of a cell of ``sheet`` after rows were put into ``edited``; what it says of other
    sheets, and in quotes, stays."""

    def move(found: "re.Match[str]") -> str:
        if not found["first"]:
            return found[0]
        named = (found["sheet"] or "").rstrip("!").strip("'").replace("''", "'") or sheet
        if named != edited:
            return found[0]
        cells = [found["first"], *([found["last"]] if found["last"] else [])]
        return (found["sheet"] or "") + ":".join(_moved_cell(cell, by) for cell in cells)

    return _IN_FORMULA.sub(move, formula)


def over_block(formula: str, pattern: int, room_end: int, row: int, block_end: int) -> str:
    """The formula of the pattern row, by numbers, as it stands in ``row`` over a block of its own:
    a range from below the pattern to the end of the room ends with the block."""

    def move(found: "re.Match[str]") -> str:
        if not found["first"] or found["sheet"]:
            return found[0]
        first, last = found["first"], found["last"]
        if last and _number(first) == pattern + 1 and _number(last) == room_end:
            return f"{_at_row(first, row + 1)}:{_at_row(last, block_end)}"
        cells = [first, *([last] if last else [])]
        return ":".join(
            cell if _is_fixed(cell) else _at_row(cell, _number(cell) + row - pattern)
            for cell in cells
        )

    return _IN_FORMULA.sub(move, formula)


def _moved_cell(cell: str, by: Insertion) -> str:
    return _at_row(cell, by.row(_number(cell))) if _ROW.search(cell) else cell


def _number(cell: str) -> int:
    found = _ROW.search(cell)
    assert found is not None
    return int(found[0])


def _at_row(cell: str, number: int) -> str:
    return _ROW.sub(str(number), cell)


def _is_fixed(cell: str) -> bool:
    return re.search(r"\$[0-9]+$", cell) is not None
