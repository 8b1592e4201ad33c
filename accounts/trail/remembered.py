"""What was read of a county, remembered while the trail tells of no change in its tables.

The plain way reads every table anew: eighteen queries for the facts of a month, and of a city's
2,000 projects 110 ms of a core for each page that shows one figure. Every change of what a figure
reads stands in the trail, numbered in the order in which it was committed (docs/decisions/0008), so
what was read at one end of the trail is true until a line tells of its models: the same that
``unwinding`` rests on. One query asks for the end of the trail, one more what was told since.
``test_remembered.py`` holds both ways alike after every deed of a random year.

Within a transaction nothing is remembered: what it writes has no line yet, and may be taken back.
Whoever changes a table without a line, by SQL, starts the processes anew (docs/decisions/0021).
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from accounts.models import AuditEvent, AuditHead, Unit

Model = type[models.Model]
Thing = TypeVar("Thing")

MOST_ROWS = 200_000
"""In one process, of all counties: some 60 MB, the facts of six months of 2,000 projects."""
MOST_LINES = 200
"""That are read to learn what was told since; after more everything is read anew."""

_serials = count()


End = tuple[int, str]
"""Of the trail: the number of its last line, and its hash."""


@dataclass
class _Told:
    """Up to where the trail is read, for one county, and which was the last line that told of a
    model, by the model's label."""

    end: End
    last: dict[str, int] = field(default_factory=dict)
    serial: int = field(default_factory=lambda: next(_serials))


@dataclass(frozen=True)
class _Kept:
    """A thing that was read when the trail ended with line ``sequence``."""

    thing: Any
    sequence: int
    labels: frozenset[str]
    rows: int


_told: dict[int, _Told] = {}
_things: OrderedDict[Hashable, _Kept] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Remembered:
    """What is remembered of one county at an end of the trail."""

    told: _Told
    sequence: int

    def of(
        self,
        key: Hashable,
        read: Callable[[], Thing],
        *,
        models_of: Callable[[], Collection[Model]],
        rows_of: Callable[[Thing], int],
    ) -> Thing:
        """What ``read`` returns, or returned when it was asked last and nothing was told since of
        the models that it is from. Whoever gets it leaves it as it is. ``models_of`` is asked after
        it was read; ``rows_of`` says how many rows it takes the room of."""
        whole_key = (self.told.serial, key)
        with _lock:
            kept = _things.get(whole_key)
            if kept is not None and self._is_true(kept):
                _things.move_to_end(whole_key)
                thing: Thing = kept.thing
                return thing
        thing = read()
        labels = frozenset(model._meta.label_lower for model in models_of())
        with _lock:
            _things[whole_key] = _Kept(thing, self.sequence, labels, rows_of(thing))
            _things.move_to_end(whole_key)
            _make_room()
        return thing

    def _is_true(self, kept: _Kept) -> bool:
        return all(self.told.last.get(label, 0) <= kept.sequence for label in kept.labels)


def remembered(county: Unit) -> Remembered | None:
    """None where everything is to be read anew. One query, two where lines were written since."""
    if not settings.REMEMBERS_WHAT_WAS_READ or transaction.get_connection().in_atomic_block:
        return None
    # Asked before anything is read: what comes to be committed meanwhile has a later line.
    end = AuditHead.objects.values_list("count", "last_hash").first() or (0, "")
    with _lock:
        told = _told.get(county.pk)
    if told is None or told.end != end:
        told = _told_by_now(county, told, end)
    return Remembered(told, end[0])


def forget_everything() -> None:
    with _lock:
        _told.clear()
        _things.clear()


def _told_by_now(county: Unit, before: _Told | None, end: End) -> _Told:
    """``before`` with what the lines since tell; anew where they are many, or another trail's."""
    since = (0, "") if before is None else before.end
    lines = [] if before is None else _lines_since(county, since[0])
    goes_on = since in [(0, ""), *(line[:2] for line in lines)] and len(lines) <= MOST_LINES
    with _lock:
        if before is None or not goes_on:
            _told[county.pk] = _Told(end)
            return _told[county.pk]
        for number, _, label, rows in lines:
            for each in (label, *(row[0] for row in rows)):
                before.last[each] = max(number, before.last.get(each, 0))
        before.end = max(before.end, end)
        return before


def _lines_since(county: Unit, sequence: int) -> list[tuple[int, str, str, list[list[Any]]]]:
    """The line ``sequence`` itself, and those after it that tell of the county, or of none."""
    # A line without a county may be of one that was being made.
    of_county = Q(sequence__gt=sequence) & (Q(county=county) | Q(county=None))
    lines = AuditEvent.objects.filter(of_county | Q(sequence=sequence)).order_by()
    return list(lines.values_list("sequence", "hash", "object_type", "rows")[: MOST_LINES + 1])


def _make_room() -> None:
    """Let go of what was asked longest ago."""
    rows = sum(kept.rows for kept in _things.values())
    while rows > MOST_ROWS and len(_things) > 1:
        _, gone = _things.popitem(last=False)
        rows -= gone.rows
