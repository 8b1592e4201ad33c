"""What is wrong with a template."""

from collections.abc import Sequence
from typing import NamedTuple


class Fault(NamedTuple):
    """``line`` is counted from 1, 0 of what is of no line. ``what`` says in Chinese what is wrong
    and what to do. ``unknown`` is the name of a figure that there is not."""

    line: int
    what: str
    unknown: str = ""


class Faulty(Exception):
    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


class Wrong(Exception):
    """What a format or a comparison cannot do, in Chinese."""
