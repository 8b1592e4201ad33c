"""What waits for a person (待办): every room registers what it asks of whom.

A source takes the user and the day and returns what waits for that user now, and nobody else's; it
asks a number of questions that does not grow with the rows.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Waiting:
    """One thing to do: ``what`` names its kind, ``text`` the thing, ``url`` opens the page where it
    is done. ``due_on`` is the last day for it, where there is one; ``note`` says more."""

    what: str
    text: str
    url: str
    note: str = ""
    due_on: datetime.date | None = None

    def is_overdue(self, on: datetime.date) -> bool:
        return self.due_on is not None and self.due_on < on


Source = Callable[[User, datetime.date], Iterable[Waiting]]

_registered: list[Source] = []


def register(source: Source) -> None:
    _registered.append(source)


def waiting_for(user: User, today: datetime.date) -> list[Waiting]:
    """What is overdue first, then by the last day, then in the order of the rooms."""
    found = [each for source in _registered for each in source(user, today)]
    last = datetime.date.max
    return sorted(found, key=lambda each: (not each.is_overdue(today), each.due_on or last))
