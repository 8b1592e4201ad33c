"""The table of a topic whose rows are made of a 台账: at any day, and as it was known."""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self

from accounts.models import Unit
from accounts.trail.reader import Reader
from accounts.trail.unwinding import AsKnown
from figures.figure import Fact, Row
from figures.subject import Topic
from measures.months import CutOff, Month

ALL = "全部"


class Listed(Fact, Protocol):
    """A row whose project stands on lists, by their keys."""

    @property
    def lists(self) -> frozenset[str]: ...


Read = Callable[[Reader, datetime.date], tuple[Sequence[Any], tuple[str, ...]]]
"""The rows of a topic at a day, and the keys of the lists that they may be asked by."""


@dataclass(frozen=True)
class RollTable(Topic[Row]):
    """``day`` is that of the cut-off, ``list_keys`` are those of the year's lists. ``known`` is
    when the rows were known, None of what stands; ``unit_ids`` are the units it is narrowed to."""

    day: datetime.date = datetime.date.min
    read: Read | None = None
    list_keys: tuple[str, ...] = ()
    known: AsKnown | None = None
    unit_ids: frozenset[int] | None = None

    @property
    def cut_off(self) -> CutOff:
        return CutOff.at(self.day)

    @property
    def keys(self) -> Sequence[str]:
        """What a county never registered has no keys that are listed."""
        return [self.name] if self.rows else []

    def of_units(self, unit_ids: Collection[int]) -> Self:
        return replace(super().of_units(unit_ids), unit_ids=frozenset(unit_ids))

    def at(self, month: Month) -> Self | None:
        if self.read is None:
            return None
        then = roll_table(self.name, self.read, self.county, month.last_day, self.known)
        found = then if self.unit_ids is None else then.of_units(self.unit_ids)
        return replace(
            self, month=month, day=month.last_day, rows=found.rows, list_keys=found.list_keys
        )


def roll_table(
    name: str, read: Read, county: Unit, day: datetime.date, known: AsKnown | None = None
) -> RollTable[Any]:
    rows, keys = read(Reader(county, known), day)
    return RollTable(
        name,
        county,
        CutOff.at(day).month,
        tuple(rows),
        day=day,
        read=read,
        list_keys=keys,
        known=known,
    )


def loads_of(
    name: str, read: Read
) -> tuple[
    Callable[[Unit, Month, datetime.date], RollTable[Any]],
    Callable[[Unit, datetime.date, AsKnown | None], RollTable[Any]],
]:
    """How a subject reads its table at a month, and on a day."""

    def load(county: Unit, month: Month, today: datetime.date) -> RollTable[Any]:
        return roll_table(name, read, county, month.last_day)

    def load_on(county: Unit, day: datetime.date, known: AsKnown | None) -> RollTable[Any]:
        return roll_table(name, read, county, day, known)

    return load, load_on


def groups_by_list(table: Any) -> Mapping[str, Callable[[Any], bool]]:
    """全部, and each list of the year: 县级 are the rows whose projects stand on it."""

    def on(key: str) -> Callable[[Listed], bool]:
        return lambda row: key in row.lists

    return {ALL: lambda row: True} | {key: on(key) for key in table.list_keys if key != ALL}


def projects_in(rows: Sequence[Fact]) -> int:
    return len({row.project_id for row in rows})


def sum_known(of: Callable[[Any], int | None]) -> Callable[[Sequence[Any]], int | None]:
    """What is known added up; None where of rows nothing is, and 0 of none."""

    def total(rows: Sequence[Any]) -> int | None:
        known = [amount for row in rows if (amount := of(row)) is not None]
        return sum(known) if known or not rows else None

    return total
