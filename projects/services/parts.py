"""The units' parts in a project, and its lead official: each from a day on."""

import datetime
from collections.abc import Sequence
from typing import Any

from accounts.errors import DomainError
from accounts.models import Unit, User
from accounts.trail.audit import Told, audited
from accounts.trail.facts import changed_row, facts_of, made
from accounts.trail.holding import hold
from projects.leaders.naming import Leaders
from projects.models import LeadOfficial, Part, Project, ProjectUnit

# Of these parts a project has one holder at a time; of the others it may have several.
SINGLE_PARTS = (Part.REPORTING, Part.RESPONSIBLE)

# Who holds it, by the columns of the row.
UNIT, OFFICIAL = ("unit",), ("name", "leader")


def assign_unit(
    *, project: Project, unit: Unit, part: str, by: User | None, on: datetime.date, reason: str = ""
) -> ProjectUnit:
    """Give ``unit`` a part in the project from ``on``. For 填报单位 and 责任单位 the former
    holder's part ends on that day; one that began on that day or later is put right in place.
    Raises DomainError."""
    with audited(by=by, reason=reason) as audit:
        if unit.own_county_id != project.county_id:
            raise DomainError(f"{unit} 不是{project.county}的单位。", field="unit")
        # A unit that is merged passes on what it holds: who gives it a part meanwhile waits.
        if not hold(unit).is_active:
            raise DomainError(f"“{unit}”已经停用，请另选单位。", field="unit")
        _lock(project)
        current = list(
            ProjectUnit.objects.current().filter(project=project, part=part).select_related("unit")
        )
        for held in current:
            if held.unit_id == unit.pk:
                return held
        former = current if part in SINGLE_PARTS else []
        successor = ProjectUnit(project=project, unit=unit, part=part)
        given, told = pass_on(former, successor, UNIT, on)
        audit.record(project, "project.update", county=project.county, rows=told)
    return given


def set_lead_official(
    *, project: Project, name: str, by: User | None, on: datetime.date, reason: str = ""
) -> LeadOfficial:
    """Make ``name`` the 包抓领导 from ``on``; the former one's time ends on that day. It is linked
    to the one leader of that name or office, where there is one."""
    with audited(by=by, reason=reason) as audit:
        _lock(project)
        former = list(LeadOfficial.objects.filter(project=project, until=None))
        meant = Leaders(project.county, on).meant_by(name)
        if former and former[0].name == name and former[0].leader_id in (None, meant):
            return former[0]
        successor = LeadOfficial(project=project, name=name, leader_id=meant)
        given, told = pass_on(former, successor, OFFICIAL, on)
        audit.record(project, "project.update", county=project.county, rows=told)
    return given


def _lock(project: Project) -> None:
    """Two people who name a successor at once come one after the other."""
    hold(project)


def pass_on(
    former: Sequence[Any], successor: Any, holder: Sequence[str], on: datetime.date
) -> tuple[Any, list[Told]]:
    """End ``former`` on ``on`` and begin ``successor``, a dated row of another ``holder``.
    The row that holds now, and what the trail is to tell of all of them."""
    told: list[Told] = []
    for held in former:
        before = facts_of(held)
        if held.from_date >= on:
            # A part of no length cannot be kept: it never took effect, the trail tells of it.
            for name in holder:
                setattr(held, name, getattr(successor, name))
            held.save(update_fields=holder)
            return held, [*told, (held, changed_row(before, held))]
        held.until = on
        held.save(update_fields=["until"])
        told.append((held, changed_row(before, held)))
    successor.from_date = on
    successor.save()
    return successor, [*told, (successor, made(successor))]
