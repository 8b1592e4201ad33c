"""The count beside 待办 stands in the browser for a while, but no longer than until the person has
done something themselves.

After each deed the browser holds the deed's id in a cookie, and the page asks for the count under
an address that ends in it: a new deed, a new address. Nothing is written to the session, and no
page waits for the count.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

LAST_DEED = "last_deed"
_ID = re.compile(r"[0-9a-f]{12}")
_READS = ("GET", "HEAD", "OPTIONS", "TRACE")


def remember_deeds(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Tell the browser of each deed that was not refused."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method not in _READS and response.status_code < 400:
            response.set_cookie(
                LAST_DEED,
                request.request_id,  # type: ignore[attr-defined]
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware


def address_of_now(request: HttpRequest, address: str) -> str:
    """The address, other than it was before the person's last deed."""
    deed = request.COOKIES.get(LAST_DEED, "")
    return f"{address}?after={deed}" if _ID.fullmatch(deed) else address
