"""Who may, of a project or an upload; builds on the rights table."""

from accounts.models import Unit, User
from accounts.rights import PROPOSE, may, reporting_unit_ids
from projects.adjustments.in_force import is_in_force
from projects.models import AnnualPlan, Project
from workbooks.models import Upload
from workbooks.rules import downloads_upload


def changes_project(user: User, project: Project) -> bool:
    """Master data takes force by an approver's hand."""
    return may(user, "project.change", project.county)


def proposes_change(user: User, project: Project) -> bool:
    """A reviewer of any project, a reporter of those that the unit has a part in."""
    if may(user, "project.change", project.county, answer=PROPOSE):
        return True
    units = reporting_unit_ids(user)
    return bool(units) and project.unit_parts.current().filter(unit__in=units).exists()


def manages_lists(user: User, county: Unit) -> bool:
    """Make, name, issue and close the lists of a year."""
    return may(user, "plan.manage", county)


def proposes_lists(user: User, county: Unit) -> bool:
    return may(user, "plan.manage", county, answer=PROPOSE)


def drafts_next(user: User, plan: AnnualPlan) -> bool:
    """Draft the list of the next year from this, or propose to."""
    return plan.closed_on is None and (
        manages_lists(user, plan.county) or proposes_lists(user, plan.county)
    )


def removes_list(user: User, plan: AnnualPlan) -> bool:
    """A list that is not in force; whether something else rests on it the deed itself finds."""
    return manages_lists(user, plan.county) and not is_in_force(plan, by_command=True)


def writes_lines(user: User, plan: AnnualPlan) -> bool:
    """Put projects on a list, change what it plans of them, take them off, before it is issued."""
    return may(user, "plan.import", plan.county) and not plan.is_issued and not plan.closed_on


def sets_targets(user: User, plan: AnnualPlan) -> bool:
    """Say what a list is to have completed by a month; once it is issued, who manages lists."""
    manages = manages_lists(user, plan.county) and not plan.closed_on
    return manages or writes_lines(user, plan)


def applies_upload(user: User, upload: Upload) -> bool:
    return may(user, "plan.import", upload.county)


def undoes_import(user: User, upload: Upload) -> bool:
    """Take back what a plan's upload wrote: who sent it, while they may still import, and the
    approver."""
    is_own = user.pk == upload.uploaded_by_id and applies_upload(user, upload)
    return is_own or may(user, "upload.undo", upload.county)


def downloads_original(user: User, upload: Upload) -> bool:
    return downloads_upload(user, upload.unit, upload.county)
