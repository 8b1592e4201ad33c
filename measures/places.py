"""Places by value: the highest is first, equal values share the better place."""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def places(values: Mapping[Key, int | Fraction]) -> dict[Key, int]:
    """The place of each, from 1; behind equal ones the next are left out: 1, 2, 2, 4."""
    best: dict[int | Fraction, int] = {}
    for place, value in enumerate(sorted(values.values(), reverse=True), start=1):
        best.setdefault(value, place)
    return {key: best[value] for key, value in values.items()}
