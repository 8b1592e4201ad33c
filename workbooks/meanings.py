"""What persons said of titles that no vocabulary knows, or that mean something else to them.

A meaning is of a title, as titles are compared (7月 of this month's table is 8月 of the next):
the column that it is, or that it is none. A constant stands for a column that a table lacks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbooks.columns import Column, ColumnKind
from workbooks.titles import read_title

IGNORED = "-"
"""In the place of a column's key: the title means none."""
UNIT_OF_MONEY = "~unit"
"""In the place of a column's key: what the amounts are counted in that name no unit."""

_NO_CONSTANT = (ColumnKind.SERIAL, ColumnKind.CODE, ColumnKind.NAME, ColumnKind.MONEY)


@dataclass(frozen=True)
class Meaning:
    """The key of the column that a title is, or IGNORED; for whom it was said (本单位, 本县,
    这个文件), and the id of what was kept of it, None where it is of one file."""

    target: str
    said_by: str
    kept: int | None = None


@dataclass(frozen=True)
class Meanings:
    """By the wordings of titles, and constants by the keys of columns; ``aliases`` are further
    titles of the county's by the keys of columns."""

    titles: Mapping[str, Meaning] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NO_MEANINGS = Meanings()


def wording_of(path: Sequence[str]) -> str:
    """How the titles over a column are compared as one."""
    return "".join(read_title(text).pattern for text in path)


def may_be_constant(column: Column) -> bool:
    return column.kind not in _NO_CONSTANT
