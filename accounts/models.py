"""The tables of this room: who is who (``people``), and what was done (``trail``)."""

from accounts.people.models import (
    FormerPlace,
    FormerUnit,
    Role,
    RoleAssignment,
    RoleName,
    Unit,
    UnitKind,
    User,
)
from accounts.people.sessions import UserSession
from accounts.trail.models import AuditEvent, AuditHead

__all__ = [
    "AuditEvent",
    "AuditHead",
    "FormerPlace",
    "FormerUnit",
    "Role",
    "RoleAssignment",
    "RoleName",
    "Unit",
    "UnitKind",
    "User",
    "UserSession",
]
