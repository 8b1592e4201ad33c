"""Today and now: the one place that asks the clock. Everything below a view is given the day."""

import datetime

from django.conf import settings
from django.utils import timezone


def today() -> datetime.date:
    """The date in Asia/Shanghai, or the day a demonstration stands still on."""
    if settings.XUSHI_TODAY:
        return datetime.date.fromisoformat(settings.XUSHI_TODAY)
    return timezone.localdate()


def now() -> datetime.datetime:
    """The aware time of now; in a demonstration, the real time of day on the fixed day. It never
    runs backwards: past midnight it stands still at the day's last moment that was asked for. A
    demonstration that is started again may begin earlier in the day; what must be in order even so
    is stamped by the chain of the trail, never before its last line."""
    moment = timezone.localtime()
    if settings.XUSHI_TODAY:
        day = today()
        return _held(moment.replace(year=day.year, month=day.month, day=day.day))
    return moment


_latest: dict[datetime.date, datetime.datetime] = {}
"""The latest moment that a demonstration was told of its day."""


def _held(moment: datetime.datetime) -> datetime.datetime:
    day = moment.date()
    _latest[day] = max(moment, _latest.get(day, moment))
    return _latest[day]
