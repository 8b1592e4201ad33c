"""Taking a plan import back: exactly what it wrote, where nothing has touched it since.

What the import made is gone afterwards, unless something else rests on it (DESIGN §4.15): a
project that was reported on stays, and so does a unit that has users. What it changed has its
former values again. The rows of one project are put back together or not at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import F, Model, ProtectedError

from accounts.errors import Stale
from accounts.models import Unit
from accounts.trail.audit import Told, Trail, hold_trail
from accounts.trail.dated import Former
from accounts.trail.facts import Facts, changed_row, facts_of, gone, made
from projects.models import (
    AnnualPlan,
    FormerDetails,
    FormerTerms,
    LeadOfficial,
    Milestone,
    PlanItem,
    Project,
    ProjectCategory,
    ProjectSource,
    ProjectUnit,
)

TOUCHED = "导入之后又有改动"
RESTED_ON = "已有填报、用户等其他内容，保留不动"
_MEANWHILE = "撤销时数据又有变动，没有撤销，请重新打开本页核对"

TABLES: tuple[type[Model], ...] = (
    FormerTerms,
    FormerDetails,
    PlanItem,
    ProjectUnit,
    LeadOfficial,
    Milestone,
    Project,
    AnnualPlan,
    ProjectCategory,
    Unit,
)
"""What an import writes, in the order in which its rows can go."""

DATED: Mapping[type[Model], type[Former]] = {Project: FormerDetails, PlanItem: FormerTerms}

Rows = dict[tuple[type[Model], int], Model]
Past = dict[tuple[type[Model], int], set[tuple[type[Model], int]]]
"""The keys of the former rows of a thing, by its own."""

Keys = Mapping[type[Model], set[int]]


@dataclass(frozen=True)
class Wrote:
    """What an upload wrote of one row; ``before`` None where it made it."""

    model: type[Model]
    pk: int
    before: Facts | None
    after: Facts

    @property
    def key(self) -> tuple[type[Model], int]:
        return self.model, self.pk


def left_alone(sources: Sequence[ProjectSource]) -> dict[int, str]:
    """The sources that cannot be taken back, and why, by their ids. What rests on what is only
    known of all that the upload wrote, so that is looked at whatever is asked for."""
    if not sources:
        return {}
    every = list(ProjectSource.objects.filter(upload=sources[0].upload_id, undone_at=None))
    rows = _rows(every)
    past = _past(rows)
    why = {source.pk: TOUCHED for source in every if not _stands(source, rows, past)}
    while blocked := _rested_on([source for source in every if source.pk not in why]):
        why.update(dict.fromkeys(blocked, RESTED_ON))
    return {source.pk: why[source.pk] for source in sources if source.pk in why}


def put_back(sources: Sequence[ProjectSource], audit: Trail) -> None:
    """Make the register as it was before the upload. Raises Stale where another hand came
    meanwhile."""
    rows = _rows(sources, is_locked=True)
    # Read once the things are held: who makes a former row holds its thing.
    past = _past(rows)
    if not all(_stands(source, rows, past) for source in sources):
        raise Stale(_MEANWHILE)
    for source in sources:
        _record(source, rows, audit)
    hold_trail()
    try:
        _delete(_made(sources))
    except ProtectedError as error:
        raise Stale(_MEANWHILE) from error
    _restore(sources)


# --- What stands -------------------------------------------------------------------------


def _wrote(source: ProjectSource) -> Iterator[Wrote]:
    for label, written in source.after.items():
        model = apps.get_model(label)
        former = (source.before or {}).get(label, {})
        for key, after in written.items():
            yield Wrote(model, int(key), former.get(key), after)


def _rows(sources: Iterable[ProjectSource], is_locked: bool = False) -> Rows:
    """The rows as they are now; one query a table."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for source in sources:
        for wrote in _wrote(source):
            wanted[wrote.model].add(wrote.pk)
    found: Rows = {}
    for model, keys in wanted.items():
        rows = model._base_manager.filter(pk__in=keys)
        if is_locked:
            rows = rows.select_for_update(no_key=True, of=("self",))
        found |= {(model, row.pk): row for row in rows}
    return found


def _past(rows: Rows) -> Past:
    """The former rows that the things among the rows have now; one query a table."""
    found: Past = defaultdict(set)
    for model, former in DATED.items():
        things = [pk for of, pk in rows if of is model]
        every = former._default_manager.filter(**{f"{former.of}__in": things})
        for pk, thing in every.values_list("pk", f"{former.of}_id"):
            found[model, thing].add((former, pk))
    return found


def _stands(source: ProjectSource, rows: Rows, past: Past) -> bool:
    """Whether each row is there and holds what the upload wrote; one that it made, nothing more.
    A former row that came since carries what the upload wrote into the past."""
    every = list(_wrote(source))
    known = {wrote.key for wrote in every}
    return all(
        _holds(wrote, rows.get(wrote.key))
        and (not _is_of_days(wrote) or past.get(wrote.key, set()) <= known)
        for wrote in every
    )


def _is_of_days(wrote: Wrote) -> bool:
    """Whether the upload changed something that holds from a day on."""
    former = DATED.get(wrote.model)
    if former is None or wrote.before is None:
        return False
    return not set(former.columns()).isdisjoint(wrote.after)


def _holds(wrote: Wrote, row: Model | None) -> bool:
    if row is None:
        return False
    if wrote.before is None:
        now = {name: new for name, (_, new) in made(row).items()}
        touched = {name for name in now if name in wrote.after or not _links(row, name)}
        return {name: now[name] for name in touched} == wrote.after
    return facts_of(row, *wrote.after) == wrote.after


def _links(row: Model, name: str) -> bool:
    """Whether the column is filled by itself when a leader is registered: that is no other hand."""
    return isinstance(row, LeadOfficial) and name == "leader_id"


def _made(sources: Iterable[ProjectSource]) -> Keys:
    """The rows that the upload made, by table."""
    found: dict[type[Model], set[int]] = defaultdict(set)
    for source in sources:
        for wrote in _wrote(source):
            if wrote.before is None:
                found[wrote.model].add(wrote.pk)
    return found


def _rested_on(sources: Sequence[ProjectSource]) -> list[int]:
    """The sources to whose new rows something refers that would not go with them."""
    going = _made(sources)
    kept = {(model, pk) for model in going for pk in _referred(model, going)}
    return [source.pk for source in sources if any(wrote.key in kept for wrote in _wrote(source))]


def _referred(model: type[Model], going: Keys) -> set[int]:
    """Those of the model's rows that go, to which a row refers that stays; one query a relation."""
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        referring: Any = relation.related_model
        name = relation.field.name  # type: ignore[union-attr]
        if referring is not ProjectSource:
            rows = referring._base_manager.filter(**{f"{name}__in": going[model]})
            stays = rows.exclude(pk__in=going.get(referring, ()))
            found.update(stays.values_list(name, flat=True))
    return found


# --- Putting back ------------------------------------------------------------------------


def _record(source: ProjectSource, rows: Rows, audit: Trail) -> None:
    """A line of the project, or of the unit, category or list, with what hangs on it. The rows
    hold afterwards what they held before the upload."""
    told: dict[tuple[type[Model], int], Told] = {}
    for wrote in _wrote(source):
        row = rows[wrote.key]
        if wrote.before is None:
            told[wrote.key] = (row, gone(row))
            continue
        now = facts_of(row)
        for name, value in wrote.before.items():
            setattr(row, name, _value(wrote.model, name, value))
        told[wrote.key] = (row, changed_row(now, row))
    thing = source.project or next(row for row, _ in told.values())
    _, own = told.pop((type(thing), thing.pk), (thing, {}))
    audit.record(
        thing,
        f"{_NOUNS[type(thing)]}.undo",
        county=source.upload.county,
        changes=own,
        rows=told.values(),
    )


_NOUNS: dict[type[Model], str] = {
    Project: "project",
    AnnualPlan: "plan",
    ProjectCategory: "category",
    Unit: "unit",
}


def _value(model: type[Model], name: str, kept: Any) -> Any:
    field = next(field for field in model._meta.concrete_fields if field.attname == name)
    return field.to_python(kept)


def _delete(made_rows: Keys) -> None:
    for model in TABLES:
        if keys := made_rows.get(model):
            model._base_manager.filter(pk__in=keys).delete()


def _restore(sources: Sequence[ProjectSource]) -> None:
    """One statement a row: the rows of a file that changed things are few."""
    for source in sources:
        for wrote in _wrote(source):
            if wrote.before is None or wrote.before == wrote.after:
                continue
            values = {name: _value(wrote.model, name, kept) for name, kept in wrote.before.items()}
            if any(field.name == "version" for field in wrote.model._meta.concrete_fields):
                values["version"] = F("version") + 1
            wrote.model._base_manager.filter(pk=wrote.pk).update(**values)
