"""What stands beside a thing on its page and is known to higher rooms only.

A lower room does not ask a higher one. Its page names itself and what it is about, and the higher
room registers what it has to tell there, as it does with ``accounts.pages.ways``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import User


@dataclass(frozen=True)
class Beside:
    """One thing told: its ``label`` and ``words``, with a ``url`` where it can be opened. ``light``
    is a state of components/light.html, ``is_urgent`` what asks for attention."""

    label: str
    words: str
    url: str = ""
    light: str = ""
    is_urgent: bool = False


Source = Callable[[User, Any], Iterable[Beside]]
"""What is told to ``user`` beside what the page is about."""

_registered: dict[str, list[Source]] = defaultdict(list)


def register(place: str, source: Source) -> None:
    """``place`` is the name by which the page of the lower room asks, ``investment.desk``."""
    _registered[place].append(source)


def beside(place: str, user: User, thing: Any) -> list[Beside]:
    """In the order of registration."""
    return [each for source in _registered[place] for each in source(user, thing)]
