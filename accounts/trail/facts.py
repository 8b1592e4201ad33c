"""What the trail keeps of a row: names of columns and raw values, never words.

Each model says with its attribute ``trail`` what it is to the trail: ``Kept`` (every column is
told, but for those that are free), ``Derived`` (worked out from what is kept), ``Sealed`` (one
digest of many rows is kept) or ``Free``. A service tells a row with the functions below::

    before = facts_of(order)
    ...change the order...
    audit.record(order, "order.extend", changes=changed_since(before, order))

The trail told over again from its first line must give the table (``accounts.trail.rebuilding``).
"""

import datetime
import enum
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import models
from django.db.models.fields.files import FieldFile

from accounts.trail.json_text import as_json

Changes = Mapping[str, Sequence[Any]]
"""Old and new value by the name of a column (``unit_id``), or by a key of the deed's own."""

Facts = dict[str, Any]
"""Raw values by the name of a column."""


@dataclass(frozen=True)
class Kept:
    """The trail tells every column of the model, but for those that are ``free``.

    ``yuan`` are the amounts of money, ``digests`` the columns too large to tell, of whose contents
    the trail keeps the SHA-256, ``quiet`` those that are told and not shown to a person, ``says``
    those that say which row it is to who reads of it beside another (a milestone's kind).
    ``formerly`` are the retired names of columns, each with the present one: a line that was
    written before a column was renamed is never rewritten, and tells of it by the name of then.
    """

    free: tuple[str, ...] = ()
    yuan: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    formerly: Mapping[str, str] = field(default_factory=dict)

    def by_present_names(self, changes: Changes) -> Changes:
        """What a line tells of a row, by the names that its columns have today."""
        if not self.formerly:
            return changes
        return {self.formerly.get(name, name): values for name, values in changes.items()}


@dataclass(frozen=True)
class Derived:
    """Worked out from what is kept; ``source`` says from what."""

    source: str


@dataclass(frozen=True)
class Sealed:
    """Too many to be told one by one: of all columns of the rows that came together, but for those
    that are ``free``, there is one SHA-256 in a column that the trail keeps. ``by`` says which."""

    by: str
    free: tuple[str, ...] = ()


@dataclass(frozen=True)
class Free:
    """No fact of the county; ``reason`` says why."""

    reason: str


OF_PACKAGES = {
    "admin": Free("Django's own log, in which nothing is written"),
    "auth": Free("Django's groups and permissions, which nothing here asks"),
    "axes": Free("who may try to sign in again, and when"),
    "contenttypes": Free("what tables there are"),
}
"""What the tables of the packages are, by app."""


def declaration_of(model: type[models.Model]) -> Kept | Derived | Sealed | Free | None:
    """What the model says of itself; None where it says nothing."""
    if model._meta.auto_created:
        return OF_PACKAGES["auth"]
    return getattr(model, "trail", OF_PACKAGES.get(model._meta.app_label))


def kept_as(model: type[models.Model]) -> Kept:
    """Raises TypeError for a model that the trail does not keep."""
    declared = declaration_of(model)
    if not isinstance(declared, Kept):
        raise TypeError(f"the trail does not keep {model._meta.label}")
    return declared


@cache
def kept_fields(model: type[models.Model]) -> tuple[models.Field, ...]:
    """The columns that the trail tells."""
    free = kept_as(model).free
    return tuple(
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in free
    )


def sealed_fields(model: type[models.Model]) -> tuple[models.Field, ...]:
    """The columns that the digest is over. Raises TypeError for a model that is not sealed."""
    declared = declaration_of(model)
    if not isinstance(declared, Sealed):
        raise TypeError(f"{model._meta.label} is not sealed")
    return tuple(
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in declared.free
    )


@cache
def kept_columns(model: type[models.Model]) -> tuple[str, ...]:
    """Their names."""
    return tuple(field.attname for field in kept_fields(model))


def facts_of(row: models.Model, *names: str) -> Facts:
    """The raw values of the row's kept columns as it stands in memory, or of those named."""
    return _facts(row, names or kept_columns(type(row)))


def _facts(row: models.Model, names: Iterable[str]) -> Facts:
    digested = kept_as(type(row)).digests
    return {name: (digest if name in digested else raw)(getattr(row, name)) for name in names}


def made(row: models.Model) -> Changes:
    """The changes that tell a new row: every column in which something stands."""
    return {name: (None, value) for name, value in facts_of(row).items() if not says_nothing(value)}


def gone(row: models.Model) -> Changes:
    """The changes that tell a row's end; to be asked before it is deleted."""
    return {name: (value, None) for name, (_, value) in made(row).items()}


def changed_since(before: Mapping[str, Any], row: models.Model) -> Changes:
    """The changes from the facts ``before`` to the row as it now stands in memory."""
    now = _facts(row, before)
    return {name: (was, now[name]) for name, was in before.items() if now[name] != was}


def changed_row(before: Mapping[str, Any], row: models.Model) -> Changes:
    """``changed_since`` of a row that is told beside another: with what says which it is. Empty
    where nothing changed."""
    changes = changed_since(before, row)
    says = _facts(row, kept_as(type(row)).says) if changes else {}
    return {**{name: (value, value) for name, value in says.items()}, **changes}


@cache
def counted(model: type[models.Model]) -> frozenset[str]:
    """The numbers of which there is always one: there 0 is what a row begins with, and goes
    untold."""
    return frozenset(
        field.attname
        for field in kept_fields(model)
        if isinstance(field, models.IntegerField) and not field.null
    )


def says_nothing(value: Any) -> bool:
    """Whether it is what a column holds in which nothing was ever written. Zero is written."""
    return value is None or value is False or value == "" or value == [] or value == {}


def raw(value: Any) -> Any:
    """``value`` as JSON keeps it: a date as ISO text, a moment in UTC, a row as its key; whatever
    JSON has no word for as its own text."""
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, FieldFile):
        return value.name or ""
    if isinstance(value, Mapping):
        return {str(name): raw(part) for name, part in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [raw(part) for part in value]
    return value if isinstance(value, str | int) else str(value)


def digest(value: Any) -> str:
    """The SHA-256 of a JSON value, whatever the order of its names; empty for one that says
    nothing."""
    if says_nothing(value):
        return ""
    return hashlib.sha256(as_json(value).encode()).hexdigest()
