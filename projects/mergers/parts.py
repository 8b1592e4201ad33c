"""The parts of a unit in projects pass to its successor."""

import datetime
import itertools
from collections.abc import Iterable

from accounts.models import Unit
from accounts.trail.audit import Told, Trail
from accounts.trail.facts import changed_row, facts_of, gone
from projects.mergers.succession import Holding, Succession
from projects.models import Part, Project, ProjectUnit
from projects.services.parts import UNIT
from projects.services.parts import pass_on as succeed


def _holds(unit: Unit, today: datetime.date) -> list[Holding]:
    held = ProjectUnit.objects.current().filter(unit=unit).order_by("project")
    names: dict[str, list[str]] = {part: [] for part in Part.values}
    for part, name in held.values_list("part", "project__name"):
        names[part].append(name)
    return [Holding(f"项目的{Part(part).label}", found) for part, found in names.items()]


def _pass_on(audit: Trail, unit: Unit, successor: Unit, on: datetime.date) -> None:
    held = ProjectUnit.objects.current().filter(unit=unit).order_by("project", "pk")
    projects = Project.objects.select_for_update(of=("self",), no_key=True).select_related("county")
    own = {each.pk: each for each in projects.filter(pk__in=held.values("project")).order_by("pk")}
    shared = set(
        ProjectUnit.objects.current()
        .filter(unit=successor, project__in=own)
        .values_list("project", "part")
    )
    for project_id, parts in itertools.groupby(list(held), key=lambda part: part.project_id):
        project = own[project_id]
        told = [told for part in parts for told in _pass_part(part, successor, shared, on)]
        audit.record(project, "project.update", county=project.county, rows=told)


def _pass_part(
    part: ProjectUnit, successor: Unit, shared: Iterable[tuple[int, str]], on: datetime.date
) -> list[Told]:
    """What the successor has already it is not given again."""
    if (part.project_id, part.part) not in shared:
        following = ProjectUnit(project_id=part.project_id, unit=successor, part=part.part)
        return succeed([part], following, UNIT, on)[1]
    if part.from_date >= on:
        # A part of no length cannot be kept.
        ProjectUnit.objects.filter(pk=part.pk).delete()
        return [(part, gone(part))]
    before = facts_of(part)
    part.until = on
    part.save(update_fields=["until"])
    return [(part, changed_row(before, part))]


PARTS = Succession(_holds, _pass_on)
