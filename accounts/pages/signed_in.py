"""The request as views see it. Sign-in is required by middleware, so its user is a ``User``."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """For annotations alone: Django's own type allows an anonymous user everywhere."""

    user: User
    htmx: HtmxDetails
