"""Who may declare, and who confirms."""

from accounts.models import Unit, User
from accounts.rights import ON_BEHALF, may

OWN = "own"


def declares(user: User | None, unit: Unit) -> bool:
    """A reporter for his own unit; the bureau on behalf of any."""
    own = may(user, "subject.report", unit, answer=OWN)
    return own or declares_on_behalf(user, unit)


def declares_on_behalf(user: User | None, unit: Unit) -> bool:
    return may(user, "subject.report", unit, answer=ON_BEHALF)


def confirms(user: User | None, county: Unit) -> bool:
    return may(user, "subject.confirm", county)
