"""What must always hold, for ``manage.py verify``: every room registers its own by name.

An invariant is a function without arguments that returns what does not hold, as sentences for the
operator; an empty list when all is well.
"""

from collections.abc import Callable, Iterator

Invariant = Callable[[], list[str]]

_registered: dict[str, Invariant] = {}


def register(name: str, invariant: Invariant) -> None:
    """``name`` is Chinese: it is what verify prints."""
    _registered[name] = invariant


def check_all() -> Iterator[tuple[str, list[str]]]:
    """The name of each invariant with what does not hold, in the order of registration."""
    for name, invariant in _registered.items():
        yield name, invariant()
