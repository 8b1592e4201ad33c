"""Cells and rows of a table: values that know their place, and rows that know what they are."""

from dataclasses import dataclass
from typing import NamedTuple

from workbooks.reading import Value
from workbooks.rowkinds import Numbering, RowKind
from workbooks.values import shown


class Cell(NamedTuple):
    """A value and its place; `unit` is the yuan in one of a money column's amounts, if known."""

    sheet: str
    ref: str
    raw: Value
    unit: int | None
    label: str

    @property
    def shown(self) -> str:
        """The value as the user sees it, for messages."""
        return shown(self.raw)


@dataclass(frozen=True)
class Group:
    """A group row: `二、续建项目（34个）` has the title 续建项目 and the count 34."""

    sheet: str
    ref: str
    label: str
    title: str
    count: int | None
    numbering: Numbering

    @property
    def shown(self) -> str:
        return self.label

    @property
    def is_apart(self) -> bool:
        """Whether the table says that its totals leave these rows out."""
        return "不计入" in self.label


class ColumnPlace(NamedTuple):
    """Where a column stands, for all of its cells: `letters` and `at` say the same."""

    letters: str
    at: int
    unit: int | None
    label: str


@dataclass(slots=True)
class Row:
    """A row below the header, its cells by the keys of their columns. `number` is Excel's, `label`
    the row's name or first text, `groups` the group rows it stands under, outermost first.
    `continues` says that it goes on with the project of the row above (one project, several fund
    sources); its name is then that one's.
    """

    sheet: str
    number: int
    kind: RowKind
    label: str
    cells: dict[str, Cell]
    groups: tuple[Group, ...] = ()
    count: int | None = None
    continues: bool = False

    def get(self, key: str) -> Cell | None:
        return self.cells.get(key)
