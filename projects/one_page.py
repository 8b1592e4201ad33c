"""The one page of a project, which every room leads to and the highest shows.

It stands in ``reports``, since it tells of everything below. The addresses of its tabs are those of
the rooms whose matter they are, ``projects:detail``, ``figures:project``, ``supervision:project``,
``investment:project`` …; their views call ``show``.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from accounts.pages.signed_in import SignedInRequest

Show = Callable[..., HttpResponse]

_shown_by: list[Show] = []


def register(show: Show) -> None:
    """The view that shows the page: ``show(request, project_id, tab, **asked)``."""
    _shown_by.append(show)


def show(request: SignedInRequest, project_id: int, tab: str, **asked: Any) -> HttpResponse:
    """The project with its ``tab`` open; ``asked`` is what else the address asks of that, or the
    ``refusal`` of a deed that was sent from it. 404 for who may not see the project."""
    return _shown_by[-1](request, project_id, tab, **asked)
