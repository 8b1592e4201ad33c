"""The units below a unit and the roles of its users pass to its successor."""

import datetime

from accounts.models import Unit
from accounts.people.services.closing import pass_units_and_roles
from accounts.trail.audit import Trail
from projects.mergers.succession import Holding, Succession


def _holds(unit: Unit, today: datetime.date) -> list[Holding]:
    held = unit.role_assignments.select_related("user").order_by("user", "pk")
    roles = [f"{role.user}（{role.word}）" for role in held]
    return [
        Holding("用户", roles),
        Holding("下级单位", [str(each) for each in unit.children.all()]),
    ]


def _pass_on(audit: Trail, unit: Unit, successor: Unit, on: datetime.date) -> None:
    pass_units_and_roles(audit, unit, successor, on)


TREE = Succession(_holds, _pass_on)
