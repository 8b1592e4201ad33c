"""Who is signed in: sessions that know whose they are, so that a person's can be ended at once.

Django's own way to more columns of a session; settings name this module as ``SESSION_ENGINE``.
"""

import datetime
import logging
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import DatabaseError, models

from accounts.pages.full_disk import is_full
from accounts.people.models import User
from accounts.trail.facts import Free

logger = logging.getLogger("xushi.sessions")


class UserSession(AbstractBaseSession):
    """``user`` is None for a session of somebody who has not signed in."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")

    trail = Free("who is signed in")

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "登录状态"
        verbose_name_plural = "登录状态"

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        return SessionStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[UserSession]:
        return UserSession

    def save(self, must_create: bool = False) -> None:
        """A full disk ends nobody's session and keeps nobody from reading: that they were seen a
        moment ago is then not written down."""
        try:
            super().save(must_create)
        except DatabaseError as error:
            if must_create or not is_full(error):
                raise
            logger.warning("The disk is full: a session was not written")

    def create_model_instance(self, data: dict[str, Any]) -> UserSession:
        session = super().create_model_instance(data)
        assert isinstance(session, UserSession)
        session.user_id = data.get(SESSION_KEY)
        return session


def end_sessions(user: User) -> None:
    """Sign the user out everywhere, for good: none comes back when they are enabled again."""
    user.sessions.all().delete()


def forget_expired_sessions(now: datetime.datetime) -> list[str]:
    """For tick, to which that it was done is nothing to tell. By the real time, as sessions
    themselves end, also where a demonstration holds the day still."""
    SessionStore.clear_expired()
    return []
