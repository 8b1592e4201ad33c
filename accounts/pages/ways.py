"""Where a page leads on to: the ways into higher rooms that a page of a lower one shows.

A lower room does not know the addresses of a higher one. Its page names itself and what it is
about, and the higher room registers the ways that it has from there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User


@dataclass(frozen=True)
class Way:
    """A link of a page. ``is_urged``: what the page's state asks for next. One that ``sends`` is a
    press of the deed at its address, with these fields."""

    label: str
    url: str
    is_urged: bool = False
    sends: Mapping[str, str] = field(default_factory=dict)


Source = Callable[[User, Any], Iterable[Way]]
"""The ways on for ``user`` from what the page is about."""

_registered: dict[str, list[Source]] = defaultdict(list)


def register(page: str, source: Source) -> None:
    """``page`` is the name by which the page of the lower room asks, ``supervision.order``."""
    _registered[page].append(source)


def ways_from(page: str, user: User, thing: Any) -> list[Way]:
    """In the order of registration."""
    return [way for source in _registered[page] for way in source(user, thing)]
