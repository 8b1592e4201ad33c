"""What is proposed of an approved result: who decides it, and what it asks of them."""

from datetime import date

from django.urls import reverse

from accounts.errors import Stale
from accounts.models import User
from accounts.people.waiting import Waiting
from accounts.trail.audit import Trail
from accounts.trail.proposals import KindOfProposal, ProposalWords
from investment.models import UnitResultProposal
from investment.unit_targets.rules import CONFIRM
from investment.unit_targets.steps import load, move


def correct_as_proposed(audit: Trail, proposal: UnitResultProposal, by: User, today: date) -> None:
    """Raises Stale where the result changed since."""
    versions = {proposal.result_id: proposal.result_version}
    results = load(versions)
    if not move(
        "correct",
        results,
        versions,
        audit,
        month_amount=proposal.month_amount,
        year_to_date=proposal.year_to_date,
    ):
        raise Stale("这一项已有他人改动，请核对后再答复")


def _asks(proposal: UnitResultProposal) -> Waiting:
    result = proposal.result
    return Waiting(
        "任务更正申请",
        str(result),
        reverse("investment:correct_task", args=[result.pk]),
        f"{proposal.proposed_by}：{proposal.reason}",
    )


TASK_CORRECTIONS = KindOfProposal(
    model=UnitResultProposal,
    words=ProposalWords("更正申请"),
    right=CONFIRM,
    county="result__indicator__county",
    proposed="task.propose",
    answered="task.answer_proposal",
    take_force=correct_as_proposed,
    asks=_asks,
    stands_already=lambda standing: "这一项已有一份更正申请待审定，请先撤回或等待答复",
    reads=("result__indicator", "result__bearer"),
)
