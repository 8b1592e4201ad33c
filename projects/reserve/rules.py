"""Who makes a project of the register of what stands in the reserve."""

from accounts.models import Unit, User
from accounts.rights import may


def takes_into_lists(user: User | None, county: Unit) -> bool:
    """Who brings plans in: reviewers and approvers."""
    return may(user, "plan.import", county)
