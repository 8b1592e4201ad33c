"""What units were called before."""

import datetime
from collections import defaultdict
from copy import copy

from accounts.models import FormerUnit, Unit


class FormerNames:
    """The former names of a county's units, and of those that were merged into them; two
    queries."""

    def __init__(self, county: Unit) -> None:
        self._of: dict[int, list[FormerUnit]] = defaultdict(list)
        for row in FormerUnit.objects.filter(unit__county=county).order_by("until"):
            self._of[row.unit_id].append(row)
        self._merged: dict[int, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.filter(county=county).exclude(successor=None):
            self._merged[unit.successor_id or 0].append(unit)

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
        """Every name and short name that workbooks may write for the unit, but for its present
        ones: it was called so, or it goes on as who was."""
        rows = [*self._of.get(unit.pk, ()), *self._merged.get(unit.pk, ())]
        names = {name for row in rows for name in (row.name, row.short_name) if name}
        return names.union(*(self.of(merged) for merged in self._merged.get(unit.pk, ())))

    def _on(self, day: datetime.date, unit_id: int) -> FormerUnit | None:
        return next((row for row in self._of.get(unit_id, ()) if row.until > day), None)
