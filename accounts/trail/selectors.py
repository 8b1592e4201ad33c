"""Reads of the audit trail."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.trail.words import with_words

HISTORY_LENGTH = 50


def trail_for(
    viewer: User,
    *,
    who: str = "",
    group: str = "",
    text: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEvent]:
    """The audit lines ``viewer`` may see, newest first; ``until`` is the last day included."""
    lines = AuditEvent.objects.visible_to(viewer)
    if who:
        lines = lines.filter(actor_name__icontains=who)
    if group:
        lines = lines.filter(action__startswith=f"{group}.")
    if text:
        lines = lines.filter(object_label__icontains=text)
    if since:
        lines = lines.filter(at__gte=_midnight(since))
    if until:
        lines = lines.filter(at__lt=_midnight(until + timedelta(days=1)))
    return lines.order_by("-sequence")


def history_of(thing: models.Model, *, without: str = "") -> list[AuditEvent]:
    """What was done with ``thing``, newest first, for ``accounts/_history.html``; ``without`` one
    kind of action."""
    lines = AuditEvent.objects.about(thing).exclude(action=without)
    return with_words(lines.order_by("-sequence")[:HISTORY_LENGTH])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
