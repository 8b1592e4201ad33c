"""Who may, of a project or a list; builds on ``accounts.rules`` (accounts/rights.csv)."""

from accounts import rules
from accounts.models import Unit, User
from projects.models import Project
from workbooks.models import Upload

reads_projects = rules.reads_projects


def changes_project(user: User, project: Project) -> bool:
    """Master data takes force by an approver's hand."""
    return rules.changes_project(user, project.county)


def creates_project(user: User, county: Unit) -> bool:
    return rules.changes_project(user, county)


def imports_plan(user: User, county: Unit) -> bool:
    return rules.imports_plan(user, county)


def downloads_original(user: User, upload: Upload) -> bool:
    return rules.downloads_upload(user, upload.unit, upload.county)
