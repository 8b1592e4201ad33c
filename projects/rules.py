"""Who may, of a project or an upload; builds on ``accounts.rules`` (accounts/rights.csv)."""

from accounts import rules
from accounts.models import User
from projects.models import Project
from workbooks.models import Upload


def changes_project(user: User, project: Project) -> bool:
    """Master data takes force by an approver's hand."""
    return rules.changes_project(user, project.county)


def applies_upload(user: User, upload: Upload) -> bool:
    return rules.imports_plan(user, upload.county)


def downloads_original(user: User, upload: Upload) -> bool:
    return rules.downloads_upload(user, upload.unit, upload.county)
