"""Who may say that a project goes on as others."""

from accounts.models import Unit, User
from accounts.rights import PROPOSE, may


def decides(user: User | None, county: Unit) -> bool:
    return may(user, "plan.adjust", county)


def proposes(user: User | None, county: Unit) -> bool:
    """A reviewer proposes, and so does who decides."""
    return decides(user, county) or may(user, "plan.adjust", county, answer=PROPOSE)
