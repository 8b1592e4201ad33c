"""What must always hold, for ``manage.py verify``: every room registers its own by name.

An invariant is a function without arguments that returns what does not hold, as sentences for the
operator; an empty list when all is well. It reads one moment of the database (``moments``). What
stands outside and goes on meanwhile is read before that moment, by a function that returns the
invariant.
"""

from collections.abc import Callable

Invariant = Callable[[], list[str]]

_registered: dict[str, Callable[[], Invariant]] = {}


class NothingToHold(Exception):
    """There is nothing yet that an invariant could hold the data against; says so to the operator,
    who is not to be told that all is well."""


def register(name: str, invariant: Invariant) -> None:
    """``name`` is Chinese: it is what verify prints."""
    register_reading(name, lambda: invariant)


def register_reading(name: str, read: Callable[[], Invariant]) -> None:
    """``read`` reads what stands outside the database, and returns the invariant that is held
    against it."""
    _registered[name] = read


def ready() -> dict[str, Invariant]:
    """Every invariant by its name, in the order of registration; what stands outside the database
    is read. To be called before the moment in which they are asked."""
    return {name: read() for name, read in _registered.items()}
