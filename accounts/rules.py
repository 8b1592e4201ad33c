"""Who may: small named predicates. The policy is data/rights.csv of the design; the tests in
``accounts/tests/test_rights.py`` hold each predicate against its line."""

from accounts.models import Role, Unit, User

COUNTY_READERS = (
    Role.REVIEWER,
    Role.APPROVER,
    Role.INSPECTOR,
    Role.LEADER,
    Role.AUDITOR,
)


def holds(user: User, *roles: str, county: Unit | None = None) -> bool:
    """Whether the user holds one of the roles, in ``county`` where one is given."""
    return any(
        held.role in roles and (county is None or held.county_id == county.pk)
        for held in user.held_roles
    )


def reports_for(user: User, unit: Unit) -> bool:
    return any(h.role == Role.REPORTER and h.unit_id == unit.pk for h in user.held_roles)


def reporting_unit_ids(user: User) -> set[int]:
    """The units whose reporter the user is."""
    return {h.unit_id for h in user.held_roles if h.role == Role.REPORTER}


def county_ids_read(user: User) -> set[int | None]:
    """The counties of which the user sees every project and figure."""
    return {h.county_id for h in user.held_roles if h.role in COUNTY_READERS}


def reads_county(user: User, county: Unit) -> bool:
    return holds(user, *COUNTY_READERS, county=county)


def manages_accounts(user: User, county: Unit | None = None) -> bool:
    return holds(user, Role.ADMINISTRATOR, county=county)


def views_accounts(user: User, county: Unit | None = None) -> bool:
    return holds(user, Role.ADMINISTRATOR, Role.AUDITOR, county=county)


def views_trail(user: User) -> bool:
    return holds(user, Role.APPROVER, Role.AUDITOR, Role.REPORTER, Role.REVIEWER)
