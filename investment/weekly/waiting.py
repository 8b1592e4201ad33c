"""What Friday asks of a unit."""

import datetime
from collections.abc import Iterable, Iterator

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
    by_county: dict[Unit, list[Unit]] = {}
    for unit in units.order_by("pk"):
        by_county.setdefault(unit.own_county, []).append(unit)
    for county, reporting in by_county.items():
        if asks_weekly(county, friday):
            yield from _of_county(county, reporting, friday)


def _of_county(county: Unit, units: Iterable[Unit], friday: datetime.date) -> Iterator[Waiting]:
    """Three queries, however many units."""
    owed, due_on = owed_by_unit(county, friday), due_day(county, friday)
    notes = WeeklyNote.objects.filter(county=county, friday=friday)
    written = set(notes.values_list("unit_id", flat=True))
    for unit in units:
        if unit.pk in owed and unit.pk not in written:
            yield Waiting(
                "每周动态",
                f"{unit} {friday:%-m月%-d日}",
                reverse("investment:weekly_unit", args=[unit.pk, friday]),
                f"{owed[unit.pk]}个项目各写一句：有什么变化，需要什么",
                due_on,
            )
