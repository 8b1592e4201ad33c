"""What must always hold of projects that went on as others, for ``manage.py verify``."""

from collections.abc import Iterator
from itertools import groupby

from accounts.errors import DomainError
from accounts.trail.reader import Reader
from investment.carrying import WHOLE, Share
from investment.models import MonthlyEntry, SuccessionShare
from investment.successions.standing import Known, known_of
from measures.money import in_wan
from projects.models import AnnualPlan, Project
from projects.reading import terms_since


def succession_faults() -> list[str]:
    """The shares are those of a change in force and add up to no more than what was done; who ended
    stands on no list since, and no list counts it beside who goes on for it."""
    shares = SuccessionShare.objects.select_related(
        "succession", "predecessor__county", "successor"
    ).order_by("succession", "predecessor", "pk")
    faults: list[str] = []
    for _, group in groupby(shares, key=lambda each: (each.succession_id, each.predecessor_id)):
        faults += _of_one(list(group))
    return faults


def _of_one(shares: list[SuccessionShare]) -> Iterator[str]:
    first = shares[0]
    succession, predecessor, day = first.succession, first.predecessor, first.from_day
    if not succession.is_in_force or any(each.from_day != succession.from_day for each in shares):
        yield f"{predecessor}的承接份额与项目变更不一致：{succession}"
    if sum(each.permille or 0 for each in shares) > WHOLE:
        yield f"{predecessor}的份额合计超过1000‰"
    known = known_of(predecessor.county, [predecessor.pk], day.year)
    told = [Share(*(getattr(each, name) for name in Share._fields)) for each in shares]
    total = _before(known, told)
    fixed = sum(each.amount or 0 for each in shares)
    if fixed > (total or 0):
        yield (
            f"{predecessor}到{day}累计完成{in_wan(total or 0)}，"
            f"少于已由承接项目承接的{in_wan(fixed)}"
        )
    if first.ends:
        yield from _stands_on(predecessor, shares)


def _before(known: Known, told: list[Share]) -> int | None:
    """What the predecessor had done by then, had these shares not been taken of it."""
    first = told[0]
    others = tuple(
        each
        for each in known.shares.every
        if each[:3] < first[:3] or each.predecessor_id != first.predecessor_id
    )
    without = Known(known.rows, type(known.shares)(others))
    return without.before(first.predecessor_id, first.month)


def _stands_on(predecessor: Project, shares: list[SuccessionShare]) -> Iterator[str]:
    day = shares[0].from_day
    plans = AnnualPlan.objects.filter(county=predecessor.county_id, year=day.year)
    lines = terms_since(
        Reader(predecessor.county), list(plans.values_list("pk", flat=True)), day, [predecessor.pk]
    )
    names = dict(plans.values_list("pk", "name"))
    for line in lines.on(day).values():
        yield f"{predecessor}自{day}起由别的项目承接，却仍在“{names[line['plan_id']]}”"


def refuse_less_than_went_over(entry: MonthlyEntry) -> None:
    """Raises DomainError where the project has done less by the day, after its entry was changed,
    than others took over of it in yuan."""
    shares = SuccessionShare.objects.filter(predecessor=entry.project_id, amount__gt=0)
    for share in shares.filter(from_day__year=entry.year).select_related("predecessor__county"):
        own = SuccessionShare.objects.filter(
            succession=share.succession_id, predecessor=entry.project_id
        )
        known = known_of(share.predecessor.county, [entry.project_id], entry.year)
        told = [Share(*(getattr(each, name) for name in Share._fields)) for each in own]
        total, fixed = _before(known, told), sum(each.amount or 0 for each in own)
        if fixed > (total or 0):
            raise DomainError(
                f"改后到{share.from_day.month}月前累计完成{in_wan(total or 0)}，少于已按金额"
                f"由别的项目承接的{in_wan(fixed)}，不能改；请先核对项目变更"
            )
