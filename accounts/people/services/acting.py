"""Beginning to act for another, and ending it: told by the trail."""

from accounts.models import User
from accounts.people.models import Acting
from accounts.trail.audit import audited


def record_acting(*, user: User, acting: Acting) -> None:
    _record(user, acting, "session.act", ("", acting.name))


def record_end_of_acting(*, user: User, acting: Acting) -> None:
    _record(user, acting, "session.act_end", (acting.name, ""))


def _record(user: User, acting: Acting, action: str, told: tuple[str, str]) -> None:
    with audited(by=user) as audit:
        audit.record(user, action, county=acting.county, changes={"acts_for": told})
