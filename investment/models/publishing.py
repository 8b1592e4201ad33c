"""What a reviewer proposes of a month's publishing."""

from django.db import models
from django.db.models import Q

from accounts.trail.facts import Kept
from accounts.trail.proposals import SAID_BY_ITS_LINE, Proposal, ProposalState
from investment.models.periods import PublishedAs, ReportingPeriod


class PublishProposal(Proposal):
    """发布申请: as what a month should be published, 快报 or 定数."""

    period = models.ForeignKey(
        ReportingPeriod,
        on_delete=models.PROTECT,
        related_name="publish_proposals",
        verbose_name="填报期",
    )
    kind = models.CharField(
        "发布为",
        max_length=20,
        choices=[(each.value, each.label) for each in (PublishedAs.FLASH, PublishedAs.FINAL)],
    )

    trail = Kept(quiet=SAID_BY_ITS_LINE)

    class Meta:
        verbose_name = "发布申请"
        verbose_name_plural = "发布申请"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period"],
                condition=Q(state=ProposalState.WAITING),
                name="one_publishing_proposed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}发布{self.get_kind_display()}"
