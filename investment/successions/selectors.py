"""What pages read of projects that went on as others."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from investment.carrying import Share
from investment.models import ProjectSuccession, SuccessionKind, SuccessionShare
from investment.successions.asked import Asked
from investment.successions.effect import share_words
from measures.money import in_wan
from projects.models import AnnualPlan, Project


def successions_of(project: Project, user: User) -> "QuerySet[ProjectSuccession]":
    """Those that the project went through or waits for, the latest first."""
    taken = SuccessionShare.objects.filter(Q(predecessor=project) | Q(successor=project))
    found = ProjectSuccession.objects.visible_to(user).filter(
        Q(project=project) | Q(pk__in=taken.values("succession"))
    )
    return found.select_related("project", "county", "proposed_by", "decided_by")


def shares_with_names(succession: ProjectSuccession) -> list[SuccessionShare]:
    return list(succession.shares.select_related("predecessor", "successor"))


def share_in_words(share: SuccessionShare) -> str:
    """400‰, 按金额, 余下的全部."""
    return share_words(Share(*(getattr(share, name) for name in Share._fields)))


@dataclass(frozen=True)
class Origin:
    """That a project took over from others, or others from it, in words."""

    words: str
    others: tuple[Project, ...]
    succession: ProjectSuccession


def origins_of(projects: Iterable[int]) -> dict[int, list[Origin]]:
    """由“环城路”自2019年5月6日起拆分, by the project that took over; one query."""
    shares = SuccessionShare.objects.filter(successor__in=list(projects)).select_related(
        "succession__project", "predecessor"
    )
    by_successor: dict[tuple[int, int], list[SuccessionShare]] = {}
    for share in shares:
        by_successor.setdefault((share.successor_id, share.succession_id), []).append(share)
    found: dict[int, list[Origin]] = {}
    for (successor, _), own in by_successor.items():
        succession = own[0].succession
        names = "、".join(f"“{share.predecessor}”" for share in own)
        day = f"{own[0].from_day:%Y年}{own[0].from_day.month}月{own[0].from_day.day}日"
        words = f"由{names}自{day}起{SuccessionKind(succession.kind).label}"
        carried = sum(share.carried or 0 for share in own)
        if carried:
            words += f"，承接本年完成{in_wan(carried)}"
        others = tuple(share.predecessor for share in own)
        found.setdefault(successor, []).append(Origin(words, others, succession))
    return found


def origin_words(projects: Iterable[int]) -> dict[int, str]:
    """What lists of projects say of those that took over."""
    origins = origins_of(projects)
    return {pk: "；".join(origin.words for origin in own) for pk, own in origins.items()}


def became_of(project: Project) -> list[Origin]:
    """自2019年5月6日起拆分为“一标段”“二标段”; one query."""
    shares = SuccessionShare.objects.filter(predecessor=project).select_related(
        "succession__project", "successor"
    )
    by_succession: dict[int, list[SuccessionShare]] = {}
    for share in shares:
        by_succession.setdefault(share.succession_id, []).append(share)
    found = []
    for own in by_succession.values():
        names = "、".join(f"“{share.successor}”" for share in own)
        day = f"{own[0].from_day:%Y年}{own[0].from_day.month}月{own[0].from_day.day}日"
        deed = SuccessionKind(own[0].succession.kind).label
        stays = "" if own[0].ends else "，本项目保留"
        words = f"自{day}起{deed}为{names}{stays}"
        found.append(Origin(words, tuple(share.successor for share in own), own[0].succession))
    return found


def lists_of_year(project: Project, year: int, *, of_others: bool) -> list[AnnualPlan]:
    """The lists of the year that are in use on which the project stands; with those ``of_others``
    after them where others are merged with it."""
    plans = AnnualPlan.objects.filter(county=project.county_id, year=year, closed_on=None)
    own = set(
        project.plan_items.standing().filter(plan__year=year).values_list("plan_id", flat=True)
    )
    shown = [plan for plan in plans if of_others or plan.pk in own]
    return sorted(shown, key=lambda plan: (plan.pk not in own, plan.order))


def asked_lines(succession: ProjectSuccession) -> list[str]:
    """What it asks, a sentence a project, while it waits."""
    asked = Asked.read(succession.asked)
    if succession.kind == SuccessionKind.RENAME:
        return [f"“{succession.project}”改名为“{asked.name}”"]
    names = Project.objects.in_bulk([*asked.predecessors, *asked.existing])
    told = []
    for place, each in enumerate(asked.successors):
        name = names[each.project].name if each.project in names else f"{each.name}（新登记）"
        told.append(f"承接项目：{name}")
        for share in (share for share in asked.shares if share.place == place):
            part = (
                f"{share.permille}‰"
                if share.permille is not None
                else in_wan(share.amount)
                if share.amount is not None
                else "余下的全部"
            )
            told[-1] += f"，承接“{names[share.predecessor]}”已完成投资的{part}"
    return told
