"""Who may manage an account."""

from accounts.models import User
from accounts.rights import may


def manages_account_of(user: User, person: User) -> bool:
    """What is the person's in every county at once: password, name, being in use. It takes rights
    in all of them, lest one county's administrator sign in as another's approver."""
    return all(
        held.county_id is not None and may(user, "account.manage", held.unit.own_county)
        for held in person.held_roles
    )
