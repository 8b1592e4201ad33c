"""What Friday asks of a unit."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from accounts.models import Unit, User
from accounts.people.waiting import Waiting
from accounts.rights import reporting_unit_ids
from investment.models import WeeklyNote
from investment.weekly.selectors import asks_weekly, owed_by_unit
from investment.weekly.services import due_day
from investment.weekly.weeks import friday_of

DAYS_BEFORE = 1


def waiting_of_week(user: User, today: datetime.date) -> Iterator[Waiting]:
    """From Thursday on, until the unit wrote or the week is over."""
    own = reporting_unit_ids(user)
    friday = friday_of(today)
    if not own or today < friday - datetime.timedelta(days=DAYS_BEFORE):
        return
    units = Unit.objects.filter(pk__in=own).exclude(county=None).select_related("county")
    for unit in units:
        if not asks_weekly(unit.own_county, friday):
            continue
        owed = owed_by_unit(unit.own_county, friday).get(unit.pk, 0)
        written = WeeklyNote.objects.filter(unit=unit, friday=friday).exists()
        if owed and not written:
            yield Waiting(
                "每周动态",
                f"{unit} {friday:%-m月%-d日}",
                reverse("investment:weekly_unit", args=[unit.pk, friday]),
                f"{owed}个项目各写一句：有什么变化，需要什么",
                due_day(unit.own_county, friday),
            )
