"""Whether the totals that a table declares equal its rows (KNOWLEDGE §2: often they do not).

What a subtotal is the sum of, nobody writes down: the rows above it, those below it, those of its
group, all of them. It is taken to be right when it is any of these.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from measures.money import WAN, wan_input
from measures.rounding import round_half_up
from workbooks import rowkinds, values
from workbooks.cells import Cell, Row
from workbooks.findings import Findings
from workbooks.rowkinds import RowKind
from workbooks.tables import Table
from workbooks.titles import compact

_BOUNDARIES = (RowKind.GROUP, RowKind.TOTAL)
_PART_OF = "其中"


def compare_sums(table: Table, keys: Sequence[str]) -> Findings:
    """Warnings where an amount in a total, subtotal or group row is not that of its rows."""
    findings = Findings()
    keys = [key for key in keys if key in table.columns]
    amounts = {key: {row.number: _amount(row, key) for row in table.data} for key in keys}
    candidates = _Candidates(table.rows)
    for position, row in enumerate(table.rows):
        if row.kind not in _BOUNDARIES or compact(row.label).startswith(_PART_OF):
            continue
        for key in keys:
            declared = _declared(row.cells[key])
            if declared is not None:
                sums = (_sum(rows, amounts[key]) for rows in candidates.of(position) if rows)
                _compare(row.cells[key], row.label, declared, sums, findings)
    return findings


def _compare(
    cell: Cell, label: str, declared: int, sums: Iterator[int | None], findings: Findings
) -> None:
    likeliest: int | None = None
    for total in sums:
        if total is None or _equal(declared, total, cell):
            return
        likeliest = total if likeliest is None else likeliest
    if likeliest is not None:
        findings.warning(
            cell,
            f"合计行与各行之和不符：“{label}”的{cell.label}写的是{wan_input(declared)}万元，"
            f"各行相加是{wan_input(likeliest)}万元，请核对",
        )


class _Candidates:
    """The rows that a total may be the sum of."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.everything = [row for row in rows if row.kind is RowKind.DATA]
        self.counted = [
            row for row in self.everything if not any(group.is_apart for group in row.groups)
        ]
        self.of_group: dict[str, list[Row]] = defaultdict(list)
        for row in self.everything:
            for group in row.groups:
                self.of_group[group.ref].append(row)

    def of(self, position: int) -> Iterator[list[Row]]:
        """For the row at `position`, the likeliest first."""
        row = self.rows[position]
        if row.kind is RowKind.GROUP:
            yield self.of_group[row.groups[-1].ref]
            return
        is_grand = rowkinds.is_grand_total(compact(row.label))
        if is_grand:
            yield self.counted
            yield self.everything
        yield _run(self.rows[position - 1 :: -1] if position else ())
        yield _run(self.rows[position + 1 :])
        above = [other for other in self.everything if other.number < row.number]
        yield above
        for group in above[-1].groups if above else ():
            yield [other for other in self.of_group[group.ref] if other.number < row.number]
        if not is_grand:
            yield self.everything


def _run(rows: Sequence[Row]) -> list[Row]:
    """The projects up to the next group or total."""
    found = []
    for row in rows:
        if row.kind in _BOUNDARIES:
            break
        if row.kind is RowKind.DATA:
            found.append(row)
    return found


def _amount(row: Row, key: str) -> int | None:
    """In yuan; None where it cannot be read, which has a finding of its own."""
    try:
        return values.money(row.get(key)) or 0
    except values.Unreadable:
        return None


def _declared(cell: Cell) -> int | None:
    try:
        return values.money(cell)
    except values.Unreadable:
        return None


def _sum(rows: list[Row], amounts: dict[int, int | None]) -> int | None:
    """None where one of them cannot be read: the sum cannot be compared without it."""
    read = [amounts[row.number] for row in rows if row.kind is RowKind.DATA]
    known = [amount for amount in read if amount is not None]
    return sum(known) if len(known) == len(read) else None


def _equal(declared: int, read: int, cell: Cell) -> bool:
    """To the decimals that the total is written with."""
    if declared == read:
        return True
    unit = cell.unit or WAN
    digits = len(cell.shown.partition(".")[2])
    return digits <= 6 and round_half_up(Fraction(read, unit), digits) * unit == declared
