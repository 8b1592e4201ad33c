"""How often a password may be guessed: against an account, from an address, and the two together.

django-axes counts; the three limits are ours. One who mistypes is locked out at their own machine
only, after AXES_FAILURE_LIMIT tries, and what they try then counts no more: so it takes twenty such
people to lock an office behind one address.
"""

from collections.abc import Mapping
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

PAIR, ACCOUNT, ADDRESS = "pair", "account", "address"
"""In the order of AXES_LOCKOUT_PARAMETERS."""


class Guesses(AxesDatabaseHandler):
    def get_failures(self, request: HttpRequest, credentials: Any = None) -> int:
        """Of the pair; as many as lock it where the account or the address has reached its own
        limit."""
        counted = self.counted(request, credentials)
        if any(counted[what] >= limit for what, limit in limits().items()):
            return int(settings.AXES_FAILURE_LIMIT)
        return counted[PAIR]

    def counted(self, request: HttpRequest, credentials: Any = None) -> dict[str, int]:
        """The failures that count now against each."""
        found = self.attempts(request, credentials)
        return {what: _failures(attempts) for what, attempts in found.items()}

    def attempts(
        self, request: HttpRequest, credentials: Any = None
    ) -> dict[str, "QuerySet[AccessAttempt]"]:
        found = self.get_user_attempts(request, credentials)
        return dict(zip((PAIR, ACCOUNT, ADDRESS), found, strict=True))

    def reset_user_attempts(self, request: HttpRequest, credentials: Any = None) -> int:
        """Who got in opens only their own account at their own address: else whoever has one
        password could guess all others without end."""
        pair, *_ = self.filter_user_attempts(request, credentials)
        return int(pair.delete()[0])


def limits() -> Mapping[str, int]:
    return {
        PAIR: settings.AXES_FAILURE_LIMIT,
        ACCOUNT: settings.ACCOUNT_FAILURE_LIMIT,
        ADDRESS: settings.ADDRESS_FAILURE_LIMIT,
    }


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None, credentials: Any
) -> HttpResponse:
    """The page that says what is locked and until when."""
    handler = AxesProxyHandler.get_implementation()
    counted = handler.counted(request, credentials)
    attempts = handler.attempts(request, credentials)
    locked = [what for what, limit in limits().items() if counted[what] >= limit]
    ends = [
        last + get_cool_off(request)
        for what in locked
        if (last := attempts[what].aggregate(last=Max("attempt_time"))["last"])
    ]
    context = {
        "what": locked[-1] if locked else PAIR,
        "failure_limit": settings.AXES_FAILURE_LIMIT,
        "until": timezone.localtime(max(ends)) if ends else None,
    }
    return render(request, "accounts/locked_out.html", context, status=429)


def _failures(attempts: "QuerySet[AccessAttempt]") -> int:
    return attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
