"""Who may do what about problems, orders, visits, notices and points: data/rights.csv."""

from django.db.models import Q, QuerySet

from accounts.models import Role, Unit, User
from accounts.rules import (
    SUPERVISORS,
    holds,
    issues_notice,
    reporting_unit_ids,
    reports_for,
    supervises,
)
from projects.models import Project, ProjectUnit
from supervision.models import DispatchOrder, MeetingDecision


def may_raise_problem(by: User, project: Project) -> bool:
    """The bureau, an inspector or a leader of any project; a unit of those it has a part in."""
    if supervises(by, project.county) or holds(by, Role.LEADER, county=project.county):
        return True
    parts = project.unit_parts.current().filter(unit__in=reporting_unit_ids(by))
    return parts.exists()


def projects_to_raise(by: User) -> QuerySet[Project]:
    """Those of which ``may_raise_problem`` holds."""
    counties = {
        held.county_id for held in by.held_roles if held.role in (*SUPERVISORS, Role.LEADER)
    }
    parts = ProjectUnit.objects.current().filter(unit__in=reporting_unit_ids(by))
    return Project.objects.filter(Q(county__in=counties) | Q(pk__in=parts.values("project")))


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


def may_fulfil_decision(by: User, decision: MeetingDecision) -> bool:
    """The bureau, and who reports for the unit that owns it."""
    county = decision.item.meeting.county
    return may_call_meeting(by, county) or reports_for(by, decision.owner)


def may_draft_notice(by: User, county: Unit) -> bool:
    return supervises(by, county)


def may_issue_notice(by: User, county: Unit) -> bool:
    """Also what withdraws an item of an earlier one."""
    return issues_notice(by, county)
