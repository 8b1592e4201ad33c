"""Who may, of changes of a list and of the plans in which they take force."""

from accounts.models import Unit, User
from accounts.rights import PROPOSE, may, reporting_unit_ids
from projects.models import ChangeState, PlanChange, Project, ProjectUnit


def drafts(user: User | None, county: Unit) -> bool:
    """A reviewer drafts, and so does who puts in force."""
    return puts_in_force(user, county) or may(user, "plan.adjust", county, answer=PROPOSE)


def puts_in_force(user: User | None, county: Unit) -> bool:
    return may(user, "plan.adjust", county)


def asking_unit(user: User, project: Project) -> Unit | None:
    """The unit of the user's that has a part in the project; None where they may not ask."""
    parts = ProjectUnit.objects.current().filter(project=project, unit__in=reporting_unit_ids(user))
    held = parts.select_related("unit").order_by("part", "pk").first()
    return held.unit if held and may(user, "plan.ask", held.unit) else None


def withdraws(user: User, change: PlanChange) -> bool:
    """Who reports for the unit that asked, until the bureau has taken it up."""
    is_own = change.unit_id in reporting_unit_ids(user)
    return is_own and change.state == ChangeState.WAITING
