"""What the pages of milestones show."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.models import Unit, User
from accounts.trail.reader import Reader
from projects.milestones.steps import StepName, asked_of, steps_of
from projects.models import Milestone, PlanCategory, PlanItem, Project, step_label
from projects.reading import reporting_units


@dataclass(frozen=True)
class Standing:
    """One step of a project; ``line`` is None where nothing was told of it."""

    step: StepName
    line: Milestone | None
    is_overdue: bool

    @property
    def is_reached(self) -> bool:
        return self.line is not None and self.line.reached_on is not None


@dataclass(frozen=True)
class Row:
    """A preliminary project of the year's lists, or another of which a step is planned."""

    project_id: int
    name: str
    unit: str
    steps: Sequence[Standing]

    @property
    def overdue(self) -> int:
        return sum(step.is_overdue for step in self.steps)


def steps_of_project(project: Project, on: datetime.date) -> list[Standing]:
    """Those that are asked, and what else was told. Two queries."""
    lines = {line.kind: line for line in project.milestones.current()}
    listed = steps_of(project.county)
    known = {step.key for step in listed}
    steps = [step for step in listed if step.is_asked or step.key in lines]
    steps += [
        StepName(kind, step_label(kind), f"{step_label(kind)}完成")
        for kind in lines
        if kind not in known
    ]
    return _standing(steps, lines, on)


def _standing(
    steps: Sequence[StepName], lines: Mapping[str, Milestone], on: datetime.date
) -> list[Standing]:
    found = [(step, lines.get(step.key)) for step in steps]
    return [Standing(step, line, line is not None and line.is_overdue(on)) for step, line in found]


def rows_seen(
    user: User, county: Unit, on: datetime.date, year: int, list_key: str = ""
) -> tuple[list[StepName], list[Row]]:
    """The steps that are asked, and the projects that are preliminary on a list of the year, or on
    one of which a step is planned and not reached; in the order of lists. Seven queries."""
    steps = asked_of(county)
    lines: dict[int, dict[str, Milestone]] = {}
    for line in Milestone.objects.current().of_county(county):
        lines.setdefault(line.project_id, {})[line.kind] = line
    open_ones = {
        pk
        for pk, own in lines.items()
        if any(each.planned_on and each.reached_on is None for each in own.values())
    }
    items = PlanItem.objects.standing().filter(plan__county=county, plan__year=year)
    items = items.filter(project__in=Project.objects.visible_to(user))
    if list_key:
        items = items.filter(plan__key=list_key)
    told = items.order_by("plan__tier", "position", "pk").values_list(
        "project_id", "project__name", "category"
    )
    names = {
        pk: name
        for pk, name, category in told
        if category == PlanCategory.PRELIMINARY or pk in open_ones
    }
    units = reporting_units(Reader(county), on)
    return steps, [
        Row(pk, name, units.get(pk, (0, ""))[1], _standing(steps, lines.get(pk, {}), on))
        for pk, name in names.items()
    ]
