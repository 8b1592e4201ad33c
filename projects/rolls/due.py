"""What falls due of the lines of a 台账: a promise, a planned day, a reason to be looked at again.
The unit finds it in 待办 before and after its day, the bureau after it; tick tells it once."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.people.waiting import Waiting
from accounts.rights import counties_where, reporting_unit_ids
from accounts.trail.audit import audited
from accounts.trail.facts import made
from projects.models import RollLine, RollReminder
from projects.rolls.roll import Roll, Term, rolls

DAYS_BEFORE = 7
"""How long before its day a unit finds it in 待办."""


def lines_due(roll: Roll[Any, Any], by: datetime.date) -> QuerySet[Any]:
    """The open lines of which something is owed by this day; none of a roll without a term."""
    lines: QuerySet[Any] = roll.line._default_manager.current()
    if roll.term is None:
        return lines.none()
    return lines.filter(roll.term.owed, **{f"{roll.term.column}__lte": by})


def remind_of_lines(now: datetime.datetime) -> list[str]:
    """Tell every unit, once, of what was to be done by yesterday and is still owed."""
    yesterday = timezone.localtime(now).date() - datetime.timedelta(days=1)
    said = []
    for roll in rolls():
        if roll.term is None:
            continue
        for line in lines_due(roll, yesterday).select_related(
            "county", "unit", "project", *roll.term.reads
        ):
            reminder = _remind(roll, roll.term, line, now)
            if reminder is not None:
                said.append(f"{roll.name}：{reminder.text}")
    return said


def _remind(
    roll: Roll[Any, Any], term: Term[Any], line: RollLine, now: datetime.datetime
) -> RollReminder | None:
    """None where it was told already, by whichever hand came first."""
    due_on = getattr(line, term.column)
    same = {"county": line.county, "roll": roll.key, "serial": line.serial, "due_on": due_on}
    text = f"{line.unit}：{_thing(line)}{term.words(line)}，已于{due_on:%-m月%-d日}到期。"
    try:
        with audited(by=None) as audit, transaction.atomic():
            if RollReminder.objects.filter(**same).exists():
                return None
            reminder = RollReminder.objects.create(unit=line.unit, text=text, made_at=now, **same)
            audit.record(reminder, "roll.remind", county=line.county, changes=made(reminder))
    except IntegrityError:
        return None
    return reminder


def what_falls_due(user: User, today: datetime.date) -> Iterator[Waiting]:
    """One query a roll that has a term."""
    units = reporting_unit_ids(user)
    offices = counties_where(user, "subject.confirm")
    if not units and not offices:
        return
    soon = today + datetime.timedelta(days=DAYS_BEFORE)
    for roll in rolls():
        if roll.term is None:
            continue
        for line in lines_due(roll, soon).select_related("unit", "project", *roll.term.reads):
            due_on = getattr(line, roll.term.column)
            is_offices = line.county_id in offices and due_on < today
            if line.unit_id in units or is_offices:
                yield Waiting(
                    roll.name,
                    _thing(line) or str(line),
                    reverse("projects:roll", args=[roll.key]),
                    roll.term.words(line),
                    due_on,
                )


def _thing(line: RollLine) -> str:
    return str(line.project) if line.project else ""
