"""Beginning to act for another, and ending it: told by the trail."""

from django.db import transaction

from accounts.models import User
from accounts.people.models import Acting
from accounts.trail.audit import audited


@transaction.atomic
def record_acting(*, user: User, acting: Acting) -> None:
    """Who acts for another already ends that first."""
    record_end_of_acting(user=user)
    _record(user, acting, "session.act", ("", acting.name))


def record_end_of_acting(*, user: User) -> None:
    """Nothing where they act for nobody; else they do what follows as themselves."""
    if user.acts_for is not None:
        _record(user, user.acts_for, "session.act_end", (user.acts_for.name, ""))
        user.act_as_oneself()


def _record(user: User, acting: Acting, action: str, told: tuple[str, str]) -> None:
    with audited(by=user) as audit:
        audit.record(user, action, county=acting.county, changes={"acts_for": told})
