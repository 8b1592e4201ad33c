"""What an item of a notice led to, for the pages that list items: a higher room registers what it
knows of them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User
from supervision.notices.models import NoticeItem


@dataclass(frozen=True)
class Consequence:
    """``text`` says what it is (“−0.5 分”), ``note`` what to know of it; ``url`` opens it."""

    text: str
    url: str
    note: str = ""


Source = Callable[[User, Sequence[NoticeItem]], Mapping[int, Sequence[Consequence]]]
"""What ``user`` may see of the items, by the id of the item; a constant number of queries."""

_sources: list[Source] = []


def register(source: Source) -> None:
    _sources.append(source)


def consequences_of(user: User, items: Sequence[NoticeItem]) -> Mapping[int, Sequence[Consequence]]:
    """By the id of the item."""
    told: dict[int, list[Consequence]] = defaultdict(list)
    for source in _sources:
        for pk, found in source(user, items).items():
            told[pk] += found
    return told
