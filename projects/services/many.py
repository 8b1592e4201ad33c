"""One change of many projects, in one deed: of all of them or of none."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.errors import DomainError, Stale
from accounts.models import Unit, User
from accounts.trail.audit import Told, audited
from accounts.trail.claims import claim
from accounts.trail.dated import Dating
from accounts.trail.facts import changed_since, facts_of
from accounts.trail.holding import hold
from projects.leaders.naming import Leaders
from projects.models import (
    FormerDetails,
    LeadOfficial,
    Part,
    Project,
    ProjectCategory,
    ProjectUnit,
)
from projects.naming import shortened_list
from projects.services.parts import OFFICIAL, UNIT, pass_on


@dataclass(frozen=True)
class ForMany:
    """What is to hold of each of them; None and "" leave what stands."""

    reporting: Unit | None = None
    responsible: Unit | None = None
    lead_official: str = ""
    category: ProjectCategory | None = None


def change_many(
    *,
    county: Unit,
    versions: Mapping[int, int],
    change: ForMany,
    by: User | None,
    on: datetime.date,
    document: str,
) -> int:
    """Change the projects, each by its id as it was read at its version, from ``on``, as
    ``document`` says. One line of the trail a project; one that is so already is passed over.
    Returns how many were changed. Raises Stale, DomainError, and then none is."""
    if change == ForMany():
        raise DomainError("请至少填一项要改的内容。")
    with audited(by=by, reason=document) as audit:
        _refuse_closed(change)
        projects = _as_read(county, versions)
        held = _Held(projects, change, Leaders(county, on).meant_by(change.lead_official))
        held.refuse_later_than(on)
        dating = Dating(FormerDetails, projects)
        changed = 0
        told = {project.pk: held.pass_on(project, on) for project in projects}
        before = {project.pk: facts_of(project) for project in projects}
        if change.category:
            for project in projects:
                _reclass(project, change.category, on, dating)
        dating.save()
        for project in projects:
            rows = [*dating.told(project), *told[project.pk]]
            changes = changed_since(before[project.pk], project)
            if rows or changes:
                changed += 1
                audit.record(project, "project.update", county=county, changes=changes, rows=rows)
        if not changed:
            raise DomainError("所选项目已经都是这样，没有要改的。")
    return changed


def _reclass(
    project: Project, category: ProjectCategory, on: datetime.date, dating: Dating[Project]
) -> None:
    was = project.category_id
    dating.change(project, on, {"category_id": category.pk})
    if project.category_id != was:
        claim(project, category_id=project.category_id)


def _refuse_closed(change: ForMany) -> None:
    """The units are held, lest one is merged meanwhile. Raises DomainError."""
    units = {unit.pk: unit for unit in (change.reporting, change.responsible) if unit}
    for _, unit in sorted(units.items()):
        if not hold(unit).is_active:
            raise DomainError(f"“{unit}”已经停用，请另选单位。")


def _as_read(county: Unit, versions: Mapping[int, int]) -> list[Project]:
    """The projects, which nobody else changes now. Raises Stale."""
    found = Project.objects.of_county(county).select_for_update(of=("self",), no_key=True)
    projects = list(found.filter(pk__in=versions).order_by("pk"))
    moved = [project.name for project in projects if project.version != versions[project.pk]]
    if moved:
        raise Stale(
            f"{shortened_list(moved, 3)}的资料刚被他人修改，一个项目也没有改，请核对后再提交。"
        )
    return projects


class _Held:
    """Who holds now what is to pass on, by the id of the project."""

    def __init__(self, projects: Iterable[Project], change: ForMany, leader: int | None) -> None:
        self.change, self.leader = change, leader
        self.units: dict[str, Unit] = {
            part: unit
            for part, unit in (
                (Part.REPORTING, change.reporting),
                (Part.RESPONSIBLE, change.responsible),
            )
            if unit
        }
        among = [project.pk for project in projects]
        self.parts: dict[tuple[int, str], list[ProjectUnit]] = defaultdict(list)
        parts = ProjectUnit.objects.current().filter(project__in=among, part__in=self.units)
        for part in parts.select_related("unit", "project"):
            self.parts[part.project_id, part.part].append(part)
        officials = LeadOfficial.objects.filter(project__in=among, until=None)
        self.officials = (
            {row.project_id: row for row in officials.select_related("project")}
            if change.lead_official
            else {}
        )

    def refuse_later_than(self, on: datetime.date) -> None:
        """Whoever began after the day would have held it before they began. Raises DomainError."""
        parts = [part for rows in self.parts.values() for part in rows]
        held: list[Any] = [*parts, *self.officials.values()]
        later = [row for row in held if row.from_date > on]
        if later:
            names = dict.fromkeys(row.project.name for row in later)
            first = max(row.from_date for row in later)
            raise DomainError(
                f"一个项目也没有改：{shortened_list(names, 3)}现在的单位或领导是后来才登记的，"
                f"请填{first:%Y年%-m月%-d日}或以后的日期，或不选这些项目。",
                field="on",
            )

    def pass_on(self, project: Project, on: datetime.date) -> list[Told]:
        told: list[Told] = []
        for part, unit in self.units.items():
            former = self.parts[project.pk, part]
            if all(held.unit_id != unit.pk for held in former):
                successor = ProjectUnit(project=project, unit=unit, part=part)
                told += pass_on(former, successor, UNIT, on)[1]
        name, official = self.change.lead_official, self.officials.get(project.pk)
        if name and (official is None or self._is_another(official)):
            former_official = [official] if official else []
            appointed = LeadOfficial(project=project, name=name, leader_id=self.leader)
            told += pass_on(former_official, appointed, OFFICIAL, on)[1]
        return told

    def _is_another(self, official: LeadOfficial) -> bool:
        is_named_so = official.name == self.change.lead_official
        return not is_named_so or official.leader_id not in (None, self.leader)
