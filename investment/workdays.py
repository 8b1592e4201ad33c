"""Due dates: a day of the month, moved to the next workday (DESIGN §4.6)."""

import datetime

import chinese_calendar

from measures.months import Month

DUE_DAY = 5
"""A month is due on this day of the next one (sample county: 每月5日前报送)."""

_SATURDAY = 5


def due_date(month: Month) -> datetime.date:
    """The day by which ``month`` must be reported; January 2019 falls on the first day of the
    Spring Festival and so is due on 11 February."""
    day = month.next().first_day.replace(day=DUE_DAY)
    while not is_workday(day):
        day += datetime.timedelta(days=1)
    return day


def is_workday(day: datetime.date) -> bool:
    """By the published calendar with its exchanged workdays; by the weekday alone for years
    of which none is published."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < _SATURDAY
