"""How a line of the trail is told to a person: labels, units and names are put on here alone.

A column has its label, its choices and its unit from its model as that stands today; what a model
does not know a room registers: a key that is no column, a column that is there no more, the words
of a value, the way in which the rows of a deed are told. A column that was renamed is told by its
present name.
"""

import datetime
import itertools
import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.utils import timezone

from accounts.trail.facts import Changes, Kept, declaration_of, raw, says_nothing
from accounts.trail.json_text import as_json
from measures.money import in_wan

Words = list[tuple[str, str, str]]
"""Label, old value and new value; the old one is empty where nothing stood before."""

EMPTY = "（空）"


class Tellable(Protocol):
    """An audit line, or what will become one."""

    action: str
    object_type: str
    object_id: int | None
    rows: list[Any]
    words: Words

    @property
    def changes(self) -> dict[str, Any]: ...


Line = TypeVar("Line", bound=Tellable)


@dataclass(frozen=True)
class Row:
    """A row that a line tells of: what changed in it, and in ``changes`` also what says which it
    is."""

    model: str
    pk: int | None
    changes: Mapping[str, Sequence[Any]]

    def now(self, name: str) -> Any:
        """The value after the deed; of a row that ended, the one before."""
        old, new = self.changes.get(name, (None, None))
        return old if new is None else new

    @property
    def is_new(self) -> bool:
        return all(old is None for old, _ in self.changes.values())

    @property
    def is_gone(self) -> bool:
        return all(new is None for _, new in self.changes.values())


class Names:
    """The present names of rows that lines refer to, read with one query a model."""

    def __init__(self, wanted: Iterable[tuple[type[models.Model], int]] = ()) -> None:
        self._known: dict[tuple[type[models.Model], int], str] = {}
        by_model: dict[type[models.Model], set[int]] = defaultdict(set)
        for model, pk in wanted:
            by_model[model].add(pk)
        for model, keys in by_model.items():
            related = [field.name for field in model._meta.concrete_fields if field.is_relation]
            rows = model._base_manager.select_related(*related) if related else model._base_manager
            for row in rows.filter(pk__in=keys):
                self._known[model, row.pk] = _name_of(row)

    def of(self, model: type[models.Model], pk: int) -> str:
        """One that was not read with the others is read now."""
        if (model, pk) not in self._known:
            row = model._base_manager.filter(pk=pk).first()
            self._known[model, pk] = _name_of(row or model(pk=pk))
        return self._known[model, pk]


def _name_of(row: models.Model) -> str:
    """Its kind and key where it is gone, or was changed so that it has no name."""
    try:
        return str(row) if not row._state.adding else _kind_and_key(row)
    except (ObjectDoesNotExist, ValueError, TypeError, AttributeError):
        return _kind_and_key(row)


def _kind_and_key(row: models.Model) -> str:
    return f"{row._meta.verbose_name}{row.pk}"


@dataclass(frozen=True)
class _Key:
    label: str
    words: Callable[[Any], str] | None
    relates_to: str


RowWords = Callable[[Sequence[Row], Names], Words]

_keys: dict[tuple[str, str], _Key] = {}
_rows: dict[str, RowWords] = {}
_own: dict[str, RowWords] = {}
_veiled: dict[str, tuple[frozenset[str], str]] = {}


def tell_key(
    model: str,
    name: str,
    label: str = "",
    *,
    words: Callable[[Any], str] | None = None,
    relates_to: str = "",
) -> None:
    """Say how ``name`` in a line about ``model`` (``projects.project``) is told: a key of a deed's
    own, a column that is there no more, or a column whose values have words of their own. The
    former name of a column that was renamed stands in ``Kept.formerly``.
    ``relates_to`` is the model whose rows the values are keys of."""
    _keys[model, name] = _Key(label, words, relates_to)


def tell_rows(model: str, words: RowWords) -> None:
    """Say how further rows of ``model`` in one line are told, all of them together."""
    _rows[model] = words


def tell_former(model: str, of: str) -> None:
    """Say so how rows of a ``Former`` are told, of which the column ``of`` names the thing. A new
    row says since when the change beside it holds; one that is there was put right."""

    def words_of_former(rows: Sequence[Row], names: Names) -> Words:
        words: Words = []
        for row in rows:
            until = value_words(model, "until", row.now("until"), names)
            if row.is_new:
                words.append(("自何日起", "", until))
                continue
            told = row_words(model, row, names, leave_out=(of, "until"))
            words += [(f"{until}前的{label}", old, new) for label, old, new in told]
        return words

    tell_rows(model, words_of_former)


def tell_own(model: str, words: RowWords) -> None:
    """Say how a line about a row of ``model`` itself is told."""
    _own[model] = words


def veil(action: str, names: Iterable[str], words: str) -> None:
    """Say ``words`` for the new values of these columns in lines of the action: who reads the line
    may not read what a unit wrote and did not send."""
    _veiled[action] = (frozenset(names), words)


def with_words(lines: Iterable[Line]) -> list[Line]:
    """The lines, each with its ``words``; one query for each model that they refer to."""
    told = list(lines)
    names = Names(itertools.chain.from_iterable(_references(line) for line in told))
    for line in told:
        line.words = _words_of(line, names)
    return told


def words_of_line(line: Tellable) -> Words:
    return with_words([line])[0].words


def label_of(model: str, name: str) -> str:
    """What a column or key is called; a key that nobody registered stands for itself."""
    key = _keys.get((model, name))
    if key is not None and key.label:
        return key.label
    field = _field(model, name)
    return str(field.verbose_name) if field is not None else name


def value_words(model: str, name: str, value: Any, names: Names) -> str:
    """A raw value as a person reads it: 是, 续建, 1234.5万元, 2019年3月1日."""
    if _is_empty(value):
        return EMPTY
    if isinstance(value, list):
        return "、".join(value_words(model, name, part, names) for part in value)
    key = _keys.get((model, name))
    if key is not None and key.words is not None:
        return key.words(value)
    if related := _related(model, name):
        return names.of(related, value)
    return _plain_words(model, name, value)


def field_words(row: models.Model, field: models.Field) -> str:
    """The present value of a row's field, in the words of the trail."""
    return value_words(
        row._meta.label_lower, field.attname, raw(getattr(row, field.attname)), Names()
    )


def row_words(model: str, row: Row, names: Names, *, leave_out: Iterable[str] = ()) -> Words:
    """Each changed column of a row."""
    unsaid = {*_quiet(model), *leave_out}
    return [
        (
            label_of(model, name),
            "" if _is_empty(old) else value_words(model, name, old, names),
            value_words(model, name, new, names),
        )
        for name, (old, new) in row.changes.items()
        if name not in unsaid and old != new and not (_is_empty(old) and _is_empty(new))
    ]


def _is_empty(value: Any) -> bool:
    """No and zero are values to a reader."""
    return value is not False and says_nothing(value)


def _words_of(line: Tellable, names: Names) -> Words:
    words = _own_words(line, names)
    rows = [Row(model, pk, _present(model, changes)) for model, pk, changes in line.rows]
    for model, group in itertools.groupby(rows, key=operator.attrgetter("model")):
        if model in _rows:
            words += _rows[model](list(group), names)
        else:
            words += _words_of_rows(line, model, group, names)
    return words


def _own_words(line: Tellable, names: Names) -> Words:
    """What changed in the thing itself."""
    changes = _present(line.object_type, line.changes)
    if not changes:
        return []
    if line.object_type in _own:
        return _own[line.object_type]([Row(line.object_type, line.object_id, changes)], names)
    veiled, instead = _veiled.get(line.action, (frozenset(), ""))
    words: Words = []
    for name, values in changes.items():
        told = row_words(line.object_type, Row(line.object_type, None, {name: values}), names)
        hides = name in veiled and not _is_empty(values[1])
        words += [(label, old, instead if hides else new) for label, old, new in told]
    return words


def _words_of_rows(line: Tellable, model: str, rows: Iterable[Row], names: Names) -> Words:
    """Under the name of the model, without what only says that they hang on the line's thing."""
    found = _model(model)
    title = str(found._meta.verbose_name) if found else model
    words: Words = []
    for row in rows:
        own = [
            name
            for name in row.changes
            if (related := _related(model, name)) and related._meta.label_lower == line.object_type
        ]
        told = row_words(model, row, names, leave_out=own)
        words += [(f"{title} {label}", old, new) for label, old, new in told]
    return words


def _references(line: Tellable) -> Iterable[tuple[type[models.Model], int]]:
    told = [
        (line.object_type, line.changes),
        *((model, changes) for model, _, changes in line.rows),
    ]
    for model, changes in told:
        for name, values in _present(model, changes).items():
            if related := _related(model, name):
                for value in _flat(values):
                    yield related, value


def _flat(values: Iterable[Any]) -> Iterable[int]:
    for value in values:
        if isinstance(value, list):
            yield from value
        elif type(value) is int:
            yield value


def _plain_words(model: str, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    field = _field(model, name)
    if field is None:
        return str(value)
    if isinstance(value, dict):
        return as_json(value)
    if field.name in _declared(model).yuan:
        return in_wan(value)
    if isinstance(field, models.DateTimeField):
        moment = timezone.localtime(datetime.datetime.fromisoformat(value))
        return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
    if isinstance(field, models.DateField):
        day = datetime.date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"
    return str(dict(field.flatchoices).get(value, value))


def _quiet(model: str) -> set[str]:
    """The county is the line's own."""
    quiet = {"county_id"}
    for name in _declared(model).quiet:
        field = _field(model, name)
        quiet.add(field.attname if field is not None else name)
    return quiet


def _declared(model: str) -> Kept:
    found = _model(model)
    declared = declaration_of(found) if found else None
    return declared if isinstance(declared, Kept) else Kept()


def _present(model: str, changes: Changes) -> Changes:
    return _declared(model).by_present_names(changes)


def _related(model: str, name: str) -> type[models.Model] | None:
    key = _keys.get((model, name))
    if key is not None and key.relates_to:
        return apps.get_model(key.relates_to)
    field = _field(model, name)
    related = field.related_model if field is not None and field.is_relation else None
    return related if isinstance(related, type) else None


def _field(model: str, name: str) -> models.Field | None:
    """By its own name or by its column's (``unit``, ``unit_id``)."""
    found = _model(model)
    if found is None:
        return None
    try:
        field = found._meta.get_field(name)
    except FieldDoesNotExist:
        return next((f for f in found._meta.concrete_fields if f.attname == name), None)
    return field if isinstance(field, models.Field) else None


def _model(model: str) -> type[models.Model] | None:
    """None for a model of former days."""
    try:
        return apps.get_model(model)
    except LookupError:
        return None
