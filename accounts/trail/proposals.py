"""What one person proposes and another decides: the columns and the one way out that corrections,
核定数, master data and periods share. What is proposed is a matter of each room's own model.
"""

from django.db import models

from accounts import clock
from accounts.errors import DomainError, WrongState
from accounts.limits import within
from accounts.models import User


class ProposalState(models.TextChoices):
    WAITING = "waiting", "待审定"
    ACCEPTED = "accepted", "已采纳"
    REFUSED = "refused", "未采纳"
    WITHDRAWN = "withdrawn", "已撤回"


class Proposal(models.Model):
    """申请: waits until an approver accepts or refuses it, or who proposed it takes it back."""

    state = models.CharField(
        "状态", max_length=20, choices=ProposalState, default=ProposalState.WAITING
    )
    reason = models.TextField("理由")
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="提出人"
    )
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="审定人"
    )
    decided_at = models.DateTimeField("审定时间", null=True)
    decision = models.TextField("审定意见", blank=True)

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING


def end_proposal(proposal: Proposal, state: ProposalState, *, by: User, decision: str = "") -> bool:
    """Let a waiting proposal end so, within the caller's transaction. False where it has ended so
    already. Raises DomainError for a refusal without a word or an answer that cannot be kept,
    WrongState where it ended otherwise before."""
    decision = within(decision, 200, "答复", field="decision")
    if state == ProposalState.REFUSED and not decision:
        raise DomainError("请写明不采纳的理由", field="decision")
    waiting = type(proposal)._default_manager.filter(pk=proposal.pk, state=ProposalState.WAITING)
    ended = waiting.update(state=state, decided_by=by, decided_at=clock.now(), decision=decision)
    proposal.refresh_from_db()
    if not ended and proposal.state != state:
        ended_so = ProposalState(proposal.state).label
        raise WrongState(f"这条申请已经处理过了（{ended_so}）")
    return bool(ended)
