"""Who may, of a project or an upload; builds on ``accounts.rules`` (accounts/rights.csv)."""

from accounts import rules
from accounts.models import Role, User
from projects.models import Project
from workbooks.models import Upload


def changes_project(user: User, project: Project) -> bool:
    """Master data takes force by an approver's hand."""
    return rules.changes_project(user, project.county)


def proposes_change(user: User, project: Project) -> bool:
    """A reviewer of any project, a reporter of those that his unit has a part in."""
    if rules.holds(user, Role.REVIEWER, county=project.county):
        return True
    units = rules.reporting_unit_ids(user)
    return bool(units) and project.unit_parts.current().filter(unit__in=units).exists()


def applies_upload(user: User, upload: Upload) -> bool:
    return rules.imports_plan(user, upload.county)


def downloads_original(user: User, upload: Upload) -> bool:
    return rules.downloads_upload(user, upload.unit, upload.county)
