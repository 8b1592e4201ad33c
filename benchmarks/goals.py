"""A goal: our time beside a peer's in the same run, and the ratio it may not pass."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """``ratio`` is held against ``limit``; with ``at_least`` the ratio may not be lower."""

    name: str
    ratio: float
    limit: float
    detail: str
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        mark = "ok  " if self.is_met else "MISS"
        return f"{mark} {self.name}: {self.ratio:.2f} {sign} {self.limit:g}   ({self.detail})"


ROUNDS = 3


def best_of(
    *works: Callable[[], object],
    after: Callable[[], object],
    clock: Callable[[], float] = time.perf_counter,
) -> list[float]:
    """The shortest time of each in three rounds, taken in turn so that what else the machine does
    falls on all of them alike; ``after`` clears up after each. Of what asks nobody else the
    processor's own time may be the ``clock``, which nothing else falls on."""
    rounds = []
    for _ in range(ROUNDS):
        taken = []
        for work in works:
            taken.append(seconds(work, clock))
            after()
        rounds.append(taken)
    return [min(times) for times in zip(*rounds, strict=True)]


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long one call takes, with the collector quiet."""
    gc.collect()
    gc.disable()
    try:
        started = clock()
        work()
        return clock() - started
    finally:
        gc.enable()
