"""What falls due by itself, for ``manage.py tick``: every room registers its own by name.

A task takes the moment and does what is due by then and was not done: it may run at any time,
twice, and twice at once. It returns what it did, as sentences for the operator.
"""

import datetime
import time
from collections.abc import Callable, Iterator
from pathlib import Path

Task = Callable[[datetime.datetime], list[str]]

LAST = "last_tick"
"""A file in the data folder whose time is when everything due was last done."""

_registered: dict[str, Task] = {}


def register(name: str, task: Task) -> None:
    """``name`` is Chinese: it is what tick prints."""
    _registered[name] = task


def tasks() -> Iterator[tuple[str, Task]]:
    """In the order of registration."""
    yield from _registered.items()


def mark_done(data_dir: Path) -> None:
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data_dir / LAST).touch(mode=0o600)


def minutes_since_last(data_dir: Path) -> int | None:
    """By the machine's clock, whatever day a demonstration stands on; None where it never was."""
    try:
        last = (data_dir / LAST).stat().st_mtime
    except OSError:
        return None
    return int(time.time() - last) // 60
