"""Who may raise a problem of a project, and who answers an order: rights.csv on these things."""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.rights import counties_where, may, reporting_unit_ids, reports_for
from projects.models import Project, ProjectUnit
from supervision.models import DispatchOrder, MeetingDecision


def may_raise_problem(by: User, project: Project) -> bool:
    """The bureau, an inspector or a leader of any project; a unit of those it has a part in."""
    if may(by, "problem.raise", project.county):
        return True
    parts = project.unit_parts.current().filter(unit__in=reporting_unit_ids(by))
    return parts.exists()


def projects_to_raise(by: User) -> QuerySet[Project]:
    """Those of which ``may_raise_problem`` holds."""
    counties = counties_where(by, "problem.raise")
    parts = ProjectUnit.objects.current().filter(unit__in=reporting_unit_ids(by))
    return Project.objects.filter(Q(county__in=counties) | Q(pk__in=parts.values("project")))


def may_answer_order(by: User, order: DispatchOrder) -> bool:
    """Acknowledge and reply."""
    return reports_for(by, order.addressee)


def may_fulfil_decision(by: User, decision: MeetingDecision) -> bool:
    """The bureau, and who reports for the unit that owns it."""
    county = decision.item.meeting.county
    return may(by, "order.issue", county) or reports_for(by, decision.owner)
