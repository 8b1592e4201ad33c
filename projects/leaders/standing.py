"""Who stands for a leader on a day, and what a leader has on it."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.models import Unit, User
from accounts.people.models import Acting
from projects.models import Leader, LeadOfficial, Portfolio, Project, ProjectUnit, Secretary

LED, LOOKED_AFTER = "包抓", "分管"
"""Why a project is a leader's."""

Row = TypeVar("Row", bound=Model)


def in_force(rows: QuerySet[Row], day: datetime.date) -> QuerySet[Row]:
    """Of rows that are so from a day until a day, those of ``day``."""
    return rows.filter(Q(until=None) | Q(until__gt=day), from_date__lte=day)


def whom_secretaries_act_for(user: User, day: datetime.date) -> Iterator[Acting]:
    """The leaders in office on the day whose authorised secretary ``user`` is on it, in the order
    of leaders. One query."""
    authorised = in_force(Secretary.objects.filter(user=user), day)
    leaders = in_force(Leader.objects.filter(pk__in=authorised.values("leader")), day)
    for leader in leaders.select_related("county"):
        yield Acting(leader.pk, leader.name, leader.county)


def acted_for(key: int) -> Acting | None:
    """The leader whose key it is, in office or no longer. One query."""
    leader = Leader.objects.filter(pk=key).select_related("county").first()
    return Acting(leader.pk, leader.name, leader.county) if leader else None


def secretaries_of(leader: Leader, day: datetime.date) -> list[User]:
    """Who may act for the leader on the day; nobody for one who is not in office. One query."""
    if leader.from_date > day or (leader.until is not None and leader.until <= day):
        return []
    authorised = in_force(leader.secretaries.filter(user__is_active=True), day)
    return [each.user for each in authorised.select_related("user")]


def leader_in_person(user: User, county: Unit, day: datetime.date) -> Leader | None:
    """The leader in office on the day who signs in as ``user``, or for whom ``user`` acts."""
    leaders = in_force(Leader.objects.filter(county=county).select_related("county", "user"), day)
    if user.acts_for is not None:
        return leaders.filter(pk=user.acts_for.key).first()
    return leaders.filter(user=user).first()


@dataclass(frozen=True)
class LookedAfter:
    """分管 of a leader on a day: units and categories of projects, by their ids."""

    units: frozenset[int]
    categories: frozenset[int]


def looked_after(leader: Leader, day: datetime.date) -> LookedAfter:
    """One query."""
    held = in_force(Portfolio.objects.filter(leader=leader), day)
    rows = list(held.values_list("unit_id", "category_id"))
    return LookedAfter(
        frozenset(unit for unit, _ in rows if unit is not None),
        frozenset(category for _, category in rows if category is not None),
    )


@dataclass(frozen=True)
class OwnProject:
    """A project that is a leader's on a day, and why: 包抓, 分管交通运输局."""

    project: Project
    reasons: tuple[str, ...]


def own_projects(leader: Leader, day: datetime.date) -> list[OwnProject]:
    """The projects that the leader answers for, then those of what they look after: of the unit
    that reports them (as figures are cut by 分管) or of the category. Six queries."""
    led = in_force(LeadOfficial.objects.filter(leader=leader), day)
    led_ids = set(led.values_list("project", flat=True))
    after = looked_after(leader, day)
    reporting = ProjectUnit.objects.reporting_on(day).filter(unit__in=after.units)
    by_unit = dict(reporting.values_list("project", "unit__name"))
    wanted = Q(pk__in=led_ids) | Q(pk__in=by_unit) | Q(category__in=after.categories)
    found = Project.objects.of_county(leader.county).filter(wanted).select_related("category")
    own = [
        OwnProject(
            project,
            tuple(_reasons(project, project.pk in led_ids, by_unit.get(project.pk), after)),
        )
        for project in found
    ]
    return sorted(own, key=lambda each: (each.project.pk not in led_ids, each.project.pk))


def _reasons(project: Project, is_led: bool, unit: str | None, after: LookedAfter) -> Iterable[str]:
    if is_led:
        yield LED
    if unit:
        yield f"{LOOKED_AFTER}{unit}"
    if project.category is not None and project.category_id in after.categories:
        yield f"{LOOKED_AFTER}{project.category}"
