"""What assessment asks of whom: events of points that wait for another approver."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from accounts.people.waiting import Waiting
from accounts.rights import counties_where
from assessment.models import EventState, ScoreEvent


def waiting_in_assessment(user: User, today: datetime.date) -> Iterator[Waiting]:
    counties = counties_where(user, "scheme.force")
    if not counties:
        return
    events = ScoreEvent.objects.filter(
        rule__scheme__county__in=counties, state=EventState.PROPOSED
    ).exclude(proposed_by=user)
    for event in events.select_related("rule", "unit", "proposed_by"):
        yield Waiting(
            "确认考核事项",
            f"{event.unit} {event.text}",
            reverse("assessment:scheme", args=[event.rule.scheme_id]),
            f"{event.proposed_by}提出，{event.rule}",
        )
