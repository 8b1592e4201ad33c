"""Sets of lists: 市级+县级 is their union, each project once, 县级-市级 what is on the first alone.

Lists overlap, so that their figures are never added (``figures.figure``): a set of its own is made
of their lines instead. A union takes each project's line, with its plan, its class and its light,
from the first list in the order of the key. A part of a package that is in the set, or left out of
it, goes with the package: its money is counted there.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

_PARTS = re.compile("([+-])")
AND, WITHOUT = "+", "-"


class OfProject(Protocol):
    @property
    def project_id(self) -> int: ...

    @property
    def package_id(self) -> int | None: ...


Line = TypeVar("Line", bound=OfProject)


def lists_in(start: str) -> list[str]:
    """The keys of the lists of which a set is made, in its order."""
    return _PARTS.split(start)[::2]


def is_set(start: str, keys: Collection[str]) -> bool:
    """Whether it is made of two or more of the lists."""
    named = lists_in(start)
    return len(named) > 1 and set(named) <= set(keys)


def lines_of(start: str, by_list: Mapping[str, Sequence[Line]]) -> tuple[Line, ...]:
    """The lines of a set, read from the left."""
    first, *rest = _PARTS.split(start)
    lines = list(by_list[first])
    for sign, key in zip(rest[::2], rest[1::2], strict=True):
        if sign == AND:
            there = _projects(lines)
            lines += [line for line in by_list[key] if line.project_id not in there]
        else:
            out = _projects(by_list[key])
            lines = [line for line in lines if not out & {line.project_id, line.package_id}]
    whole = _projects(lines)
    return tuple(line for line in lines if line.package_id not in whole)


def _projects(lines: Iterable[OfProject]) -> set[int | None]:
    return {line.project_id for line in lines}
