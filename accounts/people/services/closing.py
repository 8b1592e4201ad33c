"""A unit that is closed and has a successor: the units below it and the roles on it pass on."""

import datetime

from accounts.errors import DomainError, WrongState
from accounts.models import FormerPlace, Role, RoleAssignment, Unit
from accounts.people.services.users import COUNTY_WIDE
from accounts.trail.audit import Told, Trail
from accounts.trail.claims import claim
from accounts.trail.dated import Dating
from accounts.trail.facts import Changes, changed_since, facts_of, gone, made


def close_unit(audit: Trail, unit: Unit, successor: Unit, on: datetime.date) -> None:
    """Within a deed of another room, which passed on what the unit held and holds the county."""
    before = facts_of(unit)
    if not claim(unit, version=unit.version, is_active=False, successor=successor, closed_on=on):
        raise WrongState(f"“{unit.name}”刚被别人修改过，请重新打开再办。")
    audit.record(unit, "unit.merge", county=unit.own_county, changes=changed_since(before, unit))


def pass_units_and_roles(audit: Trail, unit: Unit, successor: Unit, on: datetime.date) -> None:
    """Units below stood under ``unit`` until ``on``. Raises DomainError for a unit below that
    cannot move, and for roles that the successor cannot have."""
    _pass_units_below(audit, unit, successor, on)
    _pass_roles(audit, unit, successor)


def _pass_units_below(audit: Trail, unit: Unit, successor: Unit, on: datetime.date) -> None:
    taken = set(successor.children.values_list("name", flat=True))
    below = list(unit.children.select_related("county"))
    places = Dating(FormerPlace, below)
    told: list[tuple[Unit, Changes]] = []
    for child in below:
        if child.name in taken:
            raise DomainError(f"“{successor.name}”下已经有叫“{child.name}”的单位，请先改名或移走。")
        before = facts_of(child)
        places.change_present(child, on, {"parent_id": successor.pk})
        claim(child, parent=successor)
        told.append((child, changed_since(before, child)))
    places.save()
    for child, changes in told:
        rows = places.told(child)
        audit.record(child, "unit.update", county=unit.own_county, changes=changes, rows=rows)


def _pass_roles(audit: Trail, unit: Unit, successor: Unit) -> None:
    """One line a user; a role that they hold there already is not given twice."""
    held = RoleAssignment.objects.filter(unit=unit).select_related("user").order_by("user", "pk")
    there = set(RoleAssignment.objects.filter(unit=successor).values_list("user", "role"))
    lines: dict[int, list[Told]] = {}
    users = {}
    for role in held:
        if role.role != Role.REPORTER and successor.kind not in COUNTY_WIDE:
            raise DomainError(
                f"{role.user}在“{unit.name}”是{role.word}，职责是全县的，"
                f"“{successor.name}”不能承接；请先在“用户”里改派。"
            )
        users[role.user_id] = role.user
        told = lines.setdefault(role.user_id, [])
        told.append((role, gone(role)))
        if (role.user_id, role.role) not in there:
            given = RoleAssignment.objects.create(user=role.user, role=role.role, unit=successor)
            told.append((given, made(given)))
    held.delete()
    for user_id, told in lines.items():
        claim(users[user_id])
        audit.record(users[user_id], "user.update", county=unit.own_county, rows=told)
