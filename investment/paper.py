"""A unit's sheet as it is printed and signed: what stands, row by row, and what that adds up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from investment.models import MonthlyEntry
from investment.selectors import EntrySheet, SheetRow
from measures.rates import rate


@dataclass(frozen=True)
class PaperRow:
    """One project. Amounts in yuan, None where nothing stands; ``total`` is added up where the unit
    gave none, and the last known one where the month is silent. ``is_draft``: the
    unit has not sent it."""

    row: SheetRow
    entry: MonthlyEntry | None
    month: int | None = None
    total: int | None = None

    @property
    def is_draft(self) -> bool:
        return self.entry is not None and self.entry.is_editable

    @property
    def completion(self) -> Fraction | None:
        return None if self.total is None else rate(self.total, self.row.planned)


@dataclass(frozen=True)
class Paper:
    """``owing`` are the projects that must be reported, ``others`` the preliminary ones and
    packages. The sums are of what is printed above them, with the plans of packages."""

    sheet: EntrySheet
    owing: list[PaperRow]
    others: list[PaperRow]

    @property
    def planned(self) -> int | None:
        return _sum(each.row.counted_plan for each in [*self.owing, *self.others])

    @property
    def month(self) -> int | None:
        return _sum(each.month for each in self.owing)

    @property
    def total(self) -> int | None:
        return _sum(each.total for each in self.owing)

    @property
    def other_month(self) -> int | None:
        return _sum(each.month for each in self.others)

    @property
    def other_total(self) -> int | None:
        return _sum(each.total for each in self.others)

    @property
    def completion(self) -> Fraction | None:
        return None if self.total is None else rate(self.total, self.planned)

    @property
    def filled(self) -> int:
        return sum(each.entry is not None for each in self.owing)

    @property
    def drafts(self) -> int:
        return sum(each.is_draft for each in [*self.owing, *self.others])


def paper_of(sheet: EntrySheet, *, shows_drafts: bool) -> Paper:
    """``shows_drafts``: to the unit itself, which may sign before it sends."""
    rows = [_paper_row(row, shows_drafts=shows_drafts) for row in sheet.rows]
    return Paper(
        sheet,
        [each for each in rows if each.row.owes],
        [each for each in rows if not each.row.owes],
    )


def _paper_row(row: SheetRow, *, shows_drafts: bool) -> PaperRow:
    entry = row.entry
    if entry is None or (row.is_editable and not shows_drafts):
        return PaperRow(row, None, total=row.last_total)
    return PaperRow(row, entry, row.around.month_money(entry), row.around.running_total(entry))


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None
