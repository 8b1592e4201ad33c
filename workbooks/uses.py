"""What was made of every column and sheet of a workbook, for the person who sent it.

What was not understood is told by name, with its first values, so that somebody can say what it is
(`workbooks.meanings`).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from workbooks.reading import Sheet, is_blank
from workbooks.values import clean, shown

MOST_SAMPLES = 3
_SEARCHED = 200
_LONGEST = 20


@dataclass(frozen=True)
class ColumnUse:
    """A column: where its title stands, how the title is compared, its first values. `key` and
    `label` are of what it was read as, "" where it was not; `note` says how it was read, or why
    not; `meaning` is the id of the kept meaning by which it was read."""

    sheet: str
    ref: str
    title: str
    wording: str
    samples: tuple[str, ...] = ()
    key: str = ""
    label: str = ""
    note: str = ""
    is_ignored: bool = False
    meaning: int | None = None

    def sentence(self) -> str:
        """`「7月」C2 本期投资额(万元)（1000、20）：note`"""
        values = f"（{'、'.join(self.samples)}）" if self.samples else ""
        note = f"：{self.note}" if self.note else ""
        return f"「{self.sheet}」{self.ref} {self.title or '没有列名'}{values}{note}"


@dataclass(frozen=True)
class SheetUse:
    """A sheet that was not read, why, and its first values."""

    sheet: str
    why: str
    samples: tuple[str, ...] = ()

    def sentence(self) -> str:
        values = f"（{'、'.join(self.samples)}）" if self.samples else ""
        return f"工作表「{self.sheet}」{values}：{self.why}"


@dataclass
class Uses:
    """Of a whole workbook."""

    columns: list[ColumnUse] = field(default_factory=list)
    sheets: list[SheetUse] = field(default_factory=list)

    @property
    def used(self) -> list[ColumnUse]:
        return [column for column in self.columns if column.key]

    @property
    def unused(self) -> list[ColumnUse]:
        """Those of which nobody said yet that they are to be passed over."""
        return [column for column in self.columns if not column.key and not column.is_ignored]

    @property
    def ignored(self) -> list[ColumnUse]:
        return [column for column in self.columns if column.is_ignored]

    @property
    def notes(self) -> list[ColumnUse]:
        """The used columns of which something is to be said."""
        return [column for column in self.used if column.note]

    def sentences(self) -> Iterable[str]:
        for column in self.notes:
            yield f"{column.sentence()}"
        for column in self.unused:
            yield f"没有用到的列：{column.sentence()}"
        for sheet in self.sheets:
            yield f"没有读取的{sheet.sentence()}"

    def as_json(self) -> dict[str, Any]:
        """For an upload's outcome: what was not used, and what is to be said of the rest."""
        return {
            "shape": 1,
            "unused": [asdict(column) for column in self.unused],
            "notes": [asdict(column) for column in self.notes],
            "sheets": [asdict(sheet) for sheet in self.sheets],
        }

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Uses":
        """What `as_json` kept; nothing of an outcome that has none."""
        columns = [*told.get("notes", ()), *told.get("unused", ())]
        return cls(
            [ColumnUse(**{**line, "samples": tuple(line["samples"])}) for line in columns],
            [
                SheetUse(**{**line, "samples": tuple(line["samples"])})
                for line in told.get("sheets", ())
            ],
        )


def column_samples(sheet: Sheet, first_row: int, column: int) -> tuple[str, ...]:
    """The first values of a column below its header."""
    found: dict[str, None] = {}
    for row in range(first_row, min(first_row + _SEARCHED, len(sheet.rows))):
        value = sheet.value(row, column)
        if not is_blank(value):
            found.setdefault(_short(value), None)
            if len(found) == MOST_SAMPLES:
                break
    return tuple(found)


def sheet_samples(sheet: Sheet) -> tuple[str, ...]:
    """The first values of a sheet."""
    found: dict[str, None] = {}
    for values in sheet.rows[:_SEARCHED]:
        for value in values:
            if not is_blank(value):
                found.setdefault(_short(value), None)
                if len(found) == MOST_SAMPLES:
                    return tuple(found)
    return tuple(found)


def _short(value: Any) -> str:
    text = clean(shown(value))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
