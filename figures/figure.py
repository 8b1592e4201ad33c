"""A figure is an object that carries its rows (DESIGN §1), and an indicator what it is taken by.

Both are generic over the rows of their subject: ``figures.subject``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, Literal, Protocol, TypeVar

from figures.units import MONEY, POINTS, RATE, FigureUnit, Number
from measures.rates import points


class Fact(Protocol):
    """One row of a subject: what every row tells."""

    @property
    def project_id(self) -> int: ...

    @property
    def unit_id(self) -> int: ...

    @property
    def unit_name(self) -> str: ...


Row = TypeVar("Row", bound=Fact)


class OverlappingSets(ValueError):
    """Two figures whose projects overlap were added: the sum would count money twice."""


@dataclass(frozen=True)
class Figure(Generic[Row]):
    """``value``: int for what is counted and for yuan, Fraction for rates (1 is 100 %) and points,
    None for what has no base. ``rows`` are those it was computed from; ``indicator`` is None of a
    remainder and of a sum. ``made_of`` are the two figures of one that is made of others
    (figures.derived), whose indicator it then repeats."""

    key: str
    value: Number | None
    unit: FigureUnit
    rows: tuple[Row, ...] = ()
    indicator: "Indicator[Row] | None" = None
    made_of: "Terms[Row] | None" = None

    def __bool__(self) -> bool:
        return bool(self.value)

    def __int__(self) -> int:
        if isinstance(self.value, int):
            return self.value
        raise TypeError(f"{self.key} 不是整数")

    def __add__(self, other: "Figure[Row]") -> "Figure[Row]":
        """The sum of two figures over separate projects; overlapping sets are an error."""
        if self.unit != other.unit or not isinstance(self.value, int):
            raise TypeError(f"{self.key} 与 {other.key} 不能相加")
        shared = {row.project_id for row in self.rows} & {row.project_id for row in other.rows}
        if shared:
            raise OverlappingSets(
                f"{self.key} 与 {other.key} 有 {len(shared)} 个相同项目，不能相加"
            )
        key = f"{self.key}+{other.key}"
        return Figure(key, self.value + int(other), self.unit, self.rows + other.rows)

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]

    @property
    def basis(self) -> str:
        return self.indicator.basis_over(self.rows) if self.indicator else ""

    @property
    def exact(self) -> Fraction | None:
        return None if self.value is None else Fraction(self.value)

    @property
    def yuan(self) -> int | None:
        """An amount; None where nothing is known. Raises TypeError for what is no money."""
        if self.unit != MONEY:
            raise TypeError(f"{self.key} 不是金额")
        return None if self.value is None else int(self)

    def text(self) -> str:
        """The value as tables print it, without its unit."""
        return self.unit.text(self.value)

    def number(self) -> str | None:
        return self.unit.number(self.value)


@dataclass(frozen=True)
class Terms(Generic[Row]):
    """How a figure was made of two others, in words; ``sign`` stands between them."""

    words: str
    upper: Figure[Row] | None = None
    sign: str = ""
    lower: Figure[Row] | None = None


@dataclass(frozen=True)
class Indicator(Generic[Row]):
    """``of`` chooses among a group's rows those the figure rests on (all, where None), and
    ``value`` computes over them. ``of_units`` chooses units instead, by all their rows in the
    group, and the figure rests on these. ``order`` puts its rows in another order than the
    list's. ``basis`` says of what it is (口径), ``sum_words`` how a plain sum is made, ``formula``
    what a rate or a difference is made of. ``told`` says whether the group's rows know of it at
    all: not known is not zero (DESIGN §4.3). ``is_at_first``: it is taken over the lines of the
    year's beginning. ``basis_of`` says the basis where it is that of the rows. ``among`` takes of
    the rows, before all else, those of one kind: where parts (其中) stand beside their wholes."""

    name: str
    unit: FigureUnit
    value: Callable[[Sequence[Row]], Number | None]
    of: Callable[[Row], bool] | None = None
    basis: str = ""
    of_units: Callable[[Sequence[Row]], bool] | None = None
    order: Callable[[Sequence[Row]], Sequence[Row]] | None = None
    sum_words: str = ""
    formula: "Formula[Row] | None" = None
    told: Callable[[Sequence[Row]], bool] | None = None
    is_at_first: bool = False
    basis_of: Callable[[Sequence[Row]], str] | None = None
    among: Callable[[Sequence[Row]], Sequence[Row]] | None = None

    def basis_over(self, rows: Sequence[Row]) -> str:
        return self.basis if self.basis_of is None else self.basis_of(rows)

    def over(self, rows: Sequence[Row], key: str) -> Figure[Row]:
        chosen = tuple(self._chosen(rows))
        value = self.value(chosen) if self._is_known(rows) else None
        return Figure(key, value, self.unit, chosen, self)

    def value_over(self, rows: Sequence[Row]) -> Number | None:
        """Of the figure ``over`` the rows its value alone."""
        return self.value(self._chosen(rows)) if self._is_known(rows) else None

    def _is_known(self, rows: Sequence[Row]) -> bool:
        return self.told is None or self.told(rows)

    def _chosen(self, rows: Sequence[Row]) -> Sequence[Row]:
        if self.among is not None:
            rows = self.among(rows)
        if self.of_units is not None:
            rows = _of_units(rows, self.of_units)
        chosen = rows if self.of is None else tuple(filter(self.of, rows))
        return chosen if self.order is None else self.order(chosen)


def _of_units(rows: Sequence[Row], of_units: Callable[[Sequence[Row]], bool]) -> Sequence[Row]:
    chosen = {unit_id for unit_id, own in by_unit(rows).items() if of_units(own)}
    return [row for row in rows if row.unit_id in chosen]


@dataclass(frozen=True)
class Formula(Generic[Row]):
    """A rate or a difference of two indicators, both taken over the figure's own rows, or over
    those of them that ``of`` chooses. ``is_told``: its numbers stand beside the figure wherever
    points are reckoned from it."""

    upper: Indicator[Row]
    sign: Literal["÷", "−"]
    lower: Indicator[Row]
    words: str
    of: Callable[[Row], bool] | None = None
    is_told: bool = False

    def terms(self, rows: Sequence[Row]) -> tuple[Figure[Row], Figure[Row]]:
        chosen = self._chosen(rows)
        return self.upper.over(chosen, self.upper.name), self.lower.over(chosen, self.lower.name)

    def value(self, rows: Sequence[Row]) -> Fraction | None:
        """None without a base. A difference is of rates, in 百分点: subtracted before any
        rounding."""
        chosen = self._chosen(rows)
        upper, lower = _exact(self.upper, chosen), _exact(self.lower, chosen)
        if self.sign == "−":
            return points(upper, lower)
        return None if upper is None or not lower else upper / lower

    def _chosen(self, rows: Sequence[Row]) -> Sequence[Row]:
        return rows if self.of is None else tuple(filter(self.of, rows))


def _exact(indicator: Indicator[Row], rows: Sequence[Row]) -> Fraction | None:
    value = indicator.value_over(rows)
    return None if value is None else Fraction(value)


def ratio(
    name: str,
    upper: Indicator[Row],
    lower: Indicator[Row],
    words: str,
    *,
    of: Callable[[Row], bool] | None = None,
    counting: Callable[[Row], bool] | None = None,
    is_told: bool = False,
    told: Callable[[Sequence[Row]], bool] | None = None,
) -> Indicator[Row]:
    """An indicator in per cent over the rows ``of`` chooses; ``counting`` are those of them that
    both terms are taken over."""
    formula = Formula(upper, "÷", lower, words, counting, is_told)
    return Indicator(name, RATE, formula.value, of=of, formula=formula, told=told)


def difference(
    name: str,
    upper: Indicator[Row],
    lower: Indicator[Row],
    words: str,
    *,
    basis: str = "",
    told: Callable[[Sequence[Row]], bool] | None = None,
) -> Indicator[Row]:
    """An indicator in 百分点, of two rates."""
    formula = Formula(upper, "−", lower, words)
    return Indicator(name, POINTS, formula.value, basis=basis, formula=formula, told=told)


def by_unit(rows: Sequence[Row]) -> dict[int, list[Row]]:
    """Each unit's rows, by its id, in the order in which units and rows come."""
    own: dict[int, list[Row]] = {}
    for row in rows:
        own.setdefault(row.unit_id, []).append(row)
    return own


def counted(rows: Sequence[Fact]) -> int:
    return len(rows)
