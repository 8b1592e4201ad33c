"""Who may enter facts from outside."""

from accounts.models import Unit, User
from accounts.rights import may


def enters(user: User, county: Unit) -> bool:
    return may(user, "document.generate", county)
