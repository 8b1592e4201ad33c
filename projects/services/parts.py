"""The units' parts in a project, and its lead official: each from a day on."""

import datetime
from collections.abc import Sequence
from typing import Any

from accounts.errors import DomainError
from accounts.models import Unit, User
from accounts.trail.audit import audited
from accounts.trail.holding import hold
from projects.models import LeadOfficial, Part, Project, ProjectUnit

# Of these parts a project has one holder at a time; of the others it may have several.
SINGLE_PARTS = (Part.REPORTING, Part.RESPONSIBLE)


def assign_unit(
    *, project: Project, unit: Unit, part: str, by: User | None, on: datetime.date, reason: str = ""
) -> ProjectUnit:
    """Give ``unit`` a part in the project from ``on``. For 填报单位 and 责任单位 the former
    holder's part ends on that day; one that began on that day or later is put right in place.
    Raises DomainError."""
    with audited(by=by, reason=reason) as audit:
        if unit.own_county_id != project.county_id:
            raise DomainError(f"{unit} 不是{project.county}的单位。", field="unit")
        _lock(project)
        current = list(
            ProjectUnit.objects.current().filter(project=project, part=part).select_related("unit")
        )
        for held in current:
            if held.unit_id == unit.pk:
                return held
        former = current if part in SINGLE_PARTS else []
        given = _succeed(former, ProjectUnit(project=project, unit=unit, part=part), "unit", on)
        audit.record(
            project,
            "project.update",
            county=project.county,
            changes={Part(part).label: ("、".join(str(held.unit) for held in former), unit.name)},
        )
    return given


def set_lead_official(
    *, project: Project, name: str, by: User | None, on: datetime.date, reason: str = ""
) -> LeadOfficial:
    """Make ``name`` the 包抓领导 from ``on``; the former one's time ends on that day."""
    with audited(by=by, reason=reason) as audit:
        _lock(project)
        former = list(LeadOfficial.objects.filter(project=project, until=None))
        if former and former[0].name == name:
            return former[0]
        old = former[0].name if former else ""
        given = _succeed(former, LeadOfficial(project=project, name=name), "name", on)
        audit.record(
            project, "project.update", county=project.county, changes={"包抓领导": (old, name)}
        )
    return given


def _lock(project: Project) -> None:
    """Two people who name a successor at once come one after the other."""
    hold(project)


def _succeed(former: Sequence[Any], successor: Any, holder: str, on: datetime.date) -> Any:
    """End ``former`` on ``on`` and begin ``successor``, a dated row whose ``holder`` differs."""
    for held in former:
        if held.from_date >= on:
            # A part of no length cannot be kept: it never took effect, the trail tells of it.
            setattr(held, holder, getattr(successor, holder))
            held.save(update_fields=[holder])
            return held
        held.until = on
        held.save(update_fields=["until"])
    successor.from_date = on
    successor.save()
    return successor
