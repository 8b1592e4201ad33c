"""The garbage collector while a large file is brought in.

An import makes some hundred thousand objects that all live to its end, and Python looks through
them after every 700 new ones. Ten thousand rows from file to committed: 1.31 s of the processor as
Python comes, 1.03 s with these thresholds; five hundred rows: 0.08 s either way (2026-11-28). The
plain way is to leave the collector alone.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

COLLECT_AFTER = 20_000
"""New objects between two looks of the collector."""

_lock = threading.Lock()
_before: list[tuple[int, int, int]] = []
"""What stood before each of the imports that are at work, in the threads of this process."""


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """For the length of an import; after the last that is at work the process collects as
    before the first."""
    with _lock:
        _before.append(gc.get_threshold())
        gc.set_threshold(COLLECT_AFTER, 20, 20)
    try:
        yield
    finally:
        with _lock:
            last = _before.pop()
            if not _before:
                gc.set_threshold(*last)
