"""Who may do what about problems, orders, visits, notices and points: data/rights.csv."""

from accounts.models import Unit, User
from accounts.rules import (
    drafts_scheme,
    issues_notice,
    publishes_result,
    raises_problem,
    reads_county,
    reporting_unit_ids,
    reports_for,
    supervises,
)
from projects.models import Project
from supervision.models import DispatchOrder


def may_raise_problem(by: User, project: Project) -> bool:
    """The bureau, an inspector or a leader of any project; a unit of those it has a part in."""
    if supervises(by, project.county):
        return True
    if reads_county(by, project.county):
        return raises_problem(by, project.county)
    parts = project.unit_parts.current().filter(unit__in=reporting_unit_ids(by))
    return parts.exists()


def may_settle_problem(by: User, county: Unit) -> bool:
    """Set its severity, and say that it is solved."""
    return supervises(by, county)


def may_issue_order(by: User, county: Unit) -> bool:
    """Issue, check and close."""
    return supervises(by, county)


def may_answer_order(by: User, order: DispatchOrder) -> bool:
    """Acknowledge and reply."""
    return reports_for(by, order.addressee)


def may_record_inspection(by: User, county: Unit) -> bool:
    return supervises(by, county)


def may_call_meeting(by: User, county: Unit) -> bool:
    """The joint meeting decides on what the bureau puts before it; its rights are those of the
    dispatch orders."""
    return supervises(by, county)


def may_draft_notice(by: User, county: Unit) -> bool:
    return supervises(by, county)


def may_issue_notice(by: User, county: Unit) -> bool:
    """Also what withdraws an item of an earlier one."""
    return issues_notice(by, county)


def may_view_scores(user: User, county: Unit) -> bool:
    """Every unit's; a reporter sees his own unit's and the published ranking."""
    return reads_county(user, county)


def may_view_score_of(user: User, unit: Unit) -> bool:
    return reads_county(user, unit.own_county) or reports_for(user, unit)


def may_draft_scheme(by: User, county: Unit) -> bool:
    return drafts_scheme(by, county)


def may_force_scheme(by: User, county: Unit) -> bool:
    return publishes_result(by, county)


def may_publish_result(by: User, county: Unit) -> bool:
    return publishes_result(by, county)
