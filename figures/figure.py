"""A figure is an object that carries its rows (DESIGN §1)."""

import enum
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from figures.facts import PlanFact
from measures.money import WAN, format_money
from measures.rates import format_points, percent
from measures.rounding import NO_VALUE, plain, round_half_up


class FigureUnit(enum.Enum):
    """What a figure counts in. Money is yuan inside and 万元 when printed."""

    COUNT = "个"
    UNITS = "个单位"
    ITEMS = "项"
    TIMES = "次"
    MONEY = "万元"
    RATE = "%"
    POINTS = "百分点"


class OverlappingSets(ValueError):
    """Two figures whose projects overlap were added: the sum would count money twice."""


COUNTED = (FigureUnit.COUNT, FigureUnit.UNITS, FigureUnit.ITEMS, FigureUnit.TIMES)


@dataclass(frozen=True)
class Measured:
    """A value with its name. ``value``: int for counts and yuan, Fraction for rates (1 is 100 %)
    and points, None for what has no base."""

    key: str
    value: int | Fraction | None
    unit: FigureUnit

    def __bool__(self) -> bool:
        return bool(self.value)

    def __int__(self) -> int:
        if isinstance(self.value, int):
            return self.value
        raise TypeError(f"{self.key} 不是整数")

    def text(self) -> str:
        """The value as tables and the figures command print it, without its unit."""
        if self.value is None:
            return NO_VALUE
        if self.unit in COUNTED:
            return str(self.value)
        if self.unit is FigureUnit.MONEY:
            return format_money(int(self.value), WAN, grouped=False)
        if self.unit is FigureUnit.RATE:
            return percent(Fraction(self.value), 2)
        return format_points(Fraction(self.value), 2)

    def number(self) -> str | None:
        """The value as programs read it: -10.55, with neither a plus nor separators; None where
        there is none. A lead has the decimals that tell it from zero (-0.004)."""
        if self.value is None:
            return None
        if self.unit is FigureUnit.POINTS:
            return plain(_significant(Fraction(self.value)))
        return self.text().replace(",", "")


def _significant(points: Fraction) -> Decimal:
    digits = 2
    while points and not round_half_up(points, digits):
        digits += 1
    return round_half_up(points, digits)


@dataclass(frozen=True)
class Figure(Measured):
    """``rows`` are the lines of plans it was computed from; ``basis`` says of what."""

    rows: tuple[PlanFact, ...]
    basis: str = ""

    def __add__(self, other: "Figure") -> "Figure":
        """The sum of two figures over separate projects; overlapping sets are an error."""
        if self.unit is not other.unit or not isinstance(self.value, int):
            raise TypeError(f"{self.key} 与 {other.key} 不能相加")
        shared = {row.project_id for row in self.rows} & {row.project_id for row in other.rows}
        if shared:
            raise OverlappingSets(
                f"{self.key} 与 {other.key} 有 {len(shared)} 个相同项目，不能相加"
            )
        return Figure(
            f"{self.key}+{other.key}",
            self.value + int(other),
            self.unit,
            self.rows + other.rows,
        )
