"""Workdays: by the county's own holiday table, then the published calendar, then Monday to Friday
(DESIGN §4.6)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

import chinese_calendar

from accounts.models import Unit
from projects.models import Holiday

_SATURDAY = 5
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Workdays:
    """The days of a county. ``own`` says of the days in its holiday table which are worked."""

    own: Mapping[datetime.date, bool] = field(default_factory=dict)

    def is_workday(self, day: datetime.date) -> bool:
        if day in self.own:
            return self.own[day]
        try:
            return chinese_calendar.is_workday(day)
        except NotImplementedError:
            return day.weekday() < _SATURDAY

    def from_day(self, day: datetime.date) -> datetime.date:
        """``day`` itself where it is worked, else the next one that is."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def is_guessed(self, day: datetime.date) -> bool:
        """Whether nothing says which days of that year are off: neither a published calendar nor
        a line in the county's table."""
        return not is_published(day.year) and all(own.year != day.year for own in self.own)


def workdays_of(county: Unit) -> Workdays:
    """One query."""
    return Workdays(dict(Holiday.objects.filter(county=county).values_list("day", "is_workday")))


def is_published(year: int) -> bool:
    try:
        chinese_calendar.is_workday(datetime.date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
