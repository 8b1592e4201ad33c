"""What a column of a form may be filled with: its titles, and where its values come from."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from figures.plan_fact import PlanFact
from measures.months import Month
from projects.models import Project
from workbooks.columns import Column


class Kind(Enum):
    TEXT = "text"
    MONEY = "money"
    RATE = "rate"
    POINTS = "points"
    COUNT = "count"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True)
class FieldLine:
    """A project's line of the list that a form asks for; ``project`` as it was at the cut-off."""

    row: PlanFact
    project: Project
    serial: int

    @property
    def month(self) -> Month:
        return self.row.month


EMPTY = ""
"""What is known to be nothing: no problem, no start of what has not begun. Its cell stays empty,
and is not marked as one that the county cannot fill."""

Known = str | int | datetime.date | None
"""What a line says: yuan for money, None where it is not known."""


@dataclass(frozen=True)
class Field:
    """``of_line`` is what a project's row gets; ``indicator`` names what every row of figures gets,
    a project's over its one line. ``column`` has the titles; without aliases a field is only
    chosen by a person."""

    key: str
    label: str
    kind: Kind
    column: Column
    indicator: str = ""
    of_line: Callable[[FieldLine], Known] | None = None

    @property
    def is_of_projects(self) -> bool:
        return not self.indicator
