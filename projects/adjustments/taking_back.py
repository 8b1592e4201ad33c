"""A plan of adjustment taken back: exactly what it wrote, while nothing was built on it.

What it wrote the trail tells, line by line, the old beside the new: every row has its former values
again, and what was made is gone. The plan itself is a draft again, with all that was asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from copy import copy
from typing import Any

from django.apps import apps
from django.db.models import Model, ProtectedError, Q

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.limits import within
from accounts.models import AuditEvent, Unit, User
from accounts.trail.audit import Told, Trail, audited, hold_trail
from accounts.trail.claims import claim
from accounts.trail.facts import (
    Facts,
    changed_row,
    changed_since,
    facts_of,
    gone,
    kept_fields,
    says_nothing,
)
from accounts.trail.holding import hold
from projects.adjustments import rules
from projects.adjustments.services import CHANGED_MEANWHILE
from projects.models import (
    AdjustmentState,
    FormerDetails,
    FormerTerms,
    LeadOfficial,
    PlanAdjustment,
    PlanChange,
    PlanItem,
    Project,
    ProjectAlias,
    ProjectUnit,
)
from projects.naming import pinyin_of

BUILT_ON = "生效之后{names}又有改动，不能整批撤销；请另拟一个调整方案"

WRITTEN: tuple[type[Model], ...] = (
    FormerTerms,
    FormerDetails,
    PlanItem,
    ProjectAlias,
    ProjectUnit,
    LeadOfficial,
    Project,
)
"""What a plan of adjustment writes and is taken back, in the order in which rows can go. A unit or
a category that was made with a project stays."""

Guard = Callable[[PlanAdjustment], None]
"""Raises WrongState where something of a higher room rests on the plan."""

_guards: list[Guard] = []

Key = tuple[type[Model], int]


def register_guard(guard: Guard) -> None:
    _guards.append(guard)


def take_back(*, adjustment: PlanAdjustment, reason: str, by: User, version: int) -> PlanAdjustment:
    """Make list and projects as they were before it took force. Raises NotAllowed, DomainError
    without a reason, WrongState where something was built on it, Stale."""
    county = adjustment.plan.county
    if not rules.puts_in_force(by, county):
        raise NotAllowed("只有审定员可以撤销调整方案")
    reason = within(reason, 200, "撤销理由", field="reason")
    if not reason:
        raise DomainError("请写明撤销理由", field="reason")
    with audited(by=by, reason=reason) as audit:
        hold(county)
        before, as_it_was = facts_of(adjustment), copy(adjustment)
        in_force = Q(state=AdjustmentState.IN_FORCE)
        draft = {"state": AdjustmentState.DRAFT, "in_force_by": None, "in_force_at": None}
        if not claim(adjustment, version=version, where=in_force, **draft):
            if not adjustment.is_in_force:
                raise WrongState(f"这个调整方案{adjustment.get_state_display()}，不能撤销")
            raise Stale(CHANGED_MEANWHILE)
        for guard in _guards:
            guard(as_it_was)
        changes = list(adjustment.changes.select_related("item", "project"))
        _refuse_built_on(changes)
        written = _written(adjustment)
        rows, made = written.take_back(audit, county, "project.unadjust")
        told = _release(changes, made)
        written.store(rows, made)
        audit.record(
            adjustment,
            "adjustment.take_back",
            county=county,
            changes=changed_since(before, adjustment),
            rows=told,
        )
    return adjustment


def _refuse_built_on(changes: list[PlanChange]) -> None:
    """Every deed on a line or on the data of a project counts its version up."""
    moved = [
        change.name
        for change in changes
        if (change.item and change.item_version and change.item.version != change.item_version)
        or (
            change.project
            and change.project_version
            and change.project.version != change.project_version
        )
    ]
    if moved:
        raise WrongState(BUILT_ON.format(names="、".join(dict.fromkeys(moved))))


class _Wrote:
    """A row as the deed left it, and as it was before: raw values by column."""

    def __init__(self) -> None:
        self.old: Facts = {}
        self.new: Facts = {}

    def is_new_row(self, model: type[Model]) -> bool:
        """Whether the deed made it: nothing stood in a column in which something always does."""
        return any(
            self.old.get(field.attname, "") is None
            for field in kept_fields(model)
            if not field.null
        )


Rows = dict[Key, Model]
Made = dict[type[Model], list[int]]


class Written:
    """What a deed wrote, by the lines of the trail from ``first`` to the one before ``last``, of
    these ``models``, in the order in which rows can go. Of ``beside`` the project tells nothing.
    """

    def __init__(
        self,
        first: int,
        last: int,
        models: Sequence[type[Model]] = WRITTEN,
        beside: Collection[type[Model]] = (),
    ) -> None:
        self.models, self.beside = models, beside
        self._wrote: dict[Key, _Wrote] = defaultdict(_Wrote)
        lines = AuditEvent.objects.filter(sequence__gte=first, sequence__lt=last)
        # From the last line of the deed to the first.
        for line in lines.order_by("-sequence"):
            own = (line.object_type, line.object_id, line.changes)
            for label, pk, changes in (*reversed(line.rows), own):
                model: type[Model] = apps.get_model(label)
                if model not in models or pk is None:
                    continue
                columns = {field.attname for field in kept_fields(model)}
                for name, (old, new) in changes.items():
                    if name in columns:
                        wrote = self._wrote[model, pk]
                        wrote.old[name] = old
                        wrote.new.setdefault(name, new)
        self.told: list[Told] = []

    def take_back(self, audit: Trail, county: Unit, action: str) -> tuple[Rows, Made]:
        """The rows as they were, in memory, told as ``action`` of their projects, and the keys of
        those that the deed made. What is ``beside`` is ``told`` by the caller. Raises WrongState
        where a row is no longer as the deed left it."""
        rows: Rows = {
            (model, row.pk): row
            for model in self.models
            for row in model._base_manager.filter(pk__in=[p for m, p in self._wrote if m is model])
        }
        told: dict[int, list[Told]] = defaultdict(list)
        made: Made = defaultdict(list)
        for key, wrote in self._wrote.items():
            row = rows.get(key)
            if row is None or not _holds(wrote, row):
                is_of_project = row is not None and key[0] not in self.beside
                name = str(_project_of(rows, row)) if row and is_of_project else "有关项目"
                raise WrongState(BUILT_ON.format(names=name))
            back = _back(row, wrote, made)
            if key[0] in self.beside:
                self.told.append(back)
            else:
                told[_project_id(row, rows)].append(back)
        for project_id, of_project in told.items():
            project = rows.get((Project, project_id)) or Project.objects.get(pk=project_id)
            audit.record(project, action, county=county, rows=of_project)
        return rows, made

    def store(self, rows: Rows, made: Made) -> None:
        """What goes first: who held a part before holds it again."""
        hold_trail()
        try:
            for model in self.models:
                model._base_manager.filter(pk__in=made[model]).delete()
        except ProtectedError as error:
            raise WrongState(
                "新增的项目已有填报等其他内容，不能整批撤销；请另拟方案退出"
            ) from error
        for (model, pk), row in rows.items():
            if pk in made[model]:
                continue
            if isinstance(row, PlanItem | Project):
                row.version += 1
            if isinstance(row, Project):
                row.pinyin = pinyin_of(row.name)
            row.save()


def _written(adjustment: PlanAdjustment) -> Written:
    forced = AuditEvent.objects.about(adjustment).filter(action="adjustment.force")
    last = forced.order_by("-sequence").first()
    if last is None:
        raise WrongState("操作记录里没有这个方案生效的记录，不能撤销")
    return Written(last.sequence - last.changes["lines"][1], last.sequence)


def _holds(wrote: _Wrote, row: Model) -> bool:
    """Whether the row is as the deed left it; one that it made, in every column but that which is
    filled by itself when a leader is registered."""
    if not wrote.is_new_row(type(row)):
        return facts_of(row, *wrote.new) == wrote.new
    told = {name: value for name, value in facts_of(row).items() if not says_nothing(value)}
    if isinstance(row, LeadOfficial) and "leader_id" not in wrote.new:
        told.pop("leader_id", None)
    return told == {name: value for name, value in wrote.new.items() if not says_nothing(value)}


def _back(row: Model, wrote: _Wrote, made: Made) -> Told:
    """The row as it was, in memory."""
    model = row._meta.model
    now = facts_of(row)
    if wrote.is_new_row(model):
        made[model].append(row.pk)
        return row, gone(row)
    for field in kept_fields(model):
        if field.attname in wrote.old:
            setattr(row, field.attname, field.to_python(wrote.old[field.attname]))
    return row, changed_row(now, row)


def _release(changes: list[PlanChange], made: Made) -> list[Told]:
    """What became of the changes: those that made a project or a line have none again."""
    told: list[Told] = []
    for change in changes:
        before = facts_of(change)
        if change.item_id in made[PlanItem]:
            change.item = None
        if change.project_id in made[Project]:
            change.project = None
        change.item_version = change.project_version = None
        change.save()
        told.append((change, changed_row(before, change)))
    return told


def _project_id(row: Model, rows: Rows) -> int:
    if isinstance(row, Project):
        return row.pk
    if isinstance(row, FormerTerms):
        item: Any = rows.get((PlanItem, row.item_id)) or row.item
        return int(item.project_id)
    return int(row.project_id)  # type: ignore[attr-defined]


def _project_of(rows: Rows, row: Model) -> Project:
    return Project.objects.get(pk=_project_id(row, rows))
