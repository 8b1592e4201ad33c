"""Whether the totals a table declares equal its rows (KNOWLEDGE §2: often they do not)."""

from collections.abc import Iterable, Sequence

from measures.money import wan_input
from workbooks import values
from workbooks.findings import Findings
from workbooks.rowkinds import is_grand_total
from workbooks.tables import Cell, Row, RowKind, Table
from workbooks.titles import compact


def compare_sums(table: Table, keys: Sequence[str]) -> Findings:
    """Warnings where the amount of a group row or of the grand total is not that of its rows."""
    findings = Findings()
    data = list(table.data)
    for row in table.rows:
        rows = _rows_under(row, data)
        if rows is None:
            continue
        for key in keys:
            cell = row.get(key)
            declared = _amount(cell)
            read = sum(_amount(r.get(key)) or 0 for r in rows)
            if cell is not None and declared is not None and declared != read:
                findings.warning(
                    cell,
                    f"“{row.label}”的{cell.label}写的是{wan_input(declared)}万元，"
                    f"各行相加是{wan_input(read)}万元，请核对",
                )
    return findings


def _rows_under(row: Row, data: Iterable[Row]) -> list[Row] | None:
    if row.kind is RowKind.GROUP and row.groups:
        return [r for r in data if row.groups[-1] in r.groups]
    if row.kind is RowKind.TOTAL and is_grand_total(compact(row.label)):
        return list(data)
    return None


def _amount(cell: Cell | None) -> int | None:
    """The amount; None where there is none to compare, an unreadable one included: it has a
    finding of its own in a row, and in a total it is a remark."""
    try:
        return values.money(cell)
    except values.Unreadable:
        return None
