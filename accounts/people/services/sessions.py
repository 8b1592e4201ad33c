"""The trail of signing in and out. Signing in itself is Django's, the lock-out django-axes'."""

from accounts import clock
from accounts.models import User
from accounts.people.selectors import home_county, only_county
from accounts.trail.audit import audited


def record_sign_in(*, user: User) -> None:
    """Also sets the time of the last sign-in by our clock, which a demonstration holds still."""
    with audited(by=user) as audit:
        User.objects.filter(pk=user.pk).update(last_login=clock.now())
        audit.record(user, "session.sign_in", county=home_county(user))


def record_sign_out(*, user: User) -> None:
    with audited(by=user) as audit:
        audit.record(user, "session.sign_out", county=home_county(user))


def record_failed_sign_in(*, username: str, locked: bool) -> None:
    """Who tried is not known, so the line has no actor. What was typed is kept only where it is
    a user's name: people type their password into the wrong box. A try that is nobody's belongs
    to the only county, lest no auditor see it."""
    user = User.objects.filter(username=username).first()
    with audited(by=None) as audit:
        audit.record(
            user or User(),
            "session.lock" if locked else "session.fail",
            county=(home_county(user) if user else None) or only_county(),
            label="" if user else "不存在的用户名",
        )
