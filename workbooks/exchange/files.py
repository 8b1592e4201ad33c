"""A file of reference data as rows under titles, and such rows as a file: xlsx and csv."""

import csv
import io
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from tablib import Dataset

from files.responses import XLSX
from workbooks.books import new_book, put
from workbooks.errors import UnreadableWorkbook
from workbooks.reading import is_blank, read_contents

FORMATS = {
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
}
_TEMPLATE_WIDTH = 18
LARGEST = 2 * 1024 * 1024
MOST_ROWS = 5000

# What a spreadsheet takes for the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Rows(Dataset):
    """Rows under titles. ``numbers`` are the file's own row numbers, in the same order."""

    numbers: list[int]


SAMPLES = "样例"
"""The sheet of a template that shows how it is filled; it is not read."""


def read_rows(content: bytes, filename: str) -> Rows:
    """The first row has the titles; blank rows are passed over. Raises UnreadableWorkbook."""
    kind = PurePosixPath(filename).suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise UnreadableWorkbook("请上传 .xlsx 或 .csv 文件。")
    if len(content) > LARGEST:
        raise UnreadableWorkbook("文件超过 2 MB，请删去无关内容再上传。")
    lines = _lines_of_xlsx(content, filename) if kind == "xlsx" else _lines_of_csv(content)
    numbered = [
        (number, line)
        for number, line in enumerate(lines, start=1)
        if not all(is_blank(value) for value in line)
    ]
    if not numbered or numbered[0][0] != 1:
        raise UnreadableWorkbook("第 1 行应是各列的标题，这一行是空的。")
    if len(numbered) > MOST_ROWS + 1:
        raise UnreadableWorkbook(f"超过 {MOST_ROWS} 行，请分成几个文件上传。")
    return _under_titles(numbered)


def _under_titles(numbered: list[tuple[int, list[Any]]]) -> Rows:
    titles = ["" if value is None else str(value).strip() for value in numbered[0][1]]
    while titles and not titles[-1]:
        titles.pop()
    rows = Rows(headers=titles)
    rows.numbers = []
    for number, line in numbered[1:]:
        if any(not is_blank(value) for value in line[len(titles) :]):
            raise UnreadableWorkbook(f"第 {number} 行比标题行长，请检查是否错列。")
        rows.append([*line, *[None] * len(titles)][: len(titles)])
        rows.numbers.append(number)
    return rows


def _lines_of_xlsx(content: bytes, filename: str) -> list[list[Any]]:
    sheets = read_contents(content, filename).sheets
    filled = [sheet for sheet in sheets if sheet.rows and sheet.name != SAMPLES]
    if len(filled) > 1:
        names = "、".join(sheet.name for sheet in filled)
        raise UnreadableWorkbook(f"工作簿里有几张有内容的工作表（{names}），请只留下要导入的一张。")
    return [list(row) for row in filled[0].rows] if filled else []


def _lines_of_csv(content: bytes) -> list[list[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as error:
            raise UnreadableWorkbook("CSV 文件的引号或分隔符不完整，请重新导出后上传。") from error
        return [[_unguarded(value) for value in line] for line in lines]
    raise UnreadableWorkbook("CSV 文件的编码看不懂，请另存为 UTF-8 或改用 .xlsx 上传。")


def write_template(
    titles: Sequence[str],
    samples: Sequence[Sequence[str]],
    guide: Sequence[tuple[str, str, str]],
) -> bytes:
    """A workbook with the titles to be filled under, and beside it a sheet with rows that show how,
    and what each column may say."""
    stream = io.BytesIO()
    book = new_book(stream, "")
    widest = max(len(titles), *map(len, guide), *map(len, samples))
    lines = (titles, *samples, (), ("列", "填写要求", "可填的内容"), *guide)
    for sheet, shown in ((book.add_worksheet(), [titles]), (book.add_worksheet(SAMPLES), lines)):
        sheet.set_column(0, widest - 1, _TEMPLATE_WIDTH)
        for number, line in enumerate(shown):
            for place, value in enumerate(line):
                put(sheet, number, place, value)
    book.close()
    return stream.getvalue()


def write_rows(rows: Dataset, kind: str) -> bytes:
    return _xlsx(rows) if kind == "xlsx" else _csv(rows)


def _xlsx(rows: Dataset) -> bytes:
    """Text is typed as text, so that a name that begins with = stays a name."""
    stream = io.BytesIO()
    book = new_book(stream, "")
    sheet = book.add_worksheet()
    for number, line in enumerate([rows.headers, *rows]):
        for place, value in enumerate(line):
            put(sheet, number, place, value)
    book.close()
    return stream.getvalue()


def _csv(rows: Dataset) -> bytes:
    """With the mark by which Excel knows UTF-8, and an apostrophe before what it would compute."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    for line in [rows.headers, *rows]:
        writer.writerow([_guarded(value) for value in line])
    return stream.getvalue().encode("utf-8-sig")


def _guarded(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _unguarded(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA_STARTS) else value
