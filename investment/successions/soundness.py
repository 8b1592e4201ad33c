"""What a change of projects cannot be."""

import datetime
from collections.abc import Collection, Iterable

from django.db.models import Q

from accounts.errors import DomainError, WrongState
from accounts.models import Unit
from investment.carrying import WHOLE
from investment.models import (
    EntryState,
    MonthlyEntry,
    SuccessionKind,
    SuccessionShare,
)
from investment.models.entries import WAITING
from investment.successions.asked import Asked
from investment.successions.standing import Known, first_month, lists_on
from measures.money import in_wan
from projects.adjustments.past import is_past_for
from projects.models import FormerDetails, Project
from projects.naming import name_key, shortened_list

MOST_SUCCESSORS, MOST_PREDECESSORS = 6, 6


def refuse_unfit(
    county: Unit,
    kind: str,
    day: datetime.date,
    asked: Asked,
    known: Known,
    today: datetime.date,
) -> dict[int, Project]:
    """The projects of the register that it is about, by their keys. Raises DomainError for what
    cannot be, WrongState where months stand in its way."""
    if day > today:
        raise DomainError("不能填以后的日期，请到那一天再办。", field="from_day")
    projects = _projects(county, asked)
    _refuse_past(projects.values(), day)
    if kind == SuccessionKind.RENAME:
        return projects
    _refuse_many(kind, asked)
    _refuse_same(asked)
    _refuse_packages(projects.values())
    _refuse_earlier(projects, day)
    _refuse_months(projects, asked, day)
    for predecessor in asked.predecessors:
        _refuse_shares(projects[predecessor], asked, known, day)
    _refuse_lists(county, asked, day)
    return projects


def _projects(county: Unit, asked: Asked) -> dict[int, Project]:
    wanted = {*asked.predecessors, *asked.existing}
    found = Project.objects.of_county(county).filter(pk__in=wanted)
    projects = {each.pk: each for each in found.select_related("county", "category", "package")}
    if projects.keys() != wanted:
        raise DomainError("有的项目已不在项目库，请重新选择")
    return projects


def _refuse_past(projects: Iterable[Project], day: datetime.date) -> None:
    if names := [each.name for each in projects if is_past_for(each, day.year)]:
        raise DomainError(
            f"{shortened_list(names)}已列入{day.year}年以后的清单，不能再从{day.year}年起变更",
            field="from_day",
        )


def _refuse_many(kind: str, asked: Asked) -> None:
    number = len(asked.successors)
    if not number or number > MOST_SUCCESSORS:
        raise DomainError(f"请填写承接项目，最多{MOST_SUCCESSORS}个")
    if len(asked.predecessors) > MOST_PREDECESSORS:
        raise DomainError(f"最多{MOST_PREDECESSORS}个项目合并")
    if kind == SuccessionKind.SPLIT and number + (not asked.ends) < 2:
        raise DomainError("拆分后至少有两个项目；原项目保留的，另填一个拆出的项目")
    if kind == SuccessionKind.MERGE and len({*asked.predecessors, *asked.existing}) < 2:
        raise DomainError("合并要有另一个项目：请选择一并合并的项目，或选择并入的项目")
    if kind != SuccessionKind.SPLIT and number != 1:
        raise DomainError("合并、替换只有一个承接项目")


def _refuse_same(asked: Asked) -> None:
    if {*asked.predecessors} & {*asked.existing}:
        raise DomainError("承接项目不能是原项目自己，请另选；原项目保留的请勾选“原项目保留”")
    keys = [each.project or name_key(each.name) for each in asked.successors]
    if len({*keys}) != len(keys):
        raise DomainError("同一个承接项目填了两次")


def _refuse_packages(projects: Iterable[Project]) -> None:
    names = [each.name for each in projects if each.packaged.exists()]
    if names:
        raise DomainError(f"{shortened_list(names)}是打包项目，请对它的子项目办理")


def _refuse_earlier(projects: dict[int, Project], day: datetime.date) -> None:
    """From then on another value stands, and today nothing would move."""
    later = SuccessionShare.objects.filter(
        Q(predecessor__in=projects) | Q(successor__in=projects), from_day__gt=day
    ).order_by("-from_day")
    since = {}
    for share in later.select_related("predecessor", "successor"):
        for project in (share.predecessor, share.successor):
            if project.pk in projects:
                since[project.name] = share.from_day
    for row in FormerDetails.objects.filter(project__in=projects, until__gt=day):
        now = projects[row.project_id]
        if any(getattr(row, name) != getattr(now, name) for name in _MOVED):
            since[now.name] = row.until
    if since:
        names = shortened_list(list(since))
        raise DomainError(f"{names}在这一天之后还有变更，日期不能早于那时", field="from_day")


_MOVED = (
    "total_investment",
    "invested_before",
    "invested_before_year",
    "stage",
    "package_id",
)


def _refuse_months(projects: dict[int, Project], asked: Asked, day: datetime.date) -> None:
    """What is carried is what was approved by then, and the totals since then begin with it."""
    since = first_month(day)
    entries = MonthlyEntry.objects.filter(year=day.year).order_by("month")
    waits = entries.filter(
        project__in=asked.predecessors, month__lt=since.month, state__in=WAITING
    ).first()
    if waits is not None:
        raise WrongState(
            f"“{projects[waits.project_id]}”{waits.month}月的进度还没有审定，请先审定，再办理变更"
        )
    sent = entries.sent().filter(project__in=projects, month__gte=since.month).first()
    if sent is not None:
        raise DomainError(
            f"“{projects[sent.project_id]}”已报送{sent.month}月的进度，那个月以前的日期不能再用；"
            "请填其后的月份，或先退回那个月",
            field="from_day",
        )


def _refuse_shares(project: Project, asked: Asked, known: Known, day: datetime.date) -> None:
    shares = asked.of(project.pk)
    if sum(share.takes_what_is_left for share in shares) > 1:
        raise DomainError("只能有一个承接项目不填份额：它承接余下的全部")
    if sum(share.permille or 0 for share in shares) > WHOLE:
        raise DomainError(f"“{project}”的份额合计超过1000‰，请核对")
    total = known.before(project.pk, first_month(day).month)
    told = [share.amount or 0 for share in shares]
    by_part = sum(share.permille or 0 for share in shares) * (total or 0) // WHOLE
    if any(told) and sum(told) + by_part > (total or 0):
        raise DomainError(
            f"“{project}”到那时本年累计完成{in_wan(total or 0)}，承接合计{in_wan(sum(told))}，"
            "超过了已完成的数"
        )
    before = sum(share.before or 0 for share in shares)
    if before > (project.invested_before or 0):
        raise DomainError(
            f"“{project}”截至上年底完成{in_wan(project.invested_before or 0)}，"
            f"承接{in_wan(before)}，超过了已完成的数"
        )


def _refuse_lists(county: Unit, asked: Asked, day: datetime.date) -> None:
    if asked.plans - lists_on(county, day).keys():
        raise DomainError("有的清单那时已停用，或不是那一年的清单，请重新填写", field="from_day")


def refuse_reported_since(projects: Collection[int], day: datetime.date) -> None:
    """Raises WrongState where a month since the day was saved or sent of one of them."""
    since = first_month(day)
    entry = (
        MonthlyEntry.objects.filter(
            Q(year=day.year, month__gte=since.month) | Q(year__gt=day.year), project__in=projects
        )
        .exclude(state=EntryState.DRAFT, submitted_at=None)
        .select_related("project")
        .order_by("year", "month")
        .first()
    )
    if entry is not None:
        raise WrongState(
            f"“{entry.project}”已报送{entry.month}月的进度，不能撤销；要改的请另办一次变更"
        )
