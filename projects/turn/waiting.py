"""What the turn of the year asks of the bureau."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from accounts.models import Unit, User
from accounts.people.waiting import Waiting
from accounts.rights import counties_where
from projects.turn.selectors import left_out


def projects_left_out(user: User, today: datetime.date) -> Iterator[Waiting]:
    """One line a county."""
    counties = counties_where(user, "project.change")
    for county in Unit.objects.filter(pk__in=[pk for pk in counties if pk]):
        asked = left_out(county, today.year)
        if asked:
            yield Waiting(
                "年末去向",
                f"{today.year - 1}年清单",
                reverse("projects:left_out", args=[today.year]),
                f"{len(asked)} 个项目没有完工，也没有列入{today.year}年清单：结转、竣工还是终止",
            )
