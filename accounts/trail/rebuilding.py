"""The tables, worked out anew from the audit trail alone.

The trail tells every change of a kept row in raw values. Told over again from its first line, it
must end where the table stands: what does not was changed past the services. ``manage.py verify``
asks this.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

from accounts.models import AuditEvent
from accounts.trail.facts import (
    Facts,
    Kept,
    Sealed,
    counted,
    declaration_of,
    digest,
    kept_as,
    kept_columns,
    kept_fields,
    raw,
    says_nothing,
    sealed_fields,
)
from accounts.trail.words import Names, label_of, value_words

MOST_NAMED = 5
"""Columns of one row that a sentence names."""


@dataclass
class RebuiltRow:
    """A row by the word of the trail; ``label`` is what the last line about it calls it."""

    label: str = ""
    facts: Facts = field(default_factory=dict)

    def get(self, name: str, untold: Any = None) -> Any:
        """``untold`` where nothing was told."""
        return self.facts.get(name, untold)

    @property
    def is_gone(self) -> bool:
        return all(says_nothing(value) for value in self.facts.values())


Rebuilt = dict[type[models.Model], dict[int, RebuiltRow]]


def kept_models() -> list[type[models.Model]]:
    """Every model that the trail keeps."""
    return [model for model in apps.get_models() if isinstance(declaration_of(model), Kept)]


def sealed_models() -> list[type[models.Model]]:
    """Every model of whose rows the trail keeps a digest."""
    return [model for model in apps.get_models() if isinstance(declaration_of(model), Sealed)]


@dataclass(frozen=True)
class KeptFact:
    """A kind of fact that the trail keeps (``dispatchorder.due_on``), and where it stands."""

    kind: str
    table: str
    column: str


def kept_facts() -> list[KeptFact]:
    """Every column of every model that the trail keeps, by itself or in a digest."""
    fields = {model: kept_fields(model) for model in kept_models()}
    fields |= {model: sealed_fields(model) for model in sealed_models()}
    return [
        KeptFact(f"{model._meta.model_name}.{field.name}", model._meta.db_table, str(field.column))
        for model, held in fields.items()
        for field in held
    ]


def rebuilt(*wanted: type[models.Model]) -> Rebuilt:
    """The rows of which the trail tells, by model and id, of all kept models where none is wanted;
    one query, read line by line."""
    wanted = wanted or tuple(kept_models())
    rows: Rebuilt = {model: {} for model in wanted}
    by_label = {model._meta.label_lower: model for model in wanted}
    columns = {model: frozenset(kept_columns(model)) for model in wanted}
    for line in AuditEvent.objects.order_by("sequence").iterator():
        own = (line.object_type, line.object_id, line.changes)
        for label, pk, changes in (own, *line.rows):
            model = by_label.get(label)
            if model is None or pk is None:
                continue
            now = kept_as(model).by_present_names(changes)
            told = {name: new for name, (_, new) in now.items() if name in columns[model]}
            if told:
                row = rows[model].setdefault(pk, RebuiltRow())
                row.facts.update(told)
                row.label = line.object_label
    return rows


def differences(*wanted: type[models.Model]) -> list[str]:
    """The rows of these models that do not stand as the trail tells, a sentence each; two queries
    a model, and one. Without any, of all models that the trail keeps."""
    found: list[str] = []
    for model, rows in rebuilt(*wanted).items():
        found += _differences(model, rows)
    return found


def _differences(model: type[models.Model], rows: dict[int, RebuiltRow]) -> Iterator[str]:
    counts = counted(model)
    wrong: dict[int, list[str]] = {}
    unknown: list[int] = []
    for pk, facts in _table(model):
        row = rows.pop(pk, RebuiltRow())
        moved = [
            name
            for name, value in facts.items()
            if not _same(value, row.get(name, 0 if name in counts else None))
        ]
        if moved and row.is_gone:
            unknown.append(pk)
        elif moved:
            wrong[pk] = [_differing(model, name, facts, row) for name in moved]
    kind, names = model._meta.verbose_name, Names((model, pk) for pk in (*wrong, *unknown))
    for pk in unknown:
        yield f"数据有而操作记录没有：{kind} {names.of(model, pk)}"
    for pk, told in wrong.items():
        more = f"等{len(told)}处" if len(told) > MOST_NAMED else ""
        most = "，".join(told[:MOST_NAMED])
        yield f"与操作记录不符：{kind} {names.of(model, pk)}，{most}{more}"
    for label in sorted(row.label for row in rows.values() if not row.is_gone):
        yield f"操作记录有而数据没有：{kind} {label}"


def _table(model: type[models.Model]) -> Iterable[tuple[int, Facts]]:
    columns = kept_columns(model)
    digested = kept_as(model).digests
    for pk, *values in model._base_manager.values_list("pk", *columns).order_by("pk").iterator():
        pairs = zip(columns, values, strict=True)
        yield pk, {n: digest(value) if n in digested else raw(value) for n, value in pairs}


def _same(value: Any, told: Any) -> bool:
    return value == told or (says_nothing(value) and says_nothing(told))


def _differing(
    model: type[models.Model], name: str, facts: Mapping[str, Any], row: RebuiltRow
) -> str:
    label, names = model._meta.label_lower, Names()
    now, told = (value_words(label, name, value, names) for value in (facts[name], row.get(name)))
    return f"{label_of(label, name)}为{now}，记录为{told}"
