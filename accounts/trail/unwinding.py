"""The tables as they were known at a moment: what the trail tells since, taken back.

Every change of a kept row stands in the trail in raw values, the old beside the new. Read from the
end back to a line, the trail gives the rows that stood after that line, whatever was changed,
made or deleted since; ``manage.py verify`` holds that the trail and the tables agree. Of what is
known now nothing is read but the rows (docs/decisions/0013).
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from accounts import clock
from accounts.errors import DomainError
from accounts.models import AuditEvent, Unit
from accounts.trail.audit import hold_trail
from accounts.trail.facts import (
    Facts,
    Kept,
    declaration_of,
    kept_as,
    kept_columns,
    kept_fields,
    says_nothing,
)

Row = tuple[Any, ...]


class NotYet(DomainError):
    """Of a moment that has not passed nothing can be known."""


def sequence_at(moment: datetime.datetime) -> int:
    """The number of the last line that was written by ``moment``; 0 before the first. Lines are
    stamped under the lock of the chain, never earlier than the one before, and the lock is waited
    for here: no line comes later that would have counted. Raises NotYet."""
    with transaction.atomic():
        hold_trail()
        if moment > clock.now():
            raise NotYet("这一时刻还没有到，不能查当时已知的数据。")
        written = AuditEvent.objects.filter(at__lte=moment).order_by("-sequence")
        return written.values_list("sequence", flat=True).first() or 0


class AsKnown:
    """The rows of a county as they stood after the line ``sequence`` of the trail."""

    def __init__(self, county: Unit, sequence: int) -> None:
        self.county = county
        self._then: dict[type[models.Model], dict[int, Facts]] = {}
        for model, pk, changes in _told_since(county, sequence):
            then = self._then.setdefault(model, {}).setdefault(pk, {})
            # From the end back: the earliest line since has the last word.
            then.update({name: old for name, (old, _) in changes.items()})

    def rows(
        self, model: type[models.Model], *columns: str, county: str, **conditions: Any
    ) -> list[Row]:
        """``rows_now`` as it would have been answered then."""
        every = rows_now(model, "pk", *told_names(model), of=self.county, county=county)
        found = {pk: dict(zip(told_names(model), values, strict=True)) for pk, *values in every}
        for pk, facts in self._then.get(model, {}).items():
            row = found.pop(pk, {}) | facts
            if not all(says_nothing(value) for value in row.values()):
                found[pk] = _typed(model, row)
        return [
            tuple(pk if column == "pk" else row[column] for column in columns)
            for pk, row in found.items()
            if all(_holds(row, condition, wanted) for condition, wanted in conditions.items())
        ]


def rows_now(
    model: type[models.Model], *columns: str, of: Unit, county: str, **conditions: Any
) -> list[Row]:
    """The columns of the model's rows in the county ``of``, in no order; one query. ``county`` is
    the path to it from the model, conditions are of columns of the model itself."""
    rows = model._base_manager.filter(**{county: of}, **conditions).order_by()
    return list(rows.values_list(*columns))


def _told_since(
    county: Unit, sequence: int
) -> Iterator[tuple[type[models.Model], int, Mapping[str, Sequence[Any]]]]:
    """What each line says of each kept row, the last line first."""
    lines = AuditEvent.objects.filter(sequence__gt=sequence)
    # A line without a county may be of one that was being made.
    of_county = lines.filter(Q(county=county) | Q(county=None)).order_by("-sequence")
    for line in of_county.iterator():
        own = (line.object_type, line.object_id, line.changes)
        for label, pk, changes in (*reversed(line.rows), own):
            model: type[models.Model] = apps.get_model(label)
            if pk is None or not isinstance(declaration_of(model), Kept):
                continue
            told = kept_as(model).by_present_names(changes)
            told = {name: pair for name, pair in told.items() if name in told_names(model)}
            if told:
                yield model, pk, told


@cache
def told_names(model: type[models.Model]) -> tuple[str, ...]:
    """The columns whose values the trail tells, and not their digests alone."""
    digested = kept_as(model).digests
    return tuple(name for name in kept_columns(model) if name not in digested)


def _typed(model: type[models.Model], row: Facts) -> Facts:
    """Raw values as the columns hold them; what was not told is what nothing was written in."""
    fields = [field for field in kept_fields(model) if field.attname in told_names(model)]
    return {field.attname: _value(field, row.get(field.attname)) for field in fields}


def _value(field: models.Field, kept: Any) -> Any:
    if kept is not None or field.null:
        return field.to_python(kept)
    if isinstance(field, models.BooleanField):
        return False
    return 0 if isinstance(field, models.IntegerField) else ""


_LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda value, wanted: bool(value == wanted),
    "in": lambda value, wanted: value in wanted,
    "lte": lambda value, wanted: value is not None and value <= wanted,
    "gt": lambda value, wanted: value is not None and value > wanted,
}
"""Conditions of a queryset, as Python has them."""


def _holds(row: Facts, condition: str, wanted: Any) -> bool:
    column, _, lookup = condition.partition("__")
    return _LOOKUPS[lookup or "exact"](row[column], wanted)
