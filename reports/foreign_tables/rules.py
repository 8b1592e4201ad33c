"""Who may match and fill the forms of other offices."""

from accounts.models import Unit, User
from accounts.rights import may


def fills(user: User | None, county: Unit) -> bool:
    return may(user, "table.fill", county)
