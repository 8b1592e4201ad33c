"""序时进度: the share of the year's plan that the elapsed part of the year calls for.

Months ÷ 12 in 48 of 58 published reports. The others count half months (62.5%), hold a month
against the target of its quarter, follow a curve of their own, for a winter stop or a provincial
target (上半年60%), or are told one percentage.
"""

import datetime
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from measures.months import Month

WHOLE = Fraction(1)

# The day by which the first half of a month is over.
HALF_MONTH_DAY = 15


def linear_pace(month: Month) -> Fraction:
    """The pace at the end of `month` when all months weigh the same."""
    return Fraction(month.month, 12)


@dataclass(frozen=True)
class PaceCurve:
    """The share of the plan due by the end of each month, January first. `target` is that of the
    year; `counts_halves`: half a month that is over calls for half of what the month does.

    Raises ValueError (Chinese) unless there are twelve shares, from 0 to 1, that never fall
    and end at the target.
    """

    cumulative: tuple[Fraction, ...]
    target: Fraction = WHOLE
    counts_halves: bool = False

    def __post_init__(self) -> None:
        if len(self.cumulative) != 12:
            raise ValueError(f"进度曲线应有12个月，现有{len(self.cumulative)}个月")
        if self.cumulative[0] < 0:
            raise ValueError("进度曲线1月的累计进度不能小于0")
        for month in range(2, 13):
            if self.cumulative[month - 1] < self.cumulative[month - 2]:
                raise ValueError(f"进度曲线{month}月的累计进度低于{month - 1}月，累计进度不能下降")
        if self.target > WHOLE:
            raise ValueError("累计进度不能超过100%")
        if self.cumulative[-1] != self.target:
            raise ValueError("进度曲线12月的累计进度应为100%")

    @classmethod
    def of(cls, cumulative: Mapping[int, Fraction]) -> "PaceCurve":
        """The curve of a mapping from month number (1 to 12, every one) to cumulative share."""
        if sorted(cumulative) != list(range(1, 13)):
            raise ValueError("进度曲线应逐月给出1至12月的累计进度，不多不少")
        return cls(tuple(cumulative[month] for month in range(1, 13)))

    def at(self, month: Month, day: datetime.date | None = None) -> Fraction:
        """The pace at the end of `month`, or by a `day` of the month after it in the same year."""
        ended = self.cumulative[month.month - 1]
        if not self.counts_halves or day is None or month.month == 12:
            return ended
        is_half = Month.of(day) == month.next() and day.day >= HALF_MONTH_DAY
        return (ended + self.cumulative[month.month]) / 2 if is_half else ended


def by_quarters(targets: Sequence[Fraction]) -> PaceCurve:
    """Each month is held against the cumulative target of its quarter. Raises ValueError (Chinese)
    unless there are four that never fall, from 0 to 1."""
    if len(targets) != 4:
        raise ValueError(f"季度目标应有4个，现有{len(targets)}个")
    for number, (before, after) in enumerate(itertools.pairwise(targets), 2):
        if after < before:
            raise ValueError(f"{number}季度的累计目标低于{number - 1}季度，累计目标不能下降")
    return PaceCurve(tuple(target for target in targets for _ in range(3)), targets[-1])


def fixed(share: Fraction) -> PaceCurve:
    """One percentage, told for a month, whatever of the year is over."""
    return PaceCurve((share,) * 12, share)


LINEAR = PaceCurve.of({month: Fraction(month, 12) for month in range(1, 13)})
HALVES = PaceCurve(LINEAR.cumulative, counts_halves=True)
