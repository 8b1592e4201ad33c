"""What the pages of the 台账 show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.trail.proposals import ProposalState
from projects.models import Declaration, RollLine
from projects.rolls.roll import Roll, rolls


@dataclass(frozen=True)
class RollCount:
    """A 台账 with how much of it a person sees: open lines, and declarations that wait."""

    roll: Roll[Any, Any]
    lines: int
    waiting: int


def counts_of_rolls(user: User) -> Sequence[RollCount]:
    """Two queries a roll."""
    return [
        RollCount(
            roll,
            roll.line._default_manager.visible_to(user).current().count(),
            declarations_seen(roll, user).filter(state=ProposalState.WAITING).count(),
        )
        for roll in rolls()
    ]


def lines_seen(roll: Roll[Any, Any], user: User) -> QuerySet[RollLine]:
    """The open lines, in the order of their numbers."""
    related = [
        name
        for name in ("unit", "project", *roll.fields)
        if roll.line._meta.get_field(name).many_to_one
    ]
    found: QuerySet[RollLine] = roll.line._default_manager.visible_to(user).current()
    return found.select_related(*related)


def declarations_seen(roll: Roll[Any, Any], user: User) -> QuerySet[Declaration]:
    """Those of the lines a person sees, and of what his units declared."""
    declared: QuerySet[Declaration] = roll.declaration.objects.visible_to(user)
    related = ("unit", "project", "line", "proposed_by", "decided_by")
    return declared.select_related(*related)
