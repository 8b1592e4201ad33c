"""The checklists of the county's projects on a day, as they stand or as they were known: what
pages, figures and papers read of approvals."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from accounts.trail.reader import Reader
from projects.approvals.standing import Tally
from projects.models import ApprovalItem, ApprovalLine, ApprovalState, ProjectCategory
from projects.reading import details_on, unit_names

Parents = Mapping[int, int | None]


class Asks(Protocol):
    """What an approval says of the projects that need it."""

    @property
    def category_id(self) -> int | None: ...

    @property
    def investor_type(self) -> str: ...


@dataclass(frozen=True)
class Item:
    """An approval as it was asked on the day; ``competent`` is who grants it, as it was called."""

    id: int
    name: str
    competent: str
    department_id: int | None
    category_id: int | None
    investor_type: str


@dataclass(frozen=True)
class Step:
    """One approval of a project's checklist; ``state`` is None where nothing was declared of it.
    ``line_id`` is its line of the 台账."""

    item: Item
    state: ApprovalState | None = None
    promised_on: datetime.date | None = None
    owed: str = ""
    done_on: datetime.date | None = None
    document_number: str = ""
    note: str = ""
    since: datetime.date | None = None
    line_id: int | None = None

    def is_overdue(self, on: datetime.date) -> bool:
        return bool(
            self.state is ApprovalState.PLEDGED and self.promised_on and self.promised_on < on
        )


@dataclass(frozen=True)
class Checklist:
    """The approvals that a project needs, in the order of the county's list."""

    steps: tuple[Step, ...]

    @property
    def tally(self) -> Tally:
        return Tally.of([step.state for step in self.steps])

    def overdue(self, on: datetime.date) -> int:
        return sum(step.is_overdue(on) for step in self.steps)


def is_asked(item: Asks, category_id: int | None, investor_type: str, parents: Parents) -> bool:
    """Whether a project of the category and investor needs the approval. A project of which one
    of them is not told needs what is asked of all, and no more."""
    if item.investor_type and item.investor_type != investor_type:
        return False
    wider = None if category_id is None else parents.get(category_id)
    return item.category_id is None or item.category_id in (category_id, wider)


def items_on(reader: Reader, on: datetime.date) -> list[Item]:
    """The county's checklist on ``on``, in its order."""
    columns = ("name", "office", "department_id", "category_id", "investor_type", "position")
    found = reader.rows(ApprovalItem, "pk", *columns, "until", from_date__lte=on)
    names = unit_names(reader, on) if found else {}
    asked = [row for row in found if row[-1] is None or row[-1] > on]
    return [
        Item(pk, name, str(names.get(department, office)), department, category, investor)
        for pk, name, office, department, category, investor, _, _ in sorted(
            asked, key=lambda row: (row[6], row[0])
        )
    ]


def checklists_on(
    reader: Reader, on: datetime.date, details: Mapping[int, Mapping[str, Any]] | None = None
) -> dict[int, Checklist]:
    """Of each project that needs any approval, by its id; ``details`` are the projects as they
    were on ``on``, where they were read already."""
    items = items_on(reader, on)
    if not items:
        return {}
    parents: dict[int, int | None] = dict(reader.rows(ProjectCategory, "pk", "parent_id"))
    known = _lines_on(reader, on)
    checklists = {}
    for pk, project in (details_on(reader, on) if details is None else details).items():
        asked = (project["category_id"], project["investor_type"])
        steps = tuple(
            known.get((pk, item.id), Step)(item)
            for item in items
            if is_asked(item, *asked, parents)
        )
        if steps:
            checklists[pk] = Checklist(steps)
    return checklists


def _lines_on(reader: Reader, on: datetime.date) -> dict[tuple[int, int], Callable[[Item], Step]]:
    """What held on ``on``, by project and approval: a function that makes the step of its item."""
    told = ("state", "promised_on", "owed", "done_on", "document_number", "note", "from_day")
    columns = ("pk", "project_id", "item_id", "until_day", *told)
    found = reader.rows(ApprovalLine, *columns, is_void=False, from_day__lte=on)
    return {
        (project, item): _step_of(pk, values)
        for pk, project, item, until, *values in found
        if until is None or until > on
    }


def _step_of(pk: int, values: list[Any]) -> Callable[[Item], Step]:
    state, promised_on, owed, done_on, document_number, note, since = values
    return lambda item: Step(
        item, ApprovalState(state), promised_on, owed, done_on, document_number, note, since, pk
    )
