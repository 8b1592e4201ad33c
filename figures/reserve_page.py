"""The reserve as a table of units: what each was asked, what it declared, and what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.pages.ways import Way
from figures.figure import Figure, by_unit
from figures.selectors import units_in
from figures.subject import Table
from figures.subjects.reserve import (
    GROUPS,
    INDICATORS,
    NAME,
    STOCK,
    YEARS,
    ZERO_UNITS,
    ReserveRow,
)
from projects.reserve.roll import RESERVE
from projects.rolls.roll import Roll

SHOWN = (
    (YEARS, "任务数", "任务数"),
    (YEARS, "任务投资", "任务投资"),
    (YEARS, "个数", "申报"),
    (YEARS, "总投资", "申报总投资"),
    (YEARS, "任务完成率", "任务完成"),
    (YEARS, "开工数", "已开工"),
    (YEARS, "开工转化率", "开工转化率"),
    (STOCK, "个数", "在库"),
    (STOCK, "开工数", "在库已开工"),
    (STOCK, "开工转化率", "总体开工转化率"),
)
"""Group, indicator, and what the column is called."""

HEADLINES = (
    (YEARS, "个数", "今年申报"),
    (YEARS, "总投资", "申报总投资"),
    (YEARS, "转市级重点数", "转为市级重点"),
    (STOCK, "本年开工数", "今年开工"),
    (STOCK, "开工转化率", "总体开工转化率"),
    (YEARS, "零申报单位数", "零申报"),
    (STOCK, "零转化单位数", "零转化"),
)
"""The same of the numbers above the table."""


@dataclass(frozen=True)
class ReserveLine:
    """A unit's figures in the order of SHOWN; ``unit_id`` None of the whole. ``lacks`` says what it
    has none of: 零申报, 零转化."""

    unit_id: int | None
    name: str
    figures: tuple[Figure[ReserveRow], ...]
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReserveTable:
    facts: Table[ReserveRow]
    lines: tuple[ReserveLine, ...]
    whole: ReserveLine
    headlines: tuple[tuple[str, Figure[ReserveRow]], ...]

    @property
    def heads(self) -> list[tuple[str, str]]:
        """The title of each column and its unit."""
        return [(title, INDICATORS[name].unit.label) for _, name, title in SHOWN]

    @property
    def notes(self) -> list[str]:
        told = [INDICATORS[name] for _, name, _ in SHOWN] + [ZERO_UNITS]
        said = {each.name: each.formula.words if each.formula else each.basis for each in told}
        return [f"{name}：{words}。" for name, words in said.items() if words]


def reserve_table(facts: Table[ReserveRow]) -> ReserveTable:
    """The rows are parted by unit once; the county's own stand in the whole alone."""
    own = by_unit(facts.rows)
    lines = tuple(_line(own[pk], name, pk) for pk, name in units_in(facts).items())
    whole = _line(facts.rows, "合计", None)
    headlines = tuple((title, _figure(facts.rows, group, name)) for group, name, title in HEADLINES)
    return ReserveTable(facts, lines, whole, headlines)


def _line(rows: Sequence[ReserveRow], name: str, unit_id: int | None) -> ReserveLine:
    figures = tuple(_figure(rows, group, indicator) for group, indicator, _ in SHOWN)
    lacks: tuple[str, ...] = ()
    if unit_id is not None:
        of = ((YEARS, "零申报单位数", "零申报"), (STOCK, "零转化单位数", "零转化"))
        lacks = tuple(word for group, each, word in of if _figure(rows, group, each).value)
    return ReserveLine(unit_id, name, figures, lacks)


def _figure(rows: Sequence[ReserveRow], group: str, name: str) -> Figure[Any]:
    """As the book of the subject has it, by its key."""
    chosen = tuple(filter(GROUPS[group], rows))
    return INDICATORS[name].over(chosen, f"{NAME}.{group}.{name}")


def ways_from_roll(user: User, roll: Roll[Any, Any]) -> Iterator[Way]:
    """From the 台账 to what it comes to."""
    if roll.key == RESERVE.key:
        yield Way("储备情况", reverse("figures:reserve_latest"))
