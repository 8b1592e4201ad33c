"""What is being typed into sheets, and who has changed a cell meanwhile."""

import datetime
from collections.abc import Iterable

from accounts.models import AuditEvent, Unit, User
from investment.drafts import EXTRA
from investment.extra.values import key_of
from investment.models import Hand, MonthlyEntry, ReportingPeriod, TypedCell

Place = tuple[int, str]
"""A cell of a sheet: the id of its project and the name of its field."""


def typed_by(
    person: User, unit: Unit, period: ReportingPeriod, hand: Hand
) -> dict[Place, TypedCell]:
    """What the person has typed into the unit's sheet and not saved yet. One query."""
    cells = TypedCell.objects.of_sheet(unit, period, person, hand)
    return {(cell.project_id, cell.field): cell for cell in cells}


def entries_shown(
    unit: Unit, period: ReportingPeriod, project_ids: Iterable[int], hand: Hand
) -> dict[int, MonthlyEntry]:
    """The entries of a period that the unit's sheet shows to who fills it in, by project id: not a
    draft that a former unit never sent, and to the bureau none that is at its unit. One query."""
    found = MonthlyEntry.objects.filter(
        project__in=project_ids, year=period.year, month=period.month
    )
    return {
        entry.project_id: entry
        for entry in found
        if shows(unit, entry) and not (hand is Hand.BUREAU and entry.is_editable)
    }


def shows(unit: Unit, entry: MonthlyEntry) -> bool:
    """Whether the unit's sheet shows the entry: not a draft that a former unit never sent."""
    return not entry.is_left_by_another(unit.pk)


def last_hand(entry_id: int, field: str) -> tuple[str, datetime.datetime] | None:
    """Who last changed a field of an entry, and when; None where the trail has no such line."""
    lines = AuditEvent.objects.filter(
        object_type=MonthlyEntry._meta.label_lower, object_id=entry_id
    ).order_by("-sequence")
    column = EXTRA if key_of(field) else field
    line = lines.filter(changes__has_key=column).first() or lines.first()
    return (line.actor_name, line.at) if line else None
