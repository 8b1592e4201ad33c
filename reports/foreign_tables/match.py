"""What a form's cells were matched to, once, by a person or without a question; kept as JSON.

Rows and columns are zero-based places in the blank.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

SHAPE = 1

CONSTANT = "="
"""In the place of a field's key: the column gets the same text in every row."""


@dataclass(frozen=True)
class ColumnMatch:
    """``field`` is a key of FIELDS, "" of a column that nothing fills; ``unit`` the yuan in one of
    its amounts; ``narrowing`` the group and cuts that its titles name beside the figure."""

    at: int
    title: str
    field: str = ""
    unit: int = 0
    narrowing: str = ""
    constant: str = ""
    doubt: str = ""


class RowKind(StrEnum):
    PROJECT = "project"
    TOTAL = "total"
    FIGURE = "figure"


@dataclass(frozen=True)
class RowMatch:
    """A printed row: of a project, of what stands in the rows ``first`` to ``last``, or of the
    group and cuts of ``narrowing``."""

    at: int
    label: str
    kind: str
    project: int | None = None
    narrowing: str = ""
    first: int = 0
    last: int = -1
    doubt: str = ""

    @property
    def is_among(self) -> bool:
        """Whether it is a part of a row above it (其中)."""
        return self.label.startswith("其中")


@dataclass(frozen=True)
class Room:
    """Empty rows, to be filled with the lines of a group; ``subtotal`` is the row above them that
    every unit's own subtotal is made like, None where there is none."""

    first: int
    last: int
    narrowing: str
    subtotal: int | None = None


@dataclass(frozen=True)
class TableMatch:
    """One table of a sheet: its head, columns, printed rows and rooms. ``list_key`` is the list
    that it is filled from, ``label_at`` the column that says what a row is."""

    sheet: str
    first_row: int
    head_end: int
    label_at: int
    list_key: str
    columns: tuple[ColumnMatch, ...]
    rows: tuple[RowMatch, ...]
    rooms: tuple[Room, ...]
    doubt: str = ""

    @property
    def is_of_projects(self) -> bool:
        return any(column.field == "name" for column in self.columns)


class MatchDoubt(NamedTuple):
    """What a person is asked: where, and the sentence. ``place`` names it in a posted form."""

    place: str
    sentence: str


@dataclass(frozen=True)
class FormMatch:
    tables: tuple[TableMatch, ...] = ()

    @property
    def doubts(self) -> list[MatchDoubt]:
        return list(self._doubts())

    def _doubts(self) -> Iterator[MatchDoubt]:
        for number, table in enumerate(self.tables):
            if table.doubt:
                yield MatchDoubt(f"list-{number}", table.doubt)
            for column in table.columns:
                if column.doubt:
                    yield MatchDoubt(f"column-{number}-{column.at}", column.doubt)
            for row in table.rows:
                if row.doubt:
                    yield MatchDoubt(f"row-{number}-{row.at}", row.doubt)

    def without_doubts(self) -> "FormMatch":
        """As it stands once a person has confirmed it."""
        return FormMatch(
            tuple(
                replace(
                    table,
                    doubt="",
                    columns=tuple(replace(each, doubt="") for each in table.columns),
                    rows=tuple(replace(each, doubt="") for each in table.rows),
                )
                for table in self.tables
            )
        )

    def as_kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "FormMatch":
        return cls(tuple(_table(each) for each in kept["tables"]))


def _table(kept: Mapping[str, Any]) -> TableMatch:
    parts = {
        "columns": tuple(ColumnMatch(**each) for each in kept["columns"]),
        "rows": tuple(RowMatch(**each) for each in kept["rows"]),
        "rooms": tuple(Room(**each) for each in kept["rooms"]),
    }
    return TableMatch(**{**kept, **parts})
