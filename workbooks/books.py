"""A workbook that is being written: its styles and its cells."""

import datetime
import io
import re
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FONT = "宋体"
_LINE = "#808080"
_LONGEST_TEXT = 32_767
# What the library takes for text that it has made up itself, and would write as it stands.
_LIKE_MARKUP = ("<r>", "</r>")
# A file says when it was made, also one that is the same whenever it is made.
_MADE = datetime.datetime(1980, 1, 1)  # noqa: DTZ001 (as archives have it)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def new_book(stream: io.BytesIO, title: str) -> Workbook:
    """An empty workbook, which is written to the stream when it is closed."""
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"title": printable(title), "created": _MADE})
    return book


def printable(text: str) -> str:
    """The text without characters that a workbook cannot hold."""
    return _UNPRINTABLE.sub("", text)


class Styles:
    """The styles of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[Any, ...], Format] = {}

    def of(
        self,
        *,
        bold: bool = False,
        size: int = 11,
        align: str = "",
        wraps: bool = False,
        boxed: bool = False,
        number: str = "",
    ) -> Format:
        asked = (bold, size, align, wraps, boxed, number)
        if asked not in self._made:
            told: dict[str, Any] = {"font_name": FONT, "font_size": size, "valign": "vcenter"}
            told |= {"bold": bold, "text_wrap": wraps}
            told |= {"align": align} if align else {}
            told |= {"border": 1, "border_color": _LINE} if boxed else {}
            told |= {"num_format": number} if number else {}
            self._made[asked] = self._book.add_format(told)
        return self._made[asked]


def put(
    target: Worksheet,
    row: int,
    column: int,
    value: str | int | Decimal | datetime.date | None,
    style: Format | None = None,
) -> None:
    """Into a cell, rows and columns counted from 0: a text stays a text."""
    if isinstance(value, str):
        value = printable(value)[:_LONGEST_TEXT] or None
    if value is None:
        target.write_blank(row, column, None, style)
    elif isinstance(value, str):
        _put_text(target, row, column, value, style)
    elif isinstance(value, datetime.date):
        target.write_datetime(row, column, value, style)
    else:
        target.write_number(row, column, value, style)


def _put_text(target: Worksheet, row: int, column: int, text: str, style: Format | None) -> None:
    begin, end = _LIKE_MARKUP
    if text.startswith(begin) and text.endswith(end):
        target.write_rich_string(
            row, column, text[0], text[1], text[2:], *([style] if style else [])
        )
    else:
        target.write_string(row, column, text, style)
