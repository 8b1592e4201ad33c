"""What falls due by itself, for ``manage.py tick``: every room registers its own by name.

A task takes the moment and does what is due by then and was not done: it may run at any time,
twice, and twice at once. It returns what it did, as sentences for the operator.
"""

import datetime
from collections.abc import Callable, Iterator

Task = Callable[[datetime.datetime], list[str]]

_registered: dict[str, Task] = {}


def register(name: str, task: Task) -> None:
    """``name`` is Chinese: it is what tick prints."""
    _registered[name] = task


def tasks() -> Iterator[tuple[str, Task]]:
    """In the order of registration."""
    yield from _registered.items()
