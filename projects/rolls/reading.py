"""Lines of a 台账 by the day, as the tables stand or as they were known at a moment
(``accounts.trail.reader``), and what the register says of their projects."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.trail.reader import Reader, Values
from projects import reading as register
from projects.models import RollLine

OF_A_LINE = ("serial", "unit_id", "project_id", "from_day", "until_day")


def lines_by_number(
    reader: Reader, model: type[RollLine], day: datetime.date, *columns: str
) -> dict[int, list[Values]]:
    """The lines that began by ``day``, without void ones, by their number in the order of their
    days: the last of each is how it stands, or ended. One query."""
    found = reader.by_id(model, *OF_A_LINE, *columns, is_void=False, from_day__lte=day)
    lines: dict[int, list[Values]] = defaultdict(list)
    for line in sorted(found.values(), key=lambda each: (each["serial"], each["from_day"])):
        lines[line["serial"]].append(line)
    return dict(lines)


def holds(line: Values, day: datetime.date) -> bool:
    """Whether the line held on the day."""
    began: datetime.date = line["from_day"]
    return began <= day and (line["until_day"] is None or line["until_day"] > day)


def held_on(lines: list[Values], day: datetime.date) -> Values | None:
    """Which of the lines of a number held on the day."""
    return next((line for line in lines if holds(line, day)), None)


@dataclass(frozen=True)
class OfRegister:
    """What the register says on a day: the projects by their ids, what units are called, the keys
    of the year's lists in their order, and on which of them a project stands."""

    projects: Mapping[int, Values]
    units: Mapping[int, str]
    keys: tuple[str, ...]
    lists: Mapping[int, frozenset[str]]

    def lists_of(self, project: int) -> frozenset[str]:
        return self.lists.get(project, frozenset())


def of_register(reader: Reader, day: datetime.date) -> OfRegister:
    """Eight queries at most."""
    plans = sorted(
        (plan for plan in register.plans_of(reader, day.year) if plan.is_in_use(day)),
        key=lambda plan: plan.order,
    )
    key_of = {plan.pk: plan.key for plan in plans}
    on: dict[int, set[str]] = defaultdict(set)
    for line in register.terms_on(reader, key_of, day).values():
        on[line["project_id"]].add(key_of[line["plan_id"]])
    return OfRegister(
        register.details_on(reader, day),
        register.unit_names(reader, day),
        tuple(key_of.values()),
        {project: frozenset(keys) for project, keys in on.items()},
    )
