"""How a project stands in a year: its entries folded, month by month, into totals.

A silent month never counts as zero (DESIGN §4.3): it is 未报送, or 已含在后期累计 once a later
cumulative figure covers it. 核定数 are read where they stand beside the unit's own (§4.7).
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class MonthState(enum.Enum):
    MONEY = "有投资"
    ZERO = "零投资"
    COVERED = "已含在后期累计"
    SILENT = "未报送"


class EntryRow(NamedTuple):
    """The columns of one approved entry that the fold reads; amounts in yuan."""

    project_id: int
    month: int
    month_amount: int | None
    year_to_date: int | None
    correction: int | None
    verified_month_amount: int | None
    verified_year_to_date: int | None
    zero_reason: str
    progress: str
    problem: str


@dataclass(frozen=True)
class MonthStanding:
    """One month: its own amount (None when only a total is known) and the total at its end."""

    month: int
    state: MonthState
    amount: int | None
    year_to_date: int | None
    is_verified: bool = False


@dataclass(frozen=True)
class YearStanding:
    """January to the cut-off month of one project."""

    months: tuple[MonthStanding, ...]
    latest: EntryRow | None

    @property
    def year_to_date(self) -> int | None:
        """The latest known total in yuan; None while nothing was reported this year."""
        return self.months[-1].year_to_date if self.months else None

    @property
    def this_month(self) -> MonthStanding:
        return self.months[-1]

    @property
    def has_gap(self) -> bool:
        """Whether some month is neither reported nor covered, so that the total is partial."""
        return any(month.state is MonthState.SILENT for month in self.months)


def stand(rows: Iterable[EntryRow], *, through: int) -> YearStanding:
    """Fold one project's entries of one year, January to month number ``through``.

    year to date = last year to date + month + correction, unless a total was sent (§4.2). A
    核定数 stands in place of the unit's own and carries on: what the unit sends later is added to
    the bureau's base, until the bureau verifies again (§4.7).
    """
    by_month = {row.month: row for row in rows}
    months: list[MonthStanding] = []
    base = _Base()
    for number in range(1, through + 1):
        row = by_month.get(number)
        if row is None:
            months.append(MonthStanding(number, MonthState.SILENT, None, base.adopted))
            continue
        has_gap = any(month.state is MonthState.SILENT for month in months)
        standing, base = _add(row, base, has_gap=has_gap)
        if row.year_to_date is not None or row.verified_year_to_date is not None:
            months = _covered(months)
        months.append(standing)
    reported = [row for row in by_month.values() if row.month <= through]
    latest = max(reported, key=lambda row: row.month, default=None)
    return YearStanding(tuple(months), latest)


class _Base(NamedTuple):
    """The totals so far: by the unit's own word, and as adopted; None before any report."""

    own: int | None = None
    adopted: int | None = None

    @property
    def is_verified(self) -> bool:
        return self.own != self.adopted


def _add(row: EntryRow, base: _Base, *, has_gap: bool) -> tuple[MonthStanding, _Base]:
    own = _own_total(row, base)
    amount = row.month_amount if row.verified_month_amount is None else row.verified_month_amount
    adopted = _adopted_total(row, base, own, amount, has_gap)
    is_verified = row.verified_year_to_date is not None or row.verified_month_amount is not None
    if amount is None and adopted is not None and not has_gap:
        amount = adopted - (base.adopted or 0) - (row.correction or 0)
    is_zero = amount == 0 if amount is not None else adopted == (base.adopted or 0)
    state = MonthState.ZERO if is_zero else MonthState.MONEY
    return MonthStanding(row.month, state, amount, adopted, is_verified), _Base(own, adopted)


def _own_total(row: EntryRow, base: _Base) -> int | None:
    if row.year_to_date is not None:
        return row.year_to_date
    return _added(base.own, row.month_amount, row)


def _adopted_total(
    row: EntryRow, base: _Base, own: int | None, amount: int | None, has_gap: bool
) -> int | None:
    if row.verified_year_to_date is not None:
        return row.verified_year_to_date
    if row.verified_month_amount is not None:
        return _added(base.adopted, row.verified_month_amount, row)
    if not base.is_verified or own is None:
        return own
    if amount is not None and not has_gap:
        return _added(base.adopted, amount, row)
    if own < (base.own or 0):
        # A total below the unit's own last one: the unit has taken over the bureau's base.
        return own
    return own + (base.adopted or 0) - (base.own or 0)


def _added(before: int | None, amount: int | None, row: EntryRow) -> int | None:
    return None if amount is None else (before or 0) + amount + (row.correction or 0)


def _covered(months: list[MonthStanding]) -> list[MonthStanding]:
    return [
        MonthStanding(m.month, MonthState.COVERED, None, m.year_to_date)
        if m.state is MonthState.SILENT
        else m
        for m in months
    ]
