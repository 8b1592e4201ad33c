"""Who may compose, issue and read papers."""

from accounts.models import Unit, User
from accounts.rights import may


def issues(user: User | None, county: Unit) -> bool:
    return may(user, "document.issue", county)


def writes(user: User | None, county: Unit) -> bool:
    return may(user, "document.generate", county)
