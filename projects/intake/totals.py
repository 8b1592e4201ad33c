"""Whether the totals a table declares equal its rows (KNOWLEDGE §2: often they do not)."""

from collections.abc import Iterable, Sequence

from measures.money import wan_input
from workbooks import values
from workbooks.cells import Row
from workbooks.findings import Findings
from workbooks.rowkinds import RowKind, is_grand_total
from workbooks.tables import Table
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
            try:
                declared = values.money(cell)
                read = sum(values.money(r.get(key)) or 0 for r in rows)
            except values.Unreadable:
                # Has a finding of its own; the sum cannot be compared without it.
                continue
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
