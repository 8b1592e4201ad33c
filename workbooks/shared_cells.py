"""Merged cells below a header that do not say which project theirs is.

An amount that is merged over the rows of several projects is known of none of them. A name that is
merged over rows with numbers or codes of their own is that of one project or of several: only who
made the table knows.
"""

from collections.abc import Sequence

from workbooks.cells import Row
from workbooks.columns import ColumnKind
from workbooks.findings import Findings
from workbooks.layout import Layout
from workbooks.reading import Fault, is_blank
from workbooks.rowkinds import RowKind, is_serial_number
from workbooks.titles import compact
from workbooks.values import shown

_OF_SEVERAL = "这一格合并在{}个项目上，看不出各是多少，请分别填写"
_OF_ONE_NAME = "“{}”合并在不同的{}上，看不出是一个项目还是几个，请逐行写明项目名称"


def refuse_shared(layout: Layout, rows: Sequence[Row]) -> Findings:
    """Put a fault in the place of amounts that are no single project's; say which names are not."""
    findings = Findings()
    if layout.sheet.merged_rows:
        _refuse_shared_amounts(layout, rows)
        _refuse_shared_names(layout, rows, findings)
    return findings


def _refuse_shared_amounts(layout: Layout, rows: Sequence[Row]) -> None:
    below = {row.number - 1: row for row in rows if row.kind is RowKind.DATA}
    money = {
        layout.places[column.key].at: column.key
        for column in layout.columns
        if column.kind is ColumnKind.MONEY
    }
    for merge in layout.sheet.merges:
        columns = [at for at in range(merge.left, merge.right + 1) if at in money]
        if merge.bottom == merge.top or not columns:
            continue
        shared = [below[at] for at in range(merge.top, merge.bottom + 1) if at in below]
        projects = sum(not row.continues for row in shared[1:]) + 1
        value = layout.sheet.value(merge.top, merge.left)
        if len(shared) < 2 or projects < 2 or is_blank(value):
            continue
        fault = Fault(shown(value), _OF_SEVERAL.format(projects))
        for row in shared:
            for at in columns:
                row.cells[money[at]] = row.cells[money[at]]._replace(raw=fault)


def _refuse_shared_names(layout: Layout, rows: Sequence[Row], findings: Findings) -> None:
    codes = {
        column.key: column.kind is ColumnKind.CODE
        for column in layout.columns
        if column.kind in (ColumnKind.SERIAL, ColumnKind.CODE)
    }
    first: Row | None = None
    for row in rows:
        if row.kind is not RowKind.DATA or layout.name_key is None:
            continue
        if first is None or not layout.is_name_filled_down(row.number - 1):
            first = row
            continue
        for key, is_code in codes.items():
            own, other = (compact(shown(one.cells[key].raw)) for one in (row, first))
            if own and other and own != other and (is_code or is_serial_number(own)):
                label = row.cells[key].label
                message = _OF_ONE_NAME.format(row.label, label)
                findings.error(first.cells[layout.name_key], message)
                break
