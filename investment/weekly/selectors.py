"""What is written of a week, by whom it is owed, and who has not written."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.models import Unit
from investment.calendar import rule_in_force
from investment.models import WeeklyNote
from projects.models import Part, PlanItem, Project, ProjectUnit, Stage

FINISHED = (Stage.COMPLETED, Stage.OPERATION, Stage.ENDED)


@dataclass(frozen=True)
class UnitWeek:
    """The notes of a unit's week; ``owed`` is of how many projects one is asked."""

    unit: Unit
    owed: int
    notes: Sequence[WeeklyNote]

    @property
    def is_silent(self) -> bool:
        return not self.notes


@dataclass(frozen=True)
class WeekBoard:
    """A county's week. ``needing`` are the notes that ask for something, for Monday's meeting."""

    friday: datetime.date
    due_on: datetime.date
    units: Sequence[UnitWeek]

    @property
    def silent(self) -> list[UnitWeek]:
        return [each for each in self.units if each.is_silent]

    @property
    def written(self) -> int:
        """How many units wrote."""
        return len(self.units) - len(self.silent)

    @property
    def needing(self) -> list[WeeklyNote]:
        return [note for each in self.units for note in each.notes if note.needed]


def asks_weekly(county: Unit, day: datetime.date) -> bool:
    """Whether the county's rule asks for notes on Fridays."""
    return rule_in_force(county, day).asks_weekly


def projects_of_week(unit: Unit, friday: datetime.date) -> list[Project]:
    """Those on a list of the year that the unit reports and that are not finished, in the order of
    the register. One query."""
    listed = PlanItem.objects.filter(plan__year=friday.year, plan__county=unit.own_county)
    own = Project.objects.reported_by(unit).filter(pk__in=listed.values("project"))
    return list(own.exclude(stage__in=FINISHED).order_by("pk"))


def notes_of(unit: Unit, friday: datetime.date) -> Mapping[int, WeeklyNote]:
    """By project id."""
    notes = WeeklyNote.objects.filter(unit=unit, friday=friday)
    return {note.project_id: note for note in notes.select_related("written_by")}


def owed_by_unit(county: Unit, friday: datetime.date) -> Mapping[int, int]:
    """Of how many projects each unit owes a note, by the unit's id. One query."""
    listed = PlanItem.objects.filter(plan__year=friday.year, plan__county=county)
    parts = ProjectUnit.objects.filter(
        part=Part.REPORTING, until=None, project__in=listed.values("project")
    ).exclude(project__stage__in=FINISHED)
    owed: dict[int, int] = {}
    for unit_id, _ in parts.values_list("unit_id", "project_id").distinct():
        owed[unit_id] = owed.get(unit_id, 0) + 1
    return owed


def board_of_week(county: Unit, friday: datetime.date, due_on: datetime.date) -> WeekBoard:
    """Every unit that owes a note or wrote one. Three queries."""
    owed = owed_by_unit(county, friday)
    by_unit: dict[int, list[WeeklyNote]] = {}
    written = WeeklyNote.objects.filter(county=county, friday=friday)
    for note in written.select_related("project", "written_by").order_by("project_id"):
        by_unit.setdefault(note.unit_id, []).append(note)
    units = Unit.objects.filter(pk__in={*owed, *by_unit}).order_by("pk")
    return WeekBoard(
        friday,
        due_on,
        [UnitWeek(unit, owed.get(unit.pk, 0), by_unit.get(unit.pk, [])) for unit in units],
    )
