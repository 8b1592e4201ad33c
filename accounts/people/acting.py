"""Acting for another (代×××): what a leader may do, an authorised secretary does for them.

A higher room registers who may act for whom on a day. While a person acts, they have the rights
of a leader in that county and no others, and each line of the trail names both: 王秘书（代李建国）.
"""

import datetime
from collections.abc import Callable, Iterable

from accounts.models import User
from accounts.people.models import Acting

Source = Callable[[User, datetime.date], Iterable[Acting]]
"""For whom ``user`` may act on the day."""

Naming = Callable[[int], Acting | None]
"""Whom a key means, whoever may act for them."""

_registered: list[tuple[Source, Naming]] = []


def register(source: Source, naming: Naming) -> None:
    _registered.append((source, naming))


def those_to_act_for(user: User, day: datetime.date) -> list[Acting]:
    return [each for source, _ in _registered for each in source(user, day)]


def named(key: int) -> Acting | None:
    """Whom ``key`` means, also after who acted for them may no longer."""
    found = (naming(key) for _, naming in _registered)
    return next((each for each in found if each is not None), None)


def authorised(user: User, key: int | str, day: datetime.date) -> Acting | None:
    """Whom ``key`` means, where ``user`` may act for them on the day."""
    found = those_to_act_for(user, day)
    return next((each for each in found if str(each.key) == str(key)), None)
