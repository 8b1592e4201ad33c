"""Reads of units and users."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Q, QuerySet

from accounts.models import RoleAssignment, Unit, UnitKind, User
from accounts.rights import may, may_in_part


def home_county(user: User) -> Unit | None:
    """The county the user works in: that of the first role held; None without one."""
    for held in user.held_roles:
        if held.county_id is not None:
            return held.unit.own_county
    return None


def only_county() -> Unit | None:
    """The county of an installation that has one; None where there are several, or none yet."""
    counties = Unit.objects.counties()[:2]
    return counties[0] if len(counties) == 1 else None


def county_where(user: User, right: str, *, in_part: bool = False) -> Unit | None:
    """The first county in which the user has the right, or with ``in_part`` any answer but no."""
    asked = may_in_part if in_part else may
    counties = (held.unit.own_county for held in user.held_roles if held.county_id is not None)
    return next((county for county in counties if asked(user, right, county)), None)


@dataclass(frozen=True)
class Branch:
    """A unit in the tree of its county: ``depth`` 0 is the county itself."""

    unit: Unit
    depth: int
    people: int

    @property
    def indent(self) -> str:
        return "\u3000" * self.depth


def unit_tree(county: Unit) -> list[Branch]:
    """The county and all below it, parents before children, with how many active users each
    has. Two queries."""
    units = list(Unit.objects.within(county))
    people = dict(
        RoleAssignment.objects.filter(unit__in=units, user__is_active=True)
        .values_list("unit")
        .annotate(n=models.Count("user", distinct=True))
        .order_by()
    )
    children: dict[int | None, list[Unit]] = {}
    for unit in units:
        children.setdefault(None if unit.pk == county.pk else unit.parent_id, []).append(unit)

    def walk(parent: int | None, depth: int) -> Iterator[Branch]:
        for unit in children.get(parent, []):
            yield Branch(unit, depth, people.get(unit.pk, 0))
            yield from walk(unit.pk, depth + 1)

    return list(walk(None, 0))


USER_STATES = {
    "active": Q(is_active=True),
    "due": Q(is_active=True, must_change_password=True),
    "disabled": Q(is_active=False),
}


def users_for_list(
    viewer: User,
    county: Unit,
    *,
    text: str = "",
    unit: Unit | None = None,
    role: str = "",
    state: str = "",
) -> QuerySet[User]:
    """The county's users with what a list shows of them, without further queries.
    ``unit`` and ``role`` together: the role on that unit."""
    held = RoleAssignment.objects.filter(Q(unit=county) | Q(unit__county=county))
    shown = held.select_related("unit").order_by("pk")
    if unit:
        held = held.filter(unit=unit)
    if role:
        held = held.filter(role=role)
    users = User.objects.visible_to(viewer).filter(pk__in=held.values("user"))
    if text:
        users = users.named_like(text)
    if state:
        users = users.filter(USER_STATES[state])
    return users.prefetch_related(models.Prefetch("role_assignments", shown)).order_by("username")


def roles_within(user: User, county: Unit) -> list[RoleAssignment]:
    """The user's roles on the county and its units."""
    return [held for held in user.held_roles if held.county_id == county.pk]


BUREAU = "发展和改革局"
"""What the office is called where the county has registered none."""


def bureau_name(county: Unit) -> str:
    """The office that issues for the county, as it is registered: 发展和改革委员会 in some. One
    query."""
    bureaus = Unit.objects.within(county).active().filter(kind=UnitKind.BUREAU)
    return bureaus.values_list("name", flat=True).first() or BUREAU
