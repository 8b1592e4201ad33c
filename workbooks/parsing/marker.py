"""The process that gives a workbook back with its bad cells marked; openpyxl may die of it too.

On standard input: a line of JSON, [[sheet, cell, level, text], …], then the workbook. On standard
output: the workbook with those cells filled and commented.
"""

import io
import json
import re
import sys
from typing import Any

_ERROR, _WARNING = "FFC7CE", "FFEB9C"
_AUTHOR = "序时"
_LONGEST = 800
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def main() -> None:
    line, _, content = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.buffer.write(marked(content, json.loads(line)))


def marked(content: bytes, marks: list[list[str]]) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    mark(book, marks)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def mark(book: Any, marks: list[list[str]]) -> None:
    """Fill and comment cells of an openpyxl workbook; what names no cell of it goes by."""
    from openpyxl.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    texts: dict[tuple[str, str], list[str]] = {}
    levels: dict[tuple[str, str], str] = {}
    for sheet, ref, level, text in marks:
        texts.setdefault((sheet, ref), []).append(text)
        if levels.get((sheet, ref)) != "error":
            levels[sheet, ref] = level
    for (sheet, ref), said in texts.items():
        if sheet not in book.sheetnames:
            continue
        cell = book[sheet][ref]
        if isinstance(cell, MergedCell):
            # Only the first cell of a merged range can carry anything.
            cell = _first_of(book[sheet], ref)
        colour = _ERROR if levels[sheet, ref] == "error" else _WARNING
        cell.fill = PatternFill("solid", fgColor=colour)
        comment = Comment(_UNPRINTABLE.sub("", "\n".join(said))[:_LONGEST], _AUTHOR)
        comment.width, comment.height = 320, 40 + 20 * min(len(comment.text) // 20, 10)
        cell.comment = comment


def _first_of(sheet: Any, ref: str) -> Any:
    merged = next(found for found in sheet.merged_cells.ranges if ref in found)
    return sheet.cell(merged.min_row, merged.min_col)
