"""What the register asks of whom."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from accounts.people.waiting import Waiting
from accounts.rights import counties_where
from accounts.trail.proposals import ProposalState
from projects.models import ProjectProposal
from projects.wording import proposed_words


def waiting_in_register(user: User, today: datetime.date) -> Iterator[Waiting]:
    """The approver answers what was proposed of master data. One query."""
    counties = counties_where(user, "project.change")
    proposals = ProjectProposal.objects.filter(
        project__county__in=counties, state=ProposalState.WAITING
    )
    for proposal in proposals.select_related("project", "proposed_by"):
        fields = "、".join(label for label, _, _ in proposed_words(proposal))
        yield Waiting(
            "资料修改申请",
            proposal.project.name,
            reverse("projects:detail", args=[proposal.project_id]),
            f"{proposal.proposed_by}提出改{fields}：{proposal.reason}",
        )
