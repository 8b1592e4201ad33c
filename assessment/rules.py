"""Who may do what about schemes, results and points: rights.csv."""

from accounts.models import Unit, User
from accounts.rules import (
    drafts_scheme,
    publishes_result,
    reads_county,
    reports_for,
)


def may_view_score_of(user: User, unit: Unit) -> bool:
    return reads_county(user, unit.own_county) or reports_for(user, unit)


def may_draft_scheme(by: User, county: Unit) -> bool:
    return drafts_scheme(by, county)


def may_force_scheme(by: User, county: Unit) -> bool:
    return publishes_result(by, county)


def may_publish_result(by: User, county: Unit) -> bool:
    return publishes_result(by, county)
