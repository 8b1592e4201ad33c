"""Which months of a list's year are published, as the room that publishes them tells."""

import datetime
from collections.abc import Callable

from projects.models import AnnualPlan

Teller = Callable[[AnnualPlan, datetime.date], list[int]]
"""The numbers of the published months that end on the day or later."""

_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    _tellers.append(teller)


def months_published(plan: AnnualPlan, since: datetime.date) -> list[int]:
    return sorted({month for teller in _tellers for month in teller(plan, since)})
