"""What was sent back to who declared, until they declare anew or let it be."""

import datetime
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.people.waiting import Waiting
from accounts.trail.proposals import ProposalState
from projects.models import Declaration, ReadReturn
from projects.rolls.roll import Roll, rolls


def returned_to(roll: Roll[Any, Any], user: User) -> QuerySet[Declaration]:
    """The latest first. A later declaration of the same line answers an earlier one."""
    declared = roll.declaration.objects
    later = declared.filter(line=OuterRef("line"), pk__gt=OuterRef("pk"))
    read = ReadReturn.objects.filter(roll=roll.key, declaration=OuterRef("pk"))
    refused = declared.filter(proposed_by=user, state=ProposalState.REFUSED)
    open_ones: QuerySet[Declaration] = refused.exclude(Exists(later)).exclude(Exists(read))
    related = ("county", "unit", "project", "line", "proposed_by", "decided_by")
    return open_ones.select_related(*related).order_by("-decided_at", "-pk")


def returned_waits(user: User, today: datetime.date) -> Iterator[Waiting]:
    """One for each of them; of many that one person sent back, one for all. A query a roll."""
    for roll in rolls():
        address = f"{reverse('projects:roll', args=[roll.key])}#returned"
        for decider, group in groupby(returned_to(roll, user), key=lambda each: each.decided_by):
            together = list(group)
            what = f"退回的{roll.name}申报"
            if len(together) == 1:
                (one,) = together
                yield Waiting(what, str(one), address, f"{decider}：{one.decision}")
            else:
                first = together[0].decision
                yield Waiting(what, f"{len(together)}条", address, f"{decider}：{first}")
