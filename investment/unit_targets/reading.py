"""How bearers stand in a year: their targets, and their approved months folded into totals.

Read through a ``Reader``: as the tables stand, or as they were known at a moment.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from accounts.trail.reader import ById, Reader
from investment.models import (
    Bearer,
    BearerRole,
    EntryState,
    FormerUnitTarget,
    UnitIndicator,
    UnitResult,
    UnitTarget,
)
from measures.months import Month

MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class TaskFact:
    """One bearer's standing in one indicator at the end of a month; amounts in the measure of the
    indicator. ``done`` is from January on, None while nothing was reported; ``done_this_month`` is
    None of a silent month. ``is_assigned`` is False of what was only reported, or typed as the base
    of a year before. ``part`` is empty of a whole. ``is_told_by_lines``: the county keeps the same
    project by project (项目资金), and its figures are taken from there."""

    bearer_id: int
    own_unit_id: int | None
    unit_name: str
    role: str
    indicator_id: int
    indicator: str
    kind: str
    measure: str
    part: str
    is_assigned: bool
    target: int | None
    done: int | None
    done_this_month: int | None
    is_told_this_month: bool
    month: int
    is_told_by_lines: bool = False

    @property
    def unit_id(self) -> int:
        """Of a bearer that is no unit a number that no unit has."""
        return self.own_unit_id if self.own_unit_id is not None else -self.bearer_id

    @property
    def project_id(self) -> int:
        """A bearer is no project: a number that no project has."""
        return -self.bearer_id

    @property
    def is_part(self) -> bool:
        return bool(self.part)

    @property
    def is_city(self) -> bool:
        return self.role == BearerRole.CITY

    @property
    def pace(self) -> Fraction:
        """A task of the year is parted evenly over its months."""
        return Fraction(self.month, MONTHS_A_YEAR)

    @property
    def rate(self) -> Fraction | None:
        """None without a target, and of what has not reported: silence is not zero."""
        if not self.target or self.done is None:
            return None
        return Fraction(self.done, self.target)

    @property
    def is_silent(self) -> bool:
        """Whether it has not reported anything of the year."""
        return self.done is None

    @property
    def is_at_pace(self) -> bool:
        return self.rate is not None and self.rate >= self.pace


Told = tuple[int, int | None, int | None, int]
"""Month, its amount, the total since January, and how many months it covers."""


@dataclass(frozen=True)
class Total:
    """What is known at the end of a month."""

    done: int | None = None
    this_month: int | None = None
    is_told: bool = False


def fold(told: Iterable[Told], through: int) -> Total:
    """A total that was sent stands; one left empty is the last one and the month (docs/decisions/
    0012). A month of which the total alone is known has what the total grew by, where the month
    before it is known too."""
    total: int | None = None
    last, this_month, is_told = 0, None, False
    for month, amount, year_to_date, covered in sorted(told):
        if month > through:
            break
        before, follows = total, last >= month - covered
        if year_to_date is not None:
            total = year_to_date
            if amount is None and follows:
                amount = year_to_date - (before or 0)
        elif amount is not None:
            total = (before or 0) + amount
        else:
            continue
        last = month
        this_month, is_told = (amount, True) if month == through else (None, False)
    return Total(total, this_month, is_told)


_INDICATOR = ("name", "kind", "measure", "part_of_id", "part_name", "position")
_BEARER = ("name", "unit_id", "role", "position")
_TARGET = ("indicator_id", "bearer_id", "amount", "source")


def targets_of_year(reader: Reader, year: int, on: datetime.date) -> ById:
    """What was asked of each bearer for the year, as it stood on ``on``, by the target's id. Two
    queries at most."""
    county = "indicator__county"
    asked = reader.by_id(UnitTarget, *_TARGET, county=county, year=year)
    if asked:
        held = reader.held(FormerUnitTarget, asked, since=on, county=f"target__{county}")
        asked = held.on(on)
    return asked


def task_facts(reader: Reader, month: Month) -> tuple[TaskFact, ...]:
    """Each bearer in each indicator of which it was asked, or has reported, in the order of the
    county. Five queries for any number."""
    indicators = reader.by_id(UnitIndicator, *_INDICATOR)
    if not indicators:
        return ()
    bearers = reader.by_id(Bearer, *_BEARER)
    targets = {
        (target["indicator_id"], target["bearer_id"]): target["amount"]
        for target in targets_of_year(reader, month.year, month.last_day).values()
    }
    told: dict[tuple[int, int], list[Told]] = defaultdict(list)
    columns = ("month", "month_amount", "year_to_date", "months_covered")
    for indicator, bearer, *row in reader.rows(
        UnitResult,
        "indicator_id",
        "bearer_id",
        *columns,
        county="indicator__county",
        year=month.year,
        month__lte=month.month,
        state=EntryState.APPROVED,
    ):
        told[indicator, bearer].append((row[0], row[1], row[2], row[3]))
    pairs = {*targets, *told}
    facts = [_fact(indicators, bearers, pair, targets, told.get(pair, ()), month) for pair in pairs]
    return tuple(
        sorted(
            facts,
            key=lambda fact: (
                indicators[fact.indicator_id]["position"],
                fact.indicator_id,
                bearers[fact.bearer_id]["position"],
                fact.bearer_id,
            ),
        )
    )


def _fact(
    indicators: ById,
    bearers: ById,
    pair: tuple[int, int],
    targets: dict[tuple[int, int], int | None],
    told: Iterable[Told],
    month: Month,
) -> TaskFact:
    indicator, bearer = indicators[pair[0]], bearers[pair[1]]
    whole = indicator["part_of_id"]
    total = fold(told, month.month)
    return TaskFact(
        bearer_id=pair[1],
        own_unit_id=bearer["unit_id"],
        unit_name=bearer["name"],
        role=bearer["role"],
        indicator_id=pair[0],
        indicator=indicator["name"],
        kind=indicator["kind"],
        measure=indicator["measure"],
        part=indicator["part_name"] if whole is not None else "",
        is_assigned=pair in targets,
        target=targets.get(pair),
        done=total.done,
        done_this_month=total.this_month,
        is_told_this_month=total.is_told,
        month=month.month,
    )
