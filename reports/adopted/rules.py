"""Who may adopt documents and fill them."""

from accounts.models import Unit, User
from accounts.rights import may


def adopts(user: User | None, county: Unit) -> bool:
    return may(user, "table.fill", county)
