"""When projects stood still."""

import datetime
from collections.abc import Collection, Mapping
from typing import NamedTuple

from projects.models import Suspension


class Stop(NamedTuple):
    """From the first day on which a project stood still until it resumed; None: it has not."""

    begins: datetime.date
    until: datetime.date | None

    def covers(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether nothing was built on any day from ``first`` to ``last``."""
        return self.begins <= first and (self.until is None or self.until > last)


def stops_of(project_ids: Collection[int]) -> Mapping[int, list[Stop]]:
    """The confirmed stops by project id, each with its renewals as one. One query."""
    found: dict[int, list[Stop]] = {}
    lines = Suspension.objects.standing().filter(project__in=project_ids)
    for line in lines.order_by("project", "serial", "from_day"):
        assert line.project_id is not None
        stops = found.setdefault(line.project_id, [])
        if stops and stops[-1].until == line.from_day:
            stops[-1] = Stop(stops[-1].begins, line.until_day)
        else:
            stops.append(Stop(line.from_day, line.until_day))
    return found
