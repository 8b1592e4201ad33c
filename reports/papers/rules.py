"""Who may compose, issue and read papers."""

from accounts.models import Unit, User
from accounts.rights import may
from reports.papers.models import READ_BY, PaperKind


def issues(user: User | None, county: Unit) -> bool:
    return may(user, "document.issue", county)


def writes(user: User | None, county: Unit) -> bool:
    return may(user, "document.generate", county)


def makes(user: User | None, kind: PaperKind, county: Unit) -> bool:
    """Whether they may draft papers of the kind."""
    right = READ_BY.get(kind, "document.generate")
    return writes(user, county) and may(user, right, county)
