"""Weeks by their Friday."""

import datetime

FRIDAY = 4
OLDEST = datetime.timedelta(weeks=8)
"""How far back a week may still be written of."""


def friday_of(day: datetime.date) -> datetime.date:
    """The Friday of the week of ``day``, which begins on Monday."""
    return day + datetime.timedelta(days=FRIDAY - day.weekday())


def is_written_of(friday: datetime.date, today: datetime.date) -> bool:
    """Whether notes of the week may be written: of this one and of the last weeks."""
    return friday.weekday() == FRIDAY and today - OLDEST <= friday <= friday_of(today)
