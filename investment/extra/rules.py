"""Who may say what of 附加指标."""

from accounts.models import Unit, User
from accounts.rights import PROPOSE, may


def may_ask(user: User, county: Unit) -> bool:
    """To add, rename or retire one, or to propose it."""
    right = "column.manage"
    return may(user, right, county) or may(user, right, county, answer=PROPOSE)
