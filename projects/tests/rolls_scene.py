"""Lines of a 台账 as an approver declares them, in force at once."""

import datetime

from projects.models import RollDeed
from projects.rolls.services import declare_line, declare_of

AUGUST_2 = datetime.date(2019, 8, 2)


def day(month, of_month=1, year=2019):
    return datetime.date(year, month, of_month)


def added(roll, project, unit, by, from_day, **values):
    """The line that it becomes."""
    before = set(roll.line.objects.values_list("pk", flat=True))
    values = {roll.line._meta.get_field(name).attname: value for name, value in values.items()}
    values = {name: getattr(value, "pk", value) for name, value in values.items()}
    declare_line(
        roll, unit=unit, project=project, values=values, day=from_day, by=by, today=AUGUST_2
    )
    return roll.line.objects.exclude(pk__in=before).get()


def told(roll, line, deed, by, on, reason="", **values):
    """What is declared of the last line of its number; the line that then is its last."""
    same = {"county": line.county, "serial": line.serial, "is_void": False}
    last = roll.line.objects.filter(**same).order_by("from_day").last()
    declare_of(
        roll,
        line=last,
        deed=RollDeed(deed),
        day=on,
        values=values,
        reason=reason,
        by=by,
        today=AUGUST_2,
        version=last.version,
    )
    return roll.line.objects.filter(**same).order_by("from_day").last()
