"""What units were called before."""

import datetime
from collections import defaultdict
from copy import copy

from accounts.models import FormerUnit, Unit


class FormerNames:
    """The former names of a county's units; one query."""

    def __init__(self, county: Unit) -> None:
        self._of: dict[int, list[FormerUnit]] = defaultdict(list)
        for row in FormerUnit.objects.filter(unit__county=county).order_by("until"):
            self._of[row.unit_id].append(row)

    def name_on(self, day: datetime.date, unit_id: int, name: str) -> str:
        """What the unit, now called ``name``, was called on the day."""
        former = self._on(day, unit_id)
        return former.name if former else name

    def as_on(self, day: datetime.date, unit: Unit) -> Unit:
        """A copy of the unit with its names of the day, to be read and not to be saved."""
        former = self._on(day, unit.pk)
        if former is None:
            return unit
        then = copy(unit)
        then.name, then.short_name = former.name, former.short_name
        return then

    def of(self, unit: Unit) -> set[str]:
        """Every name and short name by which the unit was ever called, but for the present ones."""
        former = self._of.get(unit.pk, ())
        return {name for row in former for name in (row.name, row.short_name) if name}

    def _on(self, day: datetime.date, unit_id: int) -> FormerUnit | None:
        return next((row for row in self._of.get(unit_id, ()) if row.until > day), None)
