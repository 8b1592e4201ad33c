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

    year to date = last year to date + month + correction, unless a total was sent (§4.2).
    """
    by_month = {row.month: row for row in rows}
    months: list[MonthStanding] = []
    total: int | None = None
    for number in range(1, through + 1):
        row = by_month.get(number)
        if row is None:
            months.append(MonthStanding(number, MonthState.SILENT, None, total))
            continue
        standing = _add(row, total, after_silence=_is_silent(months))
        if _sent_total(row) is not None:
            months = _covered(months)
        months.append(standing)
        total = standing.year_to_date
    reported = [row for row in by_month.values() if row.month <= through]
    latest = max(reported, key=lambda row: row.month, default=None)
    return YearStanding(tuple(months), latest)


def _add(row: EntryRow, before: int | None, *, after_silence: bool) -> MonthStanding:
    amount = row.month_amount if row.verified_month_amount is None else row.verified_month_amount
    correction = row.correction or 0
    sent = _sent_total(row)
    if sent is None:
        total = None if amount is None else (before or 0) + amount + correction
    else:
        total = sent
        if amount is None and not after_silence:
            amount = sent - (before or 0) - correction
    is_zero = amount == 0 if amount is not None else sent == before
    return MonthStanding(
        row.month,
        MonthState.ZERO if is_zero else MonthState.MONEY,
        amount,
        total,
        is_verified=row.verified_year_to_date is not None or row.verified_month_amount is not None,
    )


def _sent_total(row: EntryRow) -> int | None:
    """The total to believe: 核定, else — unless the month itself was 核定 — the unit's own."""
    if row.verified_year_to_date is not None:
        return row.verified_year_to_date
    return None if row.verified_month_amount is not None else row.year_to_date


def _is_silent(months: list[MonthStanding]) -> bool:
    return bool(months) and months[-1].state is MonthState.SILENT


def _covered(months: list[MonthStanding]) -> list[MonthStanding]:
    return [
        MonthStanding(m.month, MonthState.COVERED, None, m.year_to_date)
        if m.state is MonthState.SILENT
        else m
        for m in months
    ]
