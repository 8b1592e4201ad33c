"""What happened to a project, told by every room that knows a part of it.

The one page of a project stands in ``reports`` and shows a timeline from reserve to 投产 or 投用.
It asks nobody by name: each room registers what it tells, from the ``ready`` of its ``apps.py``::

    from projects import happenings
    from projects.approvals.told import approvals_told

    happenings.register("手续", approvals_told)

A source takes the user who looks and the project, which that user sees, and returns what happened
on which day. It begins at ``visible_to(user)`` of its own rows, so that nobody is told here what
is kept from him elsewhere, asks **one question of the database** however many rows there are
(``select_related`` what the words need), and gives addresses only of pages that this user may
open::

    def approvals_told(user: User, project: Project) -> Iterator[Happening]:
        for approval in Approval.objects.visible_to(user).filter(project=project):
            if approval.done_on:
                yield Happening(
                    approval.done_on,
                    "手续办结",
                    f"{approval.kind}（{approval.document_number}）",
                    reverse("projects:approvals", args=[project.pk]),
                )
            elif approval.promised_on:
                yield Happening(approval.promised_on, "容缺承诺", …, is_planned=True)

What is planned for a day (``is_planned``) is shown while that day is still to come; what became of
it is told by another happening.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import User
from projects.models import Project


@dataclass(frozen=True)
class Happening:
    """One thing that happened on ``day``, or is planned for it. ``kind`` is one word or two for
    what it is (开工, 问题), ``words`` what there is to say, ``note`` what stands small beside it
    (who, which document), ``url`` a page that opens it, ``photo`` the address of a small picture.
    ``is_urgent`` asks for attention. ``paper``: the document of which it tells, by name or number;
    it stands among the project's papers too."""

    day: datetime.date
    kind: str
    words: str
    url: str = ""
    note: str = ""
    photo: str = ""
    is_urgent: bool = False
    is_planned: bool = False
    paper: str = ""


Source = Callable[[User, Project], Iterable[Happening]]
"""What is told to the user of the project."""

_registered: dict[str, list[Source]] = defaultdict(list)


def register(topic: str, source: Source) -> None:
    """``topic`` is what a reader chooses to see alone: 计划, 进度, 问题督办, 手续 …"""
    _registered[topic].append(source)


def topics() -> list[str]:
    """In the order of registration."""
    return list(_registered)


def told_of(user: User, project: Project, topic: str = "") -> list[Happening]:
    """All that the rooms tell the user of the project, or of one topic, the latest first; of one
    day in the order of the rooms. One question a source."""
    asked = [_registered[topic]] if topic in _registered else _registered.values()
    told = [each for sources in asked for source in sources for each in source(user, project)]
    return sorted(told, key=lambda each: each.day, reverse=True)
