"""Who asks: the identity of the request being served, for logs and the audit trail."""

import logging
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestIdentity:
    """``request_id`` is quoted to users on error pages; ``address`` is the client's."""

    request_id: str = ""
    address: str = ""


NOBODY = RequestIdentity()
_current: ContextVar[RequestIdentity] = ContextVar("request_identity", default=NOBODY)


def current_request() -> RequestIdentity:
    """The request being served in this thread, or an empty one outside any request."""
    return _current.get()


def serve(identity: RequestIdentity):
    """Make ``identity`` the current request; returns the token that ``leave`` takes."""
    return _current.set(identity)


def leave(token) -> None:
    _current.reset(token)


class RequestIdentityFilter(logging.Filter):
    """Puts the request id on every log line. Django logs a 404 when the request has been served
    already; such a record brings its request along."""

    def filter(self, record: logging.LogRecord) -> bool:
        served = getattr(getattr(record, "request", None), "request_id", "")
        record.request_id = current_request().request_id or served or "-"
        return True
