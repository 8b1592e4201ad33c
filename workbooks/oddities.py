"""What a sheet hides or cannot say: hidden rows and columns, error cells, formulas that were never
computed, values far away. All of it is named; none of it is read as blank or zero.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from typing import Protocol

from workbooks.findings import ERROR, WARNING, Finding, shortened
from workbooks.guard.limits import MOST_COLUMNS, MOST_ROWS
from workbooks.reading import Sheet, cell_name, column_name, is_blank
from workbooks.rowkinds import RowKind
from workbooks.values import shown

MOST_NAMED = 20
"""Cells named one by one in a column; where a formula was copied down, the rest is counted."""

_READ = (RowKind.DATA, RowKind.GROUP, RowKind.TOTAL)


class _Row(Protocol):
    number: int
    kind: RowKind


def oddities(
    sheet: Sheet, last_header_row: int, rows: Sequence[_Row], texts: Set[int]
) -> Iterator[Finding]:
    """Warnings, mostly. `rows` are those below the header, `texts` the columns of names and words.

    An error where a value was not read, and where a name or a word is not one: which project a
    row is of must be known before anything of it is.
    """
    yield from _far(sheet)
    data = {row.number - 1 for row in rows if row.kind is RowKind.DATA}
    yield from _faults(sheet, data, texts)
    yield from _covered(sheet, last_header_row)
    read = {row.number - 1 for row in rows if row.kind in _READ}
    for first, last in sheet.hidden_rows:
        hidden = [row for row in range(first, last + 1) if row in read]
        if hidden:
            yield _hidden_rows(sheet, hidden)
    for first, last in sheet.hidden_columns:
        for column in range(first, min(last, sheet.width - 1) + 1):
            if any(not is_blank(sheet.value(row, column)) for row in range(len(sheet.rows))):
                yield Finding(
                    WARNING,
                    sheet.name,
                    cell_name(last_header_row, column),
                    "",
                    f"{column_name(column)}列是隐藏的，已照常读取，请核对",
                )


def _hidden_rows(sheet: Sheet, hidden: list[int]) -> Finding:
    first, last = hidden[0] + 1, hidden[-1] + 1
    rows = f"第{first}行" if first == last else f"第{first}至{last}行"
    return Finding(
        WARNING, sheet.name, f"A{first}", "", f"{rows}是隐藏或筛选掉的，已照常读取，请核对"
    )


def _faults(sheet: Sheet, data: Set[int], texts: Set[int]) -> Iterator[Finding]:
    by_column = defaultdict(list)
    for row, column, fault in sheet.faults:
        by_column[column].append((row, fault))
    for column, found in by_column.items():
        for row, fault in found[:MOST_NAMED]:
            value = shortened(fault.shown)
            level = ERROR if row in data and column in texts else WARNING
            yield Finding(level, sheet.name, cell_name(row, column), value, fault.message)
        if len(found) > MOST_NAMED:
            row, fault = found[MOST_NAMED]
            stops = column in texts and any(row in data for row, _ in found[MOST_NAMED:])
            yield Finding(
                ERROR if stops else WARNING,
                sheet.name,
                cell_name(row, column),
                shortened(fault.shown),
                f"{column_name(column)}列从这里起还有{len(found) - MOST_NAMED}个单元格是公式出错"
                "或没有计算结果，请一并改正",
            )


def _covered(sheet: Sheet, last_header_row: int) -> Iterator[Finding]:
    hidden = [covered for covered in sheet.covered if covered[0] > last_header_row]
    for row, column, value in hidden[:MOST_NAMED]:
        yield Finding(
            WARNING,
            sheet.name,
            cell_name(row, column),
            shortened(shown(value)),
            "合并单元格盖住了这个内容，看不见的内容没有读取，请核对",
        )
    if len(hidden) > MOST_NAMED:
        row, column, _ = hidden[MOST_NAMED]
        yield Finding(
            WARNING,
            sheet.name,
            cell_name(row, column),
            "",
            f"合并单元格盖住的内容还有{len(hidden) - MOST_NAMED}处，都没有读取，请核对",
        )


def _far(sheet: Sheet) -> Iterator[Finding]:
    for far in sheet.far:
        yield Finding(
            ERROR,
            sheet.name,
            far.ref,
            shortened(far.shown),
            f"离表格太远（超出{MOST_ROWS}行或{MOST_COLUMNS}列），没有读取，"
            "请删去这个单元格的内容，或把表格分成几个文件上传",
        )
    if sheet.far_count > len(sheet.far):
        yield Finding(
            ERROR,
            sheet.name,
            sheet.far[-1].ref,
            "",
            f"超出{MOST_ROWS}行或{MOST_COLUMNS}列的单元格共有{sheet.far_count}个，都没有读取",
        )
