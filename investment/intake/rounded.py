"""Amounts of a workbook that have parts of a yuan, as formulas make them: they are rounded once,
and that is told."""

from collections.abc import Iterable, Iterator

from investment.drafts import AMOUNTS
from investment.intake.monthly_workbook import WrittenRow
from workbooks import values
from workbooks.cells import Cell


def rounded(rows: Iterable[WrittenRow]) -> list[str]:
    """A sentence with their number and the first of them; nothing where there is none."""
    found = [cell for row in rows for cell in _rounded_in(row)]
    if not found:
        return []
    first = found[0]
    return [f"{len(found)} 格金额有不足1元的尾数，已四舍五入到元，如 {first.ref} 的 {first.raw}"]


def _rounded_in(row: WrittenRow) -> Iterator[Cell]:
    for name in AMOUNTS:
        if name in row.fields:
            cell = row.cell(name)
            if type(cell.raw) is int:
                continue
            try:
                values.typed_money(cell)
            except values.Unreadable:
                yield cell
