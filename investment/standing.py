"""How a project stands in a year: its entries folded, month by month, into totals.

A silent month never counts as zero (DESIGN §4.3): it is 未报送, or 已含在后期累计 once a later
cumulative figure covers it. 核定数 are read where they stand beside the unit's own (§4.7).
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from investment.basis import Basis


class MonthState(enum.Enum):
    MONEY = "有投资"
    ZERO = "零投资"
    COVERED = "已含在后期累计"
    SILENT = "未报送"


class EntryRow(NamedTuple):
    """The columns of one approved entry that the fold reads; amounts in yuan. Of 1—2月 together
    (``months_covered`` 2) the month is February and its amount that of both."""

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
    months_covered: int = 1
    is_estimate: bool = False


class MonthStanding(NamedTuple):
    """One month: its own amount (None when only a total is known) and the total at its end.

    ``zero_reason`` says why a month without money has none. ``is_estimate`` is of the month's own
    figures, ``rests_on_estimate`` of the total: until a confirmed total takes its place.
    ``is_joint`` is a month that was never to be reported but together with a later one.
    """

    month: int
    state: MonthState
    amount: int | None
    year_to_date: int | None
    is_verified: bool = False
    zero_reason: str = ""
    is_estimate: bool = False
    rests_on_estimate: bool = False
    is_joint: bool = False

    @property
    def was_silent(self) -> bool:
        """Whether nothing was known of it at its own end: what covers a month came later; one that
        is reported together with the next owed nothing."""
        is_covered_later = self.state is MonthState.COVERED and not self.is_joint
        return is_covered_later or self.state is MonthState.SILENT


@dataclass(frozen=True)
class YearStanding:
    """January to the cut-off month of one project, by the numbers of ``basis``; its total
    ``begun_with`` what others did, or below zero with what went to others
    (``investment.carrying``)."""

    months: tuple[MonthStanding, ...]
    latest: EntryRow | None
    basis: Basis = Basis.VERIFIED
    begun_with: int = 0

    @property
    def year_to_date(self) -> int | None:
        """The latest known total in yuan; None while nothing was reported this year."""
        return self.months[-1].year_to_date if self.months else None

    @property
    def this_month(self) -> MonthStanding:
        return self.months[-1]

    @property
    def last_known(self) -> int:
        """The last month of which anything is known; 0 where nothing is."""
        known = (m.month for m in reversed(self.months) if m.state is not MonthState.SILENT)
        return next(known, 0)

    @property
    def has_estimate(self) -> bool:
        """Whether the latest total rests on figures that the unit has yet to confirm (预计数)."""
        return bool(self.months) and self.months[-1].rests_on_estimate

    @cached_property
    def has_gap(self) -> bool:
        """Whether some month is neither reported nor covered, so that the total is partial."""
        return _has_gap(self.months)


def stand(rows: Iterable[EntryRow], *, through: int, basis: Basis = Basis.VERIFIED) -> YearStanding:
    """Fold one project's entries of one year, January to month number ``through``; by 上报数 as
    if nothing had been verified.

    year to date = last year to date + month + correction, unless a total was sent (§4.2). A
    核定数 stands in place of the unit's own and carries on: what the unit sends later is added to
    the bureau's base, until the bureau verifies again (§4.7).
    """
    by_month = {row.month: row for row in rows}
    if basis is Basis.REPORTED:
        by_month = {month: _unverified(row) for month, row in by_month.items()}
    months: list[MonthStanding] = []
    base, latest, has_gap = _Base(), None, False
    for number in range(1, through + 1):
        row = by_month.get(number)
        if row is None:
            months.append(_silent(number, base))
            has_gap = True
            continue
        if row.months_covered > 1:
            months = _reported_together(months, row)
            has_gap = _has_gap(months)
        standing, base = _add(row, base, has_gap=has_gap)
        is_total = row.year_to_date is not None or row.verified_year_to_date is not None
        if is_total and has_gap:
            months, has_gap = covered_by_now(months), False
        months.append(standing)
        latest = row
    return YearStanding(tuple(months), latest, basis)


def _unverified(row: EntryRow) -> EntryRow:
    return row._replace(verified_month_amount=None, verified_year_to_date=None)


def together(
    parts: Mapping[str, YearStanding], own: Mapping[str, YearStanding] | None = None
) -> YearStanding:
    """How projects stand that are one on a list (打包项目), by their names. A total is over those
    that are known; a month in which one of them is silent is not reported in full. What was
    reported on the package itself, its ``own``, is added, and owed by nobody."""
    members = {**(own or {}), **parts}
    by_month = [
        _month_together(months, len(members) - len(parts))
        for months in zip(*(standing.months for standing in members.values()), strict=True)
    ]
    latest = [(name, of.latest) for name, of in members.items() if of.latest]
    said = max((row for _, row in latest), key=lambda row: row.month, default=None)
    if said is not None:
        said = said._replace(progress=_said("progress", latest), problem=_said("problem", latest))
    basis = next((standing.basis for standing in members.values()), Basis.VERIFIED)
    return YearStanding(tuple(by_month), said, basis)


def _month_together(months: Sequence[MonthStanding], unasked: int) -> MonthStanding:
    """The first ``unasked`` of the months may be silent."""
    told = [month for month in months[:unasked] if month.state is not MonthState.SILENT]
    states = {month.state for month in [*told, *months[unasked:]]}
    order = (MonthState.SILENT, MonthState.COVERED, MonthState.MONEY, MonthState.ZERO)
    state = next(state for state in order if state in states)
    reasons = {month.zero_reason for month in months}
    return MonthStanding(
        months[0].month,
        state,
        sum_of_known(month.amount for month in months),
        sum_of_known(month.year_to_date for month in months),
        is_verified=any(month.is_verified for month in months),
        zero_reason=reasons.pop() if state is MonthState.ZERO and len(reasons) == 1 else "",
        is_estimate=any(month.is_estimate for month in months),
        rests_on_estimate=any(month.rests_on_estimate for month in months),
        is_joint=all(month.is_joint for month in months),
    )


def sum_of_known(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _said(column: str, latest: Iterable[tuple[str, EntryRow]]) -> str:
    """甲标段：路基完成；乙标段：桥墩施工."""
    told = [(name, getattr(row, column)) for name, row in latest]
    return "；".join(f"{name}：{words}" for name, words in told if words)


def _has_gap(months: Iterable[MonthStanding]) -> bool:
    return MonthState.SILENT in [month.state for month in months]


class _Base(NamedTuple):
    """The totals so far: by the unit's own word, and as adopted; None before any report."""

    own: int | None = None
    adopted: int | None = None
    is_estimate: bool = False

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
    rests_on_estimate = _rests_on_estimate(row, base)
    state, reason = (MonthState.ZERO, row.zero_reason) if is_zero else (MonthState.MONEY, "")
    standing = MonthStanding(
        row.month, state, amount, adopted, is_verified, reason, row.is_estimate, rests_on_estimate
    )
    return standing, _Base(own, adopted, rests_on_estimate)


def _rests_on_estimate(row: EntryRow, base: _Base) -> bool:
    """A total takes the place of what was estimated before it; a month is only added to it."""
    if row.verified_year_to_date is not None:
        return False
    if row.year_to_date is not None and row.verified_month_amount is None:
        return row.is_estimate
    is_estimate = row.is_estimate and row.verified_month_amount is None
    return is_estimate or base.is_estimate


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


def _reported_together(months: list[MonthStanding], row: EntryRow) -> list[MonthStanding]:
    """The months before this one's that are of its period (1—2月) are reported with it."""
    apart = row.month - row.months_covered
    return months[:apart] + covered_by_now(months[apart:], is_joint=True)


def _silent(number: int, base: _Base) -> MonthStanding:
    return MonthStanding(
        number, MonthState.SILENT, None, base.adopted, rests_on_estimate=base.is_estimate
    )


def covered_by_now(months: list[MonthStanding], *, is_joint: bool = False) -> list[MonthStanding]:
    return [
        month._replace(state=MonthState.COVERED, is_joint=is_joint)
        if month.state is MonthState.SILENT
        else month
        for month in months
    ]
