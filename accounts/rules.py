"""Who may: small named predicates. The policy is ``accounts/rights.csv`` (the design's
data/rights.csv); ``accounts/tests/test_rights.py`` holds each predicate against its line.

A right is held in a county, or for a reporter on a unit. Without ``county`` a predicate says
whether the user holds the right anywhere: enough for a menu, not for an act. Rights that hang on
a project (whose unit has a part in it) build on these in projects/rules.py.
"""

from accounts.models import TRAIL_ACTORS, TRAIL_READERS, Role, Unit, User

COUNTY_READERS = (
    Role.REVIEWER,
    Role.APPROVER,
    Role.INSPECTOR,
    Role.LEADER,
    Role.AUDITOR,
)
# The bureau's office: it prepares; what binds is the approver's.
OFFICE = (Role.REVIEWER, Role.APPROVER)
SUPERVISORS = (*OFFICE, Role.INSPECTOR)


def holds(user: User, *roles: str, county: Unit | None = None) -> bool:
    """Whether the user holds one of the roles, in ``county`` where one is given."""
    return any(
        held.role in roles and (county is None or held.county_id == county.pk)
        for held in user.held_roles
    )


# --- Reading ---------------------------------------------------------------------------


def reports_for(user: User, unit: Unit) -> bool:
    return any(h.role == Role.REPORTER and h.unit_id == unit.pk for h in user.held_roles)


def reports_somewhere(user: User) -> bool:
    return holds(user, Role.REPORTER)


def reporting_unit_ids(user: User) -> set[int]:
    """The units whose reporter the user is."""
    return {h.unit_id for h in user.held_roles if h.role == Role.REPORTER}


def county_ids_read(user: User) -> set[int | None]:
    """The counties of which the user sees every project and figure."""
    return {h.county_id for h in user.held_roles if h.role in COUNTY_READERS}


def reads_county(user: User, county: Unit | None = None) -> bool:
    """Every project, plan line and entry of the county."""
    return holds(user, *COUNTY_READERS, county=county)


def reads_projects(user: User) -> bool:
    """Some projects: the county's, or those the user's unit has a part in."""
    return reads_county(user) or reports_somewhere(user)


# --- Projects and plan lists -----------------------------------------------------------


def proposes_project_change(user: User, county: Unit | None = None) -> bool:
    """Propose new or changed master data. A reporter: of a project his unit has a part in."""
    return holds(user, Role.REPORTER, Role.REVIEWER, county=county)


def changes_project(user: User, county: Unit | None = None) -> bool:
    return holds(user, Role.APPROVER, county=county)


def imports_plan(user: User, county: Unit | None = None) -> bool:
    return holds(user, *OFFICE, county=county)


# --- Entries and periods ---------------------------------------------------------------


def enters_entry(user: User, unit: Unit) -> bool:
    """Enter, upload, submit and withdraw the unit's own figures."""
    return reports_for(user, unit)


def keys_entry(user: User, county: Unit | None = None) -> bool:
    """Enter on behalf of a unit (代录)."""
    return holds(user, *OFFICE, county=county)


def brings_in_entries(user: User) -> bool:
    """By a monthly workbook: the unit's own, or the county's on its units' behalf."""
    return reports_somewhere(user) or keys_entry(user)


def returns_entry(user: User, county: Unit | None = None) -> bool:
    return holds(user, *OFFICE, county=county)


def reviews_entry(user: User, county: Unit | None = None) -> bool:
    """Not what he keyed himself, unless the unit has confirmed it: investment/ sees to that."""
    return holds(user, *OFFICE, county=county)


def approves_entry(user: User, county: Unit | None = None) -> bool:
    return holds(user, Role.APPROVER, county=county)


def proposes_verified_figure(user: User, county: Unit | None = None) -> bool:
    return holds(user, Role.REVIEWER, county=county)


def sets_verified_figure(user: User, county: Unit | None = None) -> bool:
    return holds(user, Role.APPROVER, county=county)


def proposes_correction(user: User, county: Unit | None = None) -> bool:
    """Of an approved entry. A reporter: of his own unit's."""
    return holds(user, Role.REPORTER, Role.REVIEWER, county=county)


def corrects_entry(user: User, county: Unit | None = None) -> bool:
    return holds(user, Role.APPROVER, county=county)


def proposes_period(user: User, county: Unit | None = None) -> bool:
    return holds(user, Role.REVIEWER, county=county)


def manages_period(user: User, county: Unit | None = None) -> bool:
    """Open, extend and close."""
    return holds(user, Role.APPROVER, county=county)


def downloads_upload(user: User, unit: Unit | None, county: Unit) -> bool:
    """The original file that ``unit`` (None: the bureau) sent in ``county``."""
    if holds(user, Role.REVIEWER, Role.APPROVER, Role.AUDITOR, county=county):
        return True
    return unit is not None and reports_for(user, unit)


def lists_uploads(user: User) -> bool:
    """Some uploads: the county's, or the user's own unit's."""
    return reports_somewhere(user) or holds(user, Role.REVIEWER, Role.APPROVER, Role.AUDITOR)


def undoes_upload(user: User, sender_id: int, unit: Unit | None, county: Unit) -> bool:
    """Take back an applied upload: who sent it, while he may still send for ``unit`` (None: the
    bureau, or several), and the approver."""
    if approves_entry(user, county):
        return True
    may_send = keys_entry(user, county) or (
        reports_somewhere(user) if unit is None else reports_for(user, unit)
    )
    return user.pk == sender_id and may_send


# --- Supervision -----------------------------------------------------------------------


def raises_problem(user: User, county: Unit | None = None) -> bool:
    """Of some project. A reporter: of one that his unit has a part in."""
    return holds(user, Role.REPORTER, *SUPERVISORS, Role.LEADER, county=county)


def supervises(user: User, county: Unit | None = None) -> bool:
    """Issue and check dispatch orders, record visits, draft notices."""
    return holds(user, *SUPERVISORS, county=county)


def issues_notice(user: User, county: Unit | None = None) -> bool:
    return holds(user, Role.APPROVER, county=county)


def drafts_scheme(user: User, county: Unit | None = None) -> bool:
    return holds(user, *OFFICE, county=county)


def publishes_result(user: User, county: Unit | None = None) -> bool:
    """Put a scheme in force, and publish what came of it."""
    return holds(user, Role.APPROVER, county=county)


# --- Reports ---------------------------------------------------------------------------


def views_county_dashboard(user: User, county: Unit | None = None) -> bool:
    return reads_county(user, county)


def views_unit_dashboard(user: User, unit: Unit) -> bool:
    return reports_for(user, unit) or any(
        h.role in COUNTY_READERS and h.county_id == unit.own_county_id for h in user.held_roles
    )


def generates_document(user: User, county: Unit | None = None) -> bool:
    return holds(user, *OFFICE, county=county)


def downloads_document(user: User, county: Unit | None = None) -> bool:
    return reads_county(user, county)


# --- Accounts and the trail ------------------------------------------------------------


def manages_accounts(user: User, county: Unit | None = None) -> bool:
    return holds(user, Role.ADMINISTRATOR, county=county)


def manages_account_of(user: User, person: User) -> bool:
    """What is the person's in every county at once: password, name, being in use. For those who
    administer all of them, lest one county's administrator sign in as another's approver."""
    return all(
        held.county_id is not None and manages_accounts(user, held.unit.own_county)
        for held in person.held_roles
    )


def views_accounts(user: User, county: Unit | None = None) -> bool:
    return holds(user, Role.ADMINISTRATOR, Role.AUDITOR, county=county)


def views_whole_trail(user: User, county: Unit | None = None) -> bool:
    return holds(user, *TRAIL_READERS, county=county)


def views_trail(user: User) -> bool:
    """The county's, or at least one's own actions."""
    return holds(user, *TRAIL_READERS, *TRAIL_ACTORS)
