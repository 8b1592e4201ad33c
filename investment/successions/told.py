"""What became of a project is a part of what happened to it."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from investment.models import SuccessionKind, SuccessionShare
from measures.money import in_wan
from projects.happenings import Happening
from projects.models import Project


def successions_told(user: User, project: Project) -> Iterator[Happening]:
    """What it took over and what others took over of it: who sees the project sees that."""
    shares = SuccessionShare.objects.filter(
        Q(predecessor=project) | Q(successor=project)
    ).select_related("succession", "predecessor", "successor")
    for share in shares:
        succession = share.succession
        kind = SuccessionKind(succession.kind).label
        money = f"本年完成{in_wan(share.carried)}" if share.carried else "已完成投资"
        if share.successor_id == project.pk:
            words = f"由“{share.predecessor}”{kind}，承接{money}"
        else:
            words = f"{kind}，由“{share.successor}”承接{money}"
        yield Happening(
            share.from_day,
            kind,
            words,
            reverse("investment:succession", args=[succession.pk]),
            note=succession.document_number,
        )
