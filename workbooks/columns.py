"""The columns that a table may have, as the room that imports names them."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from workbooks.senses import Sense


class ColumnKind(Enum):
    """What a column holds, as far as telling kinds of rows apart needs it."""

    SERIAL = "serial"
    CODE = "code"
    NAME = "name"
    TEXT = "text"
    MONEY = "money"
    PERCENT = "percent"
    INTEGER = "integer"
    DATE = "date"
    MONTH = "month"
    YES_NO = "yes_no"
    YEARS = "years"


@dataclass(frozen=True)
class Column:
    """A column that a table may have, and the names it goes by.

    `label` is its Chinese name in messages. In `aliases` and `excludes`, `{年}`, `{月}` and
    `{起月}-{月}` stand for numbers. A title that contains one of `excludes`, in its own row or
    in those above, is never this column. `sense` is what its titles speak of, where that is the
    one thing or the other; an `is_whole` column is found by whole titles only; one that counts
    `since_january` not by a title of months from later on. One of `months`, the first and the last,
    needs no alias: every title of its `sense` that speaks of just these months is its own.
    """

    key: str
    label: str
    aliases: tuple[str, ...]
    kind: ColumnKind = ColumnKind.TEXT
    required: bool = False
    excludes: tuple[str, ...] = ()
    sense: Sense | None = None
    is_whole: bool = False
    since_january: bool = False
    months: tuple[int, int] | None = None

    def also(self, *aliases: str, **changes: Any) -> "Column":
        """The column as one kind of table has it: with further `aliases`, and `changes`."""
        return replace(self, aliases=(*self.aliases, *aliases), **changes)
