"""What the pages of approvals show: the checklist of a project, projects by approvals, and what
waits for each department."""

import datetime
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import Unit, User
from accounts.rights import reads_county
from accounts.trail.reader import Reader
from projects.approvals.reading import Checklist, Item, Step, checklists_on, items_on
from projects.approvals.standing import Standing
from projects.models import ApprovalState, PlanItem, Project
from projects.reading import details_on, reporting_units


@dataclass(frozen=True)
class Row:
    """A project that the user sees and that needs any approval, on a list of the year."""

    project_id: int
    name: str
    unit: str
    checklist: Checklist
    overdue: int

    @property
    def standing(self) -> Standing:
        return self.checklist.tally.standing


def checklist_of(project: Project, on: datetime.date) -> Checklist:
    """Empty where nothing is asked of the project. A constant number of queries."""
    reader = Reader(project.county)
    details = details_on(reader, on, project=project)
    return checklists_on(reader, on, details).get(project.pk, Checklist(()))


def rows_seen(
    user: User, county: Unit, on: datetime.date, year: int, list_key: str = ""
) -> list[Row]:
    """In the order of the list, or of the register where none is named."""
    reader = Reader(county)
    details = details_on(reader, on)
    checklists = checklists_on(reader, on, details)
    if not checklists:
        return []
    units = reporting_units(reader, on)
    seen = _seen(user, county)
    return [
        Row(pk, details[pk]["name"], units.get(pk, (0, ""))[1], checklist, checklist.overdue(on))
        for pk in _listed(county, year, list_key)
        if (checklist := checklists.get(pk)) and (seen is None or pk in seen)
    ]


def _seen(user: User, county: Unit) -> Collection[int] | None:
    """None for all of the county."""
    if reads_county(user, county):
        return None
    return set(Project.objects.of_county(county).visible_to(user).values_list("pk", flat=True))


def _listed(county: Unit, year: int, key: str) -> list[int]:
    """The projects on the year's lists, each once."""
    lines = PlanItem.objects.standing().filter(plan__county=county, plan__year=year)
    if key:
        lines = lines.filter(plan__key=key).order_by("position", "pk")
    else:
        lines = lines.order_by("project")
    return list(dict.fromkeys(lines.values_list("project_id", flat=True)))


def counts_of(rows: Sequence[Row]) -> Mapping[Standing, int]:
    return Counter(row.standing for row in rows)


@dataclass(frozen=True)
class Cell:
    """Where a project meets an approval of the county's list: None where it needs none."""

    step: Step | None
    is_overdue: bool = False


def cells_of(row: Row, items: Sequence[Item], on: datetime.date) -> list[Cell]:
    steps = {step.item.id: step for step in row.checklist.steps}
    found = [steps.get(item.id) for item in items]
    return [Cell(step, step is not None and step.is_overdue(on)) for step in found]


def items_of(county: Unit, on: datetime.date) -> list[Item]:
    return items_on(Reader(county), on)


@dataclass(frozen=True)
class Missing:
    """An approval that is not there, as the higher rooms hear of it from the page that shows it
    ``on`` the day; ``unit`` answers for the project."""

    project: Project
    unit: Unit
    step: Step
    on: datetime.date

    @property
    def is_overdue(self) -> bool:
        return self.step.is_overdue(self.on)


@dataclass(frozen=True)
class Waits:
    """What waits for a department: what it has in hand, what is owed to it after a 容缺办结, and
    how many approvals were not begun or never declared."""

    department: str
    in_hand: tuple[tuple[Row, Step], ...]
    owed: tuple[tuple[Row, Step], ...]
    not_begun: int
    done: int


NOBODY = "主管部门未定"


def waits_by_department(rows: Sequence[Row]) -> list[Waits]:
    """In the order of the county's list; who has nothing to do any more stands too."""
    by_department: dict[str, list[tuple[Row, Step]]] = {}
    for row in rows:
        for step in row.checklist.steps:
            by_department.setdefault(step.item.competent or NOBODY, []).append((row, step))
    return [_waits(name, held) for name, held in by_department.items()]


def _waits(department: str, held: Sequence[tuple[Row, Step]]) -> Waits:
    def in_state(state: ApprovalState) -> tuple[tuple[Row, Step], ...]:
        return tuple(pair for pair in held if pair[1].state is state)

    last = datetime.date.max
    owed = sorted(in_state(ApprovalState.PLEDGED), key=lambda pair: pair[1].promised_on or last)
    not_begun = sum(step.state in (None, ApprovalState.NOT_BEGUN) for _, step in held)
    done = len(in_state(ApprovalState.DONE))
    return Waits(department, in_state(ApprovalState.UNDER_WAY), tuple(owed), not_begun, done)
