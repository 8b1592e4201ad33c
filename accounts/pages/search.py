"""What is found from the one field of the bar: projects, units, leaders, orders, papers, each kind
registered by the room whose it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from accounts.models import User

MOST = 10
"""Of a kind that are listed."""


@dataclass(frozen=True)
class Found:
    """``beside``: what tells it from others of its name."""

    label: str
    url: str
    beside: str = ""


Source = Callable[[User, str], Iterable[Found]]
"""What ``user`` may see of what fits a text, the best first; it is not asked for more than it
lists."""


@dataclass(frozen=True)
class FoundOfKind:
    kind: str
    found: list[Found]
    has_more: bool


_registered: list[tuple[str, Source]] = []


def register(kind: str, source: Source) -> None:
    """``kind`` in the words of its head: 项目, 调度单."""
    _registered.append((kind, source))


def found_for(user: User, text: str) -> list[FoundOfKind]:
    """Of each kind of which there is any, in the order of the rooms; nothing for no text."""
    text = text.strip()
    if not text:
        return []
    asked = ((kind, list(islice(source(user, text), MOST + 1))) for kind, source in _registered)
    return [FoundOfKind(kind, found[:MOST], len(found) > MOST) for kind, found in asked if found]
