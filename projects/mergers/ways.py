"""The way from a unit's page to where it is merged."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import Unit, User
from accounts.pages.ways import Way
from accounts.rights import may_in_part
from projects.mergers.services import may_propose_merger


def ways_from_units(user: User, county: Unit) -> Iterator[Way]:
    if may_in_part(user, "unit.merge"):
        yield Way("机构调整", reverse("projects:mergers"))


def ways_from_unit(user: User, unit: Unit) -> Iterator[Way]:
    is_below = unit.is_active and unit.pk != unit.own_county_id
    if is_below and may_propose_merger(user, unit.own_county):
        yield Way("并入其他单位", f"{reverse('projects:mergers')}?unit={unit.pk}")
