"""Keep what was asked under a name, change its stops, give it up."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import NamedTuple

from django.db import IntegrityError, transaction

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.limits import within
from accounts.models import Unit, User
from accounts.rights import may, may_in_part
from accounts.trail.audit import Told, audited
from accounts.trail.claims import claim, write
from accounts.trail.facts import changed_row, changed_since, facts_of, gone, made
from projects.models import Project
from projects.rules import changes_project
from projects.services import propose_change, update_project
from reports.questions.models import NamedSelection, SelectedProject, SelectionKind
from reports.questions.table import Asked

CHANGED_MEANWHILE = "这份名单已在别处修改，您的修改没有保存，请核对后重新提交。"


class NameTaken(DomainError):
    """The person has another selection of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"您已有一份叫“{name}”的名单，请另取一个名称。", field="name")


class DataChange(NamedTuple):
    """New values of a project's master data, as it was read at ``version``."""

    project: Project
    version: int
    changes: Mapping[str, str]


class ChangedSelection(NamedTuple):
    """A selection that was changed, and of how many projects master data was changed with it, or
    proposed."""

    selection: NamedSelection
    changed: int
    proposed: int


class Stop(NamedTuple):
    """A project's place in a selection, counted from 1, and what is noted of it."""

    project_id: int
    position: int
    note: str


def keep(
    *,
    county: Unit,
    name: str,
    asked: Asked,
    by: User,
    kind: str = SelectionKind.LIST,
    on: datetime.date | None = None,
    place: str = "",
    is_fixed: bool = False,
) -> NamedSelection:
    """Keep the projects with their columns. ``is_fixed``: it goes on showing its cut-off, and
    otherwise the published month. Raises NotAllowed, NameTaken."""
    if not may_in_part(by, "view.keep"):
        raise NotAllowed("没有保存名单的权限")
    selection = NamedSelection(
        county=county,
        name=within(name.strip(), 60, "名称", field="name"),
        kind=kind,
        on=on,
        place=place.strip(),
        columns=",".join(asked.columns),
        by_month=asked.by_month,
        year=asked.month.year if is_fixed else None,
        month=asked.month.month if is_fixed else None,
        made_by=by,
    )
    with audited(by=by) as audit:
        try:
            with transaction.atomic():
                selection.save()
        except IntegrityError as error:
            raise NameTaken(selection.name) from error
        stops = SelectedProject.objects.bulk_create(
            SelectedProject(selection=selection, project_id=project, position=position)
            for position, project in enumerate(asked.projects, start=1)
        )
        audit.record(
            selection,
            "selection.keep",
            county=county,
            changes=made(selection),
            rows=[(stop, made(stop)) for stop in stops],
        )
    return selection


def change(
    *,
    selection: NamedSelection,
    stops: Iterable[Stop],
    by: User,
    version: int,
    is_shared: bool,
    today: datetime.date,
    on: datetime.date | None = None,
    place: str = "",
    data: Iterable[DataChange] = (),
) -> ChangedSelection:
    """Put the stops into their order, note something of them, take in projects that are new, leave
    out those that are not named; the bureau may share it. ``data`` is changed where ``by`` may, and
    proposed otherwise. Raises NotAllowed, Stale, and what the services of projects raise."""
    _require_own(selection, by)
    stops = list(stops)
    if not stops:
        raise DomainError("名单至少留一个项目；不要了请撤销名单。")
    if is_shared and not may(by, "view.keep", selection.county):
        raise NotAllowed("只有县级岗位可以共享名单")
    with audited(by=by) as audit:
        before = facts_of(selection)
        if not claim(
            selection, version=version, is_shared=is_shared, on=on, place=within(place, 100, "地点")
        ):
            raise Stale(CHANGED_MEANWHILE)
        audit.record(
            selection,
            "selection.change",
            county=selection.county,
            changes=changed_since(before, selection),
            rows=_arrange(selection, stops),
        )
        reason = f"临时名单“{selection}”带回"
        own = [_change_data(each, by=by, today=today, reason=reason) for each in data]
    return ChangedSelection(selection, own.count(True), own.count(False))


def _change_data(data: DataChange, *, by: User, today: datetime.date, reason: str) -> bool:
    """True where the data has changed; False where it was proposed."""
    project, version, changes = data
    takes_force = changes_project(by, project)
    if takes_force:
        update_project(
            project=project, by=by, version=version, changes=changes, today=today, reason=reason
        )
    else:
        propose_change(
            project=project, by=by, version=version, changes=changes, today=today, reason=reason
        )
    return takes_force


def withdraw(*, selection: NamedSelection, by: User, version: int) -> None:
    """Give it up; what was exported of it stays. Raises NotAllowed, Stale."""
    _require_own(selection, by)
    with audited(by=by) as audit:
        if not write(
            audit,
            selection,
            "selection.withdraw",
            county=selection.county,
            version=version,
            is_withdrawn=True,
        ):
            raise Stale(CHANGED_MEANWHILE)


def _require_own(selection: NamedSelection, by: User) -> None:
    if selection.made_by_id != by.pk:
        raise NotAllowed("只有建立人可以修改这份名单")


def _arrange(selection: NamedSelection, stops: Sequence[Stop]) -> list[Told]:
    """Write what is asked of each row; returns what changed of it."""
    wanted = {stop.project_id: stop for stop in stops}
    told: list[Told] = []
    for row in selection.selected.all():
        stop = wanted.get(row.project_id)
        if stop is None:
            told.append((copy(row), gone(row)))
            row.delete()
            continue
        before = facts_of(row)
        row.position, row.note = stop.position, within(stop.note, 100, "备注")
        if changed := changed_row(before, row):
            row.save()
            told.append((row, changed))
    told += [(row, made(row)) for row in _taken_in(selection, wanted)]
    return told


def _taken_in(selection: NamedSelection, wanted: Mapping[int, Stop]) -> list[SelectedProject]:
    """The projects that it did not have."""
    had = set(selection.selected.values_list("project", flat=True))
    return [
        SelectedProject.objects.create(
            selection=selection,
            project_id=stop.project_id,
            position=stop.position,
            note=within(stop.note, 100, "备注"),
        )
        for stop in wanted.values()
        if stop.project_id not in had
    ]
