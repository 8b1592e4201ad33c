"""Projects that went on as others (拆分 合并 替换): each yuan stands with one of them.

Months before that in which it took force were reported by the predecessor. At a cut-off since then
the successor has its share of each of them, and the predecessor what is left, so that the months,
the year to date and every sum over projects are what they were (docs/decisions/0029). A cut-off
before the day is not touched: it reads no share.

What a unit sends since as the year to date begins with what was carried when it took force
(``Share.carried``). It is taken off before an entry is folded, and what the share is today is added
after it: a correction of the predecessor's months reaches its successors by their shares.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from accounts.trail.reader import Reader
from investment.models import SuccessionShare
from investment.standing import (
    EntryRow,
    MonthStanding,
    MonthState,
    YearStanding,
    stand,
    sum_of_known,
)
from measures.months import Month
from measures.rounding import round_half_up

WHOLE = 1000
"""Of which a share is so many."""


class Share(NamedTuple):
    """As ``SuccessionShare`` has it."""

    from_day: datetime.date
    succession_id: int
    predecessor_id: int
    pk: int
    successor_id: int
    permille: int | None
    amount: int | None
    carried: int | None
    ends: bool
    is_new: bool

    @property
    def month(self) -> int:
        """The first that is reported by the successor."""
        return self.from_day.month

    @property
    def takes_what_is_left(self) -> bool:
        return self.permille is None and self.amount is None

    def of(self, total: int | None) -> Fraction:
        """The part of the predecessor's months, of which ``total`` is known; of what takes the
        rest none."""
        if self.permille is not None:
            return Fraction(self.permille, WHOLE)
        return Fraction(self.amount, total) if self.amount and total else Fraction(0)


_FIELDS = EntryRow._fields
_MONTH = _FIELDS.index("month")
_TOTALS = (_FIELDS.index("year_to_date"), _FIELDS.index("verified_year_to_date"))


@dataclass(frozen=True)
class Shares:
    """Those of one year that are in force at a cut-off, in the order in which they took force."""

    every: tuple[Share, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.every)

    @property
    def projects(self) -> set[int]:
        return {pk for each in self.every for pk in (each.predecessor_id, each.successor_id)}

    def through(self, month: int) -> "Shares":
        return Shares(tuple(each for each in self.every if each.month <= month))

    def begun_with(self, project: int, month: int) -> int:
        """What of others the totals that the unit sends of the month begin with; below zero where
        it gave something away."""
        taken = sum(
            each.carried or 0
            for each in self.every
            if each.successor_id == project and each.month <= month
        )
        given = sum(
            each.carried or 0
            for each in self.every
            if each.predecessor_id == project and each.month <= month
        )
        return taken - given

    def began(self, project: int) -> int | None:
        """From which month on a project reports that stood on no list before; None of others."""
        months = [e.month for e in self.every if e.successor_id == project and e.is_new]
        return min(months, default=None)

    def ended(self, project: int) -> int | None:
        """From which month on it reports no more."""
        months = [e.month for e in self.every if e.predecessor_id == project and e.ends]
        return min(months, default=None)

    # --- What a project did itself -----------------------------------------------------------

    def own(
        self, project: int, rows: Iterable[Sequence], *, through: int, fold: "Fold" = stand
    ) -> YearStanding:
        """What was done under the project's own name, its totals without what others did. Months
        before it began, and after it ended, it owes nothing."""
        sent = [EntryRow._make(self._without(project, row)) for row in rows]
        first = min((row.month for row in sent), default=through + 1)
        began, ended = self.began(project), self.ended(project)
        if began is not None:
            before = range(1, min(began, first, through + 1))
            sent = [*(_nothing(project, month) for month in before), *sent]
        standing = fold(sent, through=through)
        latest = standing.latest
        if began is not None and latest is not None and latest.month < min(began, first):
            latest = None
        months = [
            _unknown(month) if began is not None and month.month < first else month
            for month in standing.months
        ]
        if ended is not None:
            months = [_owes_nothing(each) if each.month >= ended else each for each in months]
        return replace(standing, months=tuple(months), latest=latest)

    def _without(self, project: int, row: Sequence) -> list:
        told = list(row)
        begun = self.begun_with(project, told[_MONTH])
        for place in _TOTALS if begun else ():
            if told[place] is not None:
                told[place] -= begun
        return told

    # --- As its unit tells it ----------------------------------------------------------------

    def as_told(
        self, project: int, rows: Iterable[Sequence], *, through: int, on_the_eve: bool = False
    ) -> YearStanding:
        """As the unit tells it: the totals begin with what was carried. On the eve of the next
        month with what that begins with."""
        standing = self.own(project, rows, through=through)
        months = []
        for month in standing.months:
            begun = self.begun_with(project, month.month + on_the_eve)
            total = month.year_to_date
            months.append(month._replace(year_to_date=(total or 0) + begun) if begun else month)
        begun = self.begun_with(project, through + on_the_eve)
        return replace(standing, months=tuple(months), begun_with=begun)

    # --- With what was carried ---------------------------------------------------------------

    def carried(
        self, rows: Mapping[int, Iterable[Sequence]], *, through: int, fold: "Fold" = stand
    ) -> dict[int, YearStanding]:
        """Every project that took or gave a share, with what it took and without what it gave."""
        standings = {
            project: self.own(project, rows.get(project, ()), through=through, fold=fold)
            for project in self.projects
        }
        now = {project: list(standing.months) for project, standing in standings.items()}
        for _, group in groupby(self.every, key=lambda each: each[:3]):
            _pass_on(list(group), now)
        return {
            project: replace(standing, months=tuple(now[project]))
            for project, standing in standings.items()
        }

    def reckoned(
        self, rows: Mapping[int, Iterable[Sequence]], *, through: int, fold: "Fold" = stand
    ) -> "Shares":
        """With what is ``carried`` by these rows, whatever it was when each took force."""
        told: list[Share] = []
        for _, group in groupby(self.every, key=lambda each: each[:3]):
            shares = list(group)
            source, months = shares[0].predecessor_id, shares[0].month - 1
            before = Shares(tuple(told))
            standing = before.carried(rows, through=through, fold=fold).get(source)
            if standing is None:
                standing = fold(
                    [EntryRow._make(row) for row in rows.get(source, ())], through=through
                )
            total = standing.months[months - 1].year_to_date if months else None
            told += reckoned_shares(shares, total)
        return Shares(tuple(told))


NO_SHARES = Shares()

Fold = Callable[..., YearStanding]


def shares_of(reader: Reader, year: int, on: datetime.date) -> Shares:
    """Those of the year that were in force on ``on``. One query."""
    found = reader.rows(
        SuccessionShare,
        *Share._fields,
        county="predecessor__county",
        from_day__gt=datetime.date(year - 1, 12, 31),
        from_day__lte=on,
    )
    return Shares(tuple(sorted(map(Share._make, found), key=lambda each: each[:4])))


def shares_among(projects: Iterable[int], month: Month) -> Shares:
    """``shares_of`` of the month's end, of some projects, as they stand. One query."""
    wanted = list(projects)
    found = SuccessionShare.objects.filter(
        from_day__gte=datetime.date(month.year, 1, 1), from_day__lte=month.last_day
    ).values_list(*Share._fields)
    own = [
        share
        for share in map(Share._make, found)
        if share.predecessor_id in wanted or share.successor_id in wanted
    ]
    return Shares(tuple(sorted(own, key=lambda each: each[:4])))


def _nothing(project: int, month: int) -> EntryRow:
    return EntryRow(project, month, 0, 0, None, None, None, "", "", "")


def _unknown(month: MonthStanding) -> MonthStanding:
    """A month of which nothing is known, whether it was owed or not."""
    return month._replace(amount=None, year_to_date=None)


def _owes_nothing(month: MonthStanding) -> MonthStanding:
    if month.state is not MonthState.SILENT:
        return month
    return month._replace(state=MonthState.ZERO, amount=None)


# --- From the months of one to those of others -----------------------------------------------


class _Part(NamedTuple):
    """Of one month: what was done in it, and by its end."""

    amount: int | None
    total: int | None


def _pass_on(shares: Sequence[Share], now: dict[int, list[MonthStanding]]) -> None:
    """The shares of one predecessor in one succession."""
    first, source = shares[0].month, shares[0].predecessor_id
    months = now[source][: first - 1]
    total = months[-1].year_to_date if months else None
    left = [_Part(month.amount, month.year_to_date) for month in months]
    given: dict[int, list[_Part]] = {}
    for share in shares:
        if share.takes_what_is_left:
            continue
        given[share.successor_id] = parts = list(_parts(months, share.of(total)))
        left = [_less(own, part) for own, part in zip(left, parts, strict=True)]
    for share in shares:
        if share.takes_what_is_left:
            given[share.successor_id] = left
    for successor, parts in given.items():
        now[successor] = list(_added(now[successor], parts, months))
    kept = now[source]
    for parts in given.values():
        kept = list(_taken(kept, parts))
    now[source] = kept


def reckoned_shares(shares: Sequence[Share], total: int | None) -> Iterable[Share]:
    """The shares of one predecessor in one succession with what each carries of its ``total``."""
    parts = [part_of(total, each.of(total)) for each in shares]
    left = None if total is None else total - sum(part or 0 for part in parts)
    for share, part in zip(shares, parts, strict=True):
        yield share._replace(carried=left if share.takes_what_is_left else part)


def part_of(total: int | None, part: Fraction) -> int | None:
    """In whole yuan."""
    return None if total is None else int(round_half_up(total * part))


def _parts(months: Sequence[MonthStanding], part: Fraction) -> Iterable[_Part]:
    """Of each month by what it makes of the total, so that the parts add up to that of the total
    and to no other yuan."""
    before = 0
    for month in months:
        amount = None
        if month.amount is not None:
            amount = (part_of(before + month.amount, part) or 0) - (part_of(before, part) or 0)
        yield _Part(amount, part_of(month.year_to_date, part))
        before = month.year_to_date or 0


def _less(own: _Part, part: _Part) -> _Part:
    return _Part(*(None if a is None else a - (b or 0) for a, b in zip(own, part, strict=True)))


_ORDER = (MonthState.SILENT, MonthState.COVERED, MonthState.MONEY, MonthState.ZERO)


def _added(
    own: Sequence[MonthStanding], parts: Sequence[_Part], source: Sequence[MonthStanding]
) -> Iterable[MonthStanding]:
    """What was silent is covered: who put it in force said how much was done by then."""
    carried = parts[-1].total if parts else None
    for place, month in enumerate(own):
        if place >= len(parts):
            yield month._replace(
                year_to_date=sum_of_known((month.year_to_date, carried)),
                rests_on_estimate=month.rests_on_estimate
                or (bool(source) and source[-1].rests_on_estimate),
            )
            continue
        told, part = source[place], parts[place]
        theirs = MonthState.COVERED if told.state is MonthState.SILENT else told.state
        state = min(month.state, theirs, key=_ORDER.index)
        yield month._replace(
            state=state,
            amount=sum_of_known((month.amount, part.amount)),
            year_to_date=sum_of_known((month.year_to_date, part.total)),
            is_verified=month.is_verified or told.is_verified,
            zero_reason=told.zero_reason if state is told.state is MonthState.ZERO else "",
            is_estimate=month.is_estimate or told.is_estimate,
            rests_on_estimate=month.rests_on_estimate or told.rests_on_estimate,
            is_joint=month.is_joint or told.is_joint,
        )


def _taken(own: Sequence[MonthStanding], parts: Sequence[_Part]) -> Iterable[MonthStanding]:
    carried = parts[-1].total if parts else None
    for place, month in enumerate(own):
        part = parts[place] if place < len(parts) else _Part(None, carried)
        left = _less(_Part(month.amount, month.year_to_date), part)
        yield month._replace(amount=left.amount, year_to_date=left.total)


def by_project(rows: Iterable[Sequence]) -> dict[int, list[Sequence]]:
    found: dict[int, list[Sequence]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found
