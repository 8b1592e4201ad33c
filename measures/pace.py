"""序时进度: the share of the year's plan that the elapsed part of the year calls for.

Months ÷ 12 in 48 of 58 published reports; the others follow a curve of their own, for a winter
stop or a provincial target (上半年60%).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from measures.months import Month


def linear_pace(month: Month) -> Fraction:
    """The pace at the end of `month` when all months weigh the same."""
    return Fraction(month.month, 12)


@dataclass(frozen=True)
class PaceCurve:
    """A county's own pace: the share of the plan due by the end of each month, January first.

    Raises ValueError (Chinese) unless there are twelve shares, from 0 to 1, that never fall
    and end at 1.
    """

    cumulative: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if len(self.cumulative) != 12:
            raise ValueError(f"进度曲线应有12个月，现有{len(self.cumulative)}个月")
        if self.cumulative[0] < 0:
            raise ValueError("进度曲线1月的累计进度不能小于0")
        for month in range(2, 13):
            if self.cumulative[month - 1] < self.cumulative[month - 2]:
                raise ValueError(f"进度曲线{month}月的累计进度低于{month - 1}月，累计进度不能下降")
        if self.cumulative[-1] != 1:
            raise ValueError("进度曲线12月的累计进度应为100%")

    @classmethod
    def of(cls, cumulative: Mapping[int, Fraction]) -> "PaceCurve":
        """The curve of a mapping from month number (1 to 12, every one) to cumulative share."""
        if sorted(cumulative) != list(range(1, 13)):
            raise ValueError("进度曲线应逐月给出1至12月的累计进度，不多不少")
        return cls(tuple(cumulative[month] for month in range(1, 13)))

    def at(self, month: Month) -> Fraction:
        """The pace at the end of `month`."""
        return self.cumulative[month.month - 1]


LINEAR = PaceCurve.of({month: Fraction(month, 12) for month in range(1, 13)})
