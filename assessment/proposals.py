"""Events of points: who confirms them, and what they ask of them."""

from django.urls import reverse

from accounts.people.waiting import Waiting
from accounts.trail.proposals import KindOfProposal, ProposalWords
from assessment.models import ScoreEvent
from assessment.services import count_event


def _asks(event: ScoreEvent) -> Waiting:
    return Waiting(
        "确认考核事项",
        f"{event.unit} {event.reason}",
        reverse("assessment:scheme", args=[event.rule.scheme_id]),
        f"{event.proposed_by}提出，{event.rule}",
    )


EVENTS = KindOfProposal(
    model=ScoreEvent,
    words=ProposalWords(
        "考核事项", this="这一事项", accepts="确认", answers="确认", waits="待确认"
    ),
    right="result.publish",
    by_another=True,
    county="rule__scheme__county",
    proposed="score.propose",
    answered="score.decide",
    withdrawn="score.withdraw",
    take_force=count_event,
    asks=_asks,
    reads=("unit",),
)
