"""Rows that are not written as spreadsheet programs write them, taken apart by expat."""

import re
from html import escape

from workbooks.guard.limits import MOST_COLUMNS
from workbooks.guard.markup import Attributes, Markup
from workbooks.guard.references import column_index, column_letters, whole
from workbooks.guard.refusals import irregular

LONGEST_FORMULA = 60
ERROR, UNCACHED = "error", "uncached"

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_TRUE = ("1", "true")
_PARENTS = {
    "row": ("rows",),
    "c": ("row",),
    "f": ("c",),
    "v": ("c",),
    "t": ("is", "r"),
}
"""An element is what it is called only where it belongs: extensions may have a <row> too."""
_TYPES_WITH_VALUE = ("n", "s", "b", "str", "d")


def odd_rows(fragment: bytes, last_number: int) -> "list[OddRow]":
    """The rows of a fragment; `last_number` is that of the row before it. Raises Refused."""
    reader = _RowReader(last_number)
    markup = Markup(reader.start, reader.end, reader.text)
    markup.feed(b"<rows>" + fragment + b"</rows>", last=True)
    return reader.rows


class OddCell:
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
            return ("=" + (self.formula or "…"))[:LONGEST_FORMULA]
        return (self.value or self.inline or "#VALUE!")[:LONGEST_FORMULA]

    def written(self, row: int) -> str:
        if self.type not in (*_TYPES_WITH_VALUE, "inlineStr"):
            raise irregular("有单元格的类型无法识别")
        style = f' s="{self.style}"' if self.style else ""
        start = f'<c r="{column_letters(self.column)}{row}"{style} t="{self.type}">'
        if self.type == "inlineStr":
            text = f'<is><t xml:space="preserve">{escape(self.inline or "", quote=False)}</t></is>'
        else:
            text = f"<v>{escape(self.value or '', quote=False)}</v>"
        return start + text + "</c>"


class OddRow:
    def __init__(self, number: int, attributes: Attributes) -> None:
        self.number = number
        height = attributes.get("ht", "").strip("0.")
        flattened = not height and "ht" in attributes
        self.is_hidden = attributes.get("hidden") in _TRUE or flattened
        self.cells: list[OddCell] = []
        self.columns: set[int] = set()


class _RowReader:
    """Rows and cells whose references may be missing: they then follow the one before."""

    def __init__(self, last_number: int) -> None:
        self.rows: list[OddRow] = []
        self._last_number = last_number
        self._into: str | None = None
        self._skipping = 0
        self._within: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        parent = self._within[-1] if self._within else ""
        self._within.append(name)
        if self._skipping or name in ("rPh", "extLst"):
            # A reading aid above the characters is no part of the text.
            self._skipping += 1
        elif parent not in _PARENTS.get(name, (parent,)):
            raise irregular("工作表内部结构不规范")
        elif name == "row":
            number = whole(attributes["r"]) if "r" in attributes else self._last_number + 1
            if number < 1:
                raise irregular("工作表里的行号不规范")
            self._last_number = number
            self.rows.append(OddRow(number, attributes))
        elif name == "c":
            self._start_cell(attributes)
        elif name in ("f", "v", "t") and self.rows and self.rows[-1].cells:
            cell = self.rows[-1].cells[-1]
            self._into = {"f": "formula", "v": "value", "t": "inline"}[name]
            if getattr(cell, self._into) is None:
                setattr(cell, self._into, "")

    def end(self, name: str) -> None:
        self._within.pop()
        if self._skipping:
            self._skipping -= 1
        else:
            self._into = None

    def text(self, text: str) -> None:
        if self._into and not self._skipping:
            cell = self.rows[-1].cells[-1]
            setattr(cell, self._into, getattr(cell, self._into) + text)

    def _start_cell(self, attributes: Attributes) -> None:
        row = self.rows[-1]
        if "r" not in attributes:
            column = row.cells[-1].column + 1 if row.cells else 0
        else:
            found = _REFERENCE.fullmatch(attributes["r"].replace("$", ""))
            if not found or int(found[2]) != row.number:
                raise irregular("有单元格的位置与所在的行不一致")
            column = column_index(found[1])
        if column in row.columns:
            raise irregular("有重复的单元格")
        row.columns.add(column)
        row.cells.append(OddCell(column, attributes))
