"""What passes from a unit to its successor: every room registers what it keeps of units.

What ended before stays the former unit's; what is open passes on, in the transaction of the merger.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from accounts.models import Unit
from accounts.trail.audit import Trail
from projects.naming import shortened_list


@dataclass(frozen=True)
class Holding:
    """What a unit holds of one kind: 填报单位 of 引水工程, …"""

    what: str
    names: Sequence[str]

    @property
    def words(self) -> str:
        return shortened_list(self.names)


@dataclass(frozen=True)
class Succession:
    """``holds`` tells what would pass on, empty kinds among them; ``pass_on`` gives it from the
    unit to its successor from a day on, and tells the trail. It may raise DomainError."""

    holds: Callable[[Unit, datetime.date], Sequence[Holding]]
    pass_on: Callable[[Trail, Unit, Unit, datetime.date], None]


_registered: list[Succession] = []


def register(succession: Succession) -> None:
    _registered.append(succession)


def holdings(unit: Unit, today: datetime.date) -> list[Holding]:
    """What the unit holds today, in the order of the rooms."""
    found = (holding for each in _registered for holding in each.holds(unit, today))
    return [holding for holding in found if holding.names]


def pass_on(audit: Trail, unit: Unit, successor: Unit, on: datetime.date) -> None:
    for each in _registered:
        each.pass_on(audit, unit, successor, on)
