"""The names of the bookmarks in which the figures of a Word file stand.

A name holds at most 40 characters, letters, digits and underscores, and a key is often longer: the
name carries the beginning of the key's SHA-256, from which whoever has the keys of a document finds
the one that is meant. The number keeps apart two printings of one figure. The beginning of the
SHA-256 of what was printed tells, when the file comes back, whether a hand has changed it; names
that were written before have none.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

_NAME = re.compile(r"figure_([0-9a-f]{16})_(\d+)(?:_([0-9a-f]{6}))?([_ ].*)?")


class FigureName(NamedTuple):
    """What a name says; ``printed`` is "" where it says nothing of what was printed. Of a copy an
    office program makes another name by adding to it: figure_3f2a…_12_a1b2c3_Copy_1."""

    key: str
    number: int
    printed: str
    is_copy: bool


def bookmark_of(key: str, number: int, printed: str) -> str:
    """figure_3f2a…_12_a1b2c3."""
    return f"figure_{_digest(key)[:16]}_{number}_{_digest(printed)[:6]}"


def said_by(name: str) -> FigureName | None:
    """The digests and the number in a name; None of one that is no figure's."""
    named = _NAME.fullmatch(name)
    if named is None:
        return None
    return FigureName(named[1], int(named[2]), named[3] or "", is_copy=bool(named[4]))


def key_of(bookmark: str, keys: Iterable[str]) -> str:
    """Which of the keys a bookmark is named after; "" for one that is no figure's, or none of
    these."""
    said = said_by(bookmark)
    return next((key for key in keys if said and names(said, key)), "")


def names(name: FigureName, key: str) -> bool:
    return _digest(key)[:16] == name.key


def prints(name: FigureName, text: str) -> bool:
    """Whether that is what was printed under the name."""
    return _digest(text)[:6] == name.printed


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
