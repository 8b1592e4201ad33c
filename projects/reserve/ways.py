"""The ways on from the 台账 of the reserve: tasks, and a project into a list."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from accounts import clock
from accounts.models import User
from accounts.pages.ways import Way
from accounts.rights import may
from projects.models import ReserveItem, ReservePeriod, RollLine
from projects.reserve.roll import RESERVE
from projects.reserve.rules import takes_into_lists
from projects.rolls.roll import Roll


def ways_from_roll(user: User, roll: Roll[Any, Any]) -> Iterator[Way]:
    if roll.key == RESERVE.key and may(user, "subject.confirm"):
        year = clock.today().year
        address = reverse("projects:reserve_tasks", args=[year, ReservePeriod.FIRST_HALF])
        yield Way("储备任务", address)


def ways_from_line(user: User, line: RollLine) -> Iterator[Way]:
    is_reserve = isinstance(line, ReserveItem) and line.is_open
    if is_reserve and takes_into_lists(user, line.county):
        yield Way("列入清单", reverse("projects:reserve_take", args=[line.pk]))
