"""What can be done with units, users and sessions; each verb leaves its audit line."""

from accounts.people.services.acting import record_acting, record_end_of_acting
from accounts.people.services.sessions import record_failed_sign_in, record_sign_in, record_sign_out
from accounts.people.services.units import (
    UNIT_GUARDS,
    create_county,
    create_unit,
    unit_words,
    update_unit,
)
from accounts.people.services.users import (
    NewUser,
    RoleOnUnit,
    change_own_password,
    create_user,
    disable_user,
    enable_user,
    issue_temporary_password,
    update_user,
    works_elsewhere,
)

__all__ = [
    "UNIT_GUARDS",
    "NewUser",
    "RoleOnUnit",
    "change_own_password",
    "create_county",
    "create_unit",
    "create_user",
    "disable_user",
    "enable_user",
    "issue_temporary_password",
    "record_acting",
    "record_end_of_acting",
    "record_failed_sign_in",
    "record_sign_in",
    "record_sign_out",
    "unit_words",
    "update_unit",
    "update_user",
    "works_elsewhere",
]
