"""The names of the bookmarks in which the figures of a Word file stand.

A name holds at most 40 characters, letters, digits and underscores, and a key is often longer: the
name carries the beginning of the key's SHA-256, from which whoever has the keys of a document finds
the one that is meant. The number keeps apart two printings of one figure.
"""

import hashlib
import re
from collections.abc import Iterable

_NAME = re.compile(r"figure_([0-9a-f]{16})_\d+")


def bookmark_of(key: str, number: int) -> str:
    """figure_3f2a…_12."""
    return f"figure_{_digest(key)}_{number}"


def key_of(bookmark: str, keys: Iterable[str]) -> str:
    """Which of the keys a bookmark is named after; "" for one that is no figure's, or none of
    these."""
    named = _NAME.fullmatch(bookmark)
    return next((key for key in keys if named and _digest(key) == named[1]), "")


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]
