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
    """The aware time of now; in a demonstration, the real time of day on the fixed day."""
    moment = timezone.localtime()
    if settings.XUSHI_TODAY:
        day = today()
        moment = moment.replace(year=day.year, month=day.month, day=day.day)
    return moment
