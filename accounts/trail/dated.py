"""What holds from a day on, and what held before: columns whose past stays.

A row of a model holds what is so now. What was so until a day stands beside it in a row of its
``Former`` (原资料), so that a thing nothing was ever changed of has no second row, and days can
neither overlap nor leave a gap (docs/decisions/0013). When something came to be known is the
trail's to say (``accounts.trail.unwinding``).

A **change** holds from a day on; a **correction** says that it was never so, or not in some days.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.db import models

from accounts.trail.facts import Facts, changed_row, facts_of, made

if TYPE_CHECKING:
    # Which knows the people, whose units are dated.
    from accounts.trail.audit import Told

Values = dict[str, Any]
"""What holds, by the name of a column (``category_id``)."""

Day = datetime.date | None


class Former(models.Model):
    """What held of a thing until a day (exclusive). A subclass names its thing in ``of``; its
    columns are those that are dated, each as the thing has it."""

    until = models.DateField("至")

    of: ClassVar[str]

    class Meta:
        abstract = True

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        apart = {"id", "until", f"{cls.of}_id"}
        return tuple(f.attname for f in cls._meta.concrete_fields if f.attname not in apart)


@dataclass
class Span:
    """What holds until a day (exclusive); the last span of a thing has none."""

    until: Day
    values: Values


def changed_from(spans: Sequence[Span], day: Day, changes: Mapping[str, Any]) -> list[Span]:
    """The spans after a change: each value holds from ``day`` (None: from the first) until the day
    from which another was said before; ``spans`` in the order of their days, the last without an
    end."""
    parted = _parted(spans, day)
    begins = 0 if day is None else _place(parted, day)
    was = {name: parted[begins].values[name] for name in changes}
    for name, value in changes.items():
        for span in parted[begins:]:
            if span.values[name] != was[name]:
                break
            span.values[name] = value
    return parted


def corrected(
    spans: Sequence[Span], changes: Mapping[str, Any], *, since: Day = None, until: Day = None
) -> list[Span]:
    """The spans where ``changes`` were so all the while from ``since`` (always) to ``until``
    (exclusive; to this day)."""
    righted = _parted(_parted(spans, since), until)
    for place, span in enumerate(righted):
        begins = righted[place - 1].until if place else None
        is_after = since is None or (begins is not None and begins >= since)
        is_before = until is None or (span.until is not None and span.until <= until)
        if is_after and is_before:
            span.values.update(changes)
    return righted


def holding(spans: Sequence[Span], day: datetime.date) -> Values:
    """What held on ``day``."""
    return spans[_place(spans, day)].values


def standing_since(spans: Sequence[Span], name: str) -> Day:
    """The day from which a column holds what it holds now; None: from the first."""
    now = spans[-1].values[name]
    return next((s.until for s in reversed(spans[:-1]) if s.values[name] != now), None)


def _place(spans: Sequence[Span], day: datetime.date) -> int:
    return next(place for place, span in enumerate(spans) if span.until is None or span.until > day)


def _parted(spans: Sequence[Span], day: Day) -> list[Span]:
    """With a span that begins on ``day``, where there is one; copies of all."""
    found = [Span(span.until, dict(span.values)) for span in spans]
    if day is None or any(span.until == day for span in found):
        return found
    place = _place(found, day)
    return [*found[:place], Span(day, dict(found[place].values)), *found[place:]]


Thing = TypeVar("Thing", bound=models.Model)


class Dating(Generic[Thing]):
    """Changes the dated columns of some things, in memory until ``save``; one query to begin with.

    The things themselves are the caller's to save and to tell. Rows of ``former`` are told beside
    them, where something held before that holds no more::

        dating = Dating(FormerDetails, [project])
        dating.change(project, day, {"category_id": 3})
        dating.save()
        audit.record(project, …, rows=dating.told(project))
    """

    def __init__(self, former: type[Former], things: Iterable[Thing]) -> None:
        self.former = former
        self._rows: dict[int, dict[datetime.date, Former]] = {}
        known = [thing.pk for thing in things if thing.pk is not None]
        for row in former._default_manager.filter(**{f"{former.of}__in": known}):
            self._rows.setdefault(getattr(row, f"{former.of}_id"), {})[row.until] = row
        self._before: dict[int, Facts] = {id(row): facts_of(row) for row in self._every_row()}

    def change(self, thing: Thing, day: Day, changes: Mapping[str, Any]) -> None:
        """From ``day`` on; from the first, where None. Without a change no day is parted."""
        if not changes:
            return
        self._hold(thing, changed_from(self.spans(thing), day, self._dated(thing, changes)))

    def change_present(self, thing: Thing, day: Day, changes: Mapping[str, Any]) -> None:
        """From ``day`` on, but of each column no earlier than from when it holds what it holds now:
        for those who have compared with that, and say that it is otherwise."""
        for name, value in changes.items():
            since = standing_since(self.spans(thing), name)
            begins = max((known for known in (day, since) if known), default=None)
            self.change(thing, begins, {name: value})

    def change_until(
        self, thing: Thing, end: datetime.date, day: Day, changes: Mapping[str, Any]
    ) -> None:
        """``change_present`` as on the day before ``end``: nothing moves from that day on."""
        for name, value in changes.items():
            since = standing_since(self._spans_before(thing, end), name)
            begins = max((known for known in (day, since) if known), default=None)
            self.correct(thing, {name: value}, since=begins, until=end)

    def _spans_before(self, thing: Thing, end: datetime.date) -> list[Span]:
        """The spans that hold before ``end``."""
        spans = self.spans(thing)
        return spans[: _place(spans, end - datetime.timedelta(days=1)) + 1]

    def correct(
        self, thing: Thing, changes: Mapping[str, Any], *, since: Day = None, until: Day = None
    ) -> None:
        """All the while, or of some days alone."""
        if not changes:
            return
        spans = self.spans(thing)
        self._hold(thing, corrected(spans, self._dated(thing, changes), since=since, until=until))

    def spans(self, thing: Thing) -> list[Span]:
        former = sorted(self._rows.get(thing.pk, {}).values(), key=lambda row: row.until)
        columns = self.former.columns()
        found = [Span(row.until, {n: getattr(row, n) for n in columns}) for row in former]
        return [*found, Span(None, {name: getattr(thing, name) for name in columns})]

    def save(self) -> None:
        rows = [row for row in self._every_row() if self._is_changed(row)]
        self.former._default_manager.bulk_create(row for row in rows if row.pk is None)
        moved = [row for row in rows if id(row) in self._before]
        self.former._default_manager.bulk_update(moved, self.former.columns())

    def told(self, thing: Thing) -> "list[Told]":
        """What the trail is to say of the former rows; to be asked after ``save``."""
        return [
            (row, changed_row(self._before[id(row)], row) if id(row) in self._before else made(row))
            for _, row in sorted(self._rows.get(thing.pk, {}).items())
            if self._is_changed(row)
        ]

    def changed_rows(self, thing: Thing) -> list[tuple[Former, Facts | None]]:
        """The former rows that were changed or made, each with its facts before."""
        return [
            (row, self._before.get(id(row)))
            for _, row in sorted(self._rows.get(thing.pk, {}).items())
            if self._is_changed(row)
        ]

    def every(self, thing: Thing) -> list[tuple[models.Model, tuple[str, ...]]]:
        """The thing and its former rows, each with the columns that say what held when."""
        columns = self.former.columns()
        former = self._rows.get(thing.pk, {}).values()
        return [(thing, columns), *((row, ("until", *columns)) for row in former)]

    def _dated(self, thing: Thing, changes: Mapping[str, Any]) -> Values:
        unknown = set(changes) - set(self.former.columns())
        if unknown:
            raise ValueError(f"not dated: {sorted(unknown)}")
        return dict(changes)

    def _hold(self, thing: Thing, spans: Sequence[Span]) -> None:
        *past, present = spans
        rows = self._rows.setdefault(thing.pk, {})
        for span in past:
            assert span.until is not None
            row = rows.get(span.until)
            if row is None:
                row = rows[span.until] = self.former(
                    **{"until": span.until, f"{self.former.of}_id": thing.pk}
                )
            for name, value in span.values.items():
                setattr(row, name, value)
        for name, value in present.values.items():
            if getattr(thing, name) != value:
                setattr(thing, name, value)

    def _every_row(self) -> list[Former]:
        return [row for rows in self._rows.values() for row in rows.values()]

    def _is_changed(self, row: Former) -> bool:
        before = self._before.get(id(row))
        return before is None or facts_of(row) != before
