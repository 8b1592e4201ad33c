"""Calls go through one frame so large that the calls below it never ask the system for memory.

CPython 3.11 keeps the frames of a thread in pieces of 16 KB. Where a loop stands just below the end
of a piece, each of its calls maps a new piece and each return gives it back: a page fault for every
call. Under pytest, at the depth of a template in a page, that was a tenth to a quarter of all time.
A frame of more than half a megabyte gets a piece of a whole one, and what is left of it holds
some thousand calls more; pages of it that nobody touches cost nothing.

Measured on ``config/tests/test_access_matrix.py`` (rooms reports and supervision, 520 requests):
341,620 page faults and 2.9 s in the system without it, 60,345 and 0.4 s with it. The plain way is
``call(*args, **named)``.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Answer = TypeVar("Answer")

SLOTS = 66_000
"""Of eight bytes: a little more than half of the piece that CPython makes for it."""


def with_room(call: Callable[..., Answer], *args: Any, **named: Any) -> Answer:
    """Return what ``call`` returns."""
    return call(*args, **named)


with_room.__code__ = with_room.__code__.replace(co_stacksize=SLOTS)
