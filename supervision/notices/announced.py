"""What follows from a notice when it is issued: a higher room registers what it does then.

A listener runs within the transaction that issues the notice, after the notice has its number.
"""

from collections.abc import Callable

from accounts.trail.audit import Trail
from supervision.notices.models import SupervisionNotice

Listener = Callable[[Trail, SupervisionNotice], None]

_listeners: list[Listener] = []


def when_issued(listener: Listener) -> None:
    _listeners.append(listener)


def announce(audit: Trail, notice: SupervisionNotice) -> None:
    """Let every listener hear of ``notice``, in the order of registration."""
    for listener in _listeners:
        listener(audit, notice)
