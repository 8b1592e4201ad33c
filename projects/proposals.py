"""What is proposed of the register: who decides it, and what it asks of them."""

import datetime

from django.urls import reverse

from accounts.models import User
from accounts.people.waiting import Waiting
from accounts.trail.audit import Trail
from accounts.trail.proposals import KindOfProposal, ProposalWords
from projects.leaders.services import register_as_proposed
from projects.lists.services import list_as_proposed
from projects.mergers.services import merge_as_proposed
from projects.models import LeaderProposal, PlanProposal, ProjectProposal, UnitMerger
from projects.services.proposals import change_as_proposed
from projects.turn.drafting import draft_as_proposed
from projects.wording import proposed_words


def _asks(proposal: ProjectProposal) -> Waiting:
    fields = "、".join(label for label, _, _ in proposed_words(proposal))
    return Waiting(
        "资料修改申请",
        proposal.project.name,
        reverse("projects:data", args=[proposal.project_id]),
        f"{proposal.proposed_by}提出改{fields}：{proposal.reason}",
    )


MASTER_DATA = KindOfProposal(
    model=ProjectProposal,
    words=ProposalWords("修改申请"),
    right="project.change",
    county="project__county",
    about="project",
    changes="projects.project",
    proposed="project.propose",
    answered="project.answer_proposal",
    take_force=change_as_proposed,
    asks=_asks,
    # Another person may propose of the same project.
    stands_already=lambda _: "您对这个项目已有一条修改申请待审定，请先撤回，或等待答复",
    reads=("project__category",),
)


def _merger_asks(merger: UnitMerger) -> Waiting:
    return Waiting(
        "机构调整申请",
        str(merger),
        f"{reverse('projects:mergers')}?unit={merger.unit_id}",
        f"{merger.proposed_by}：{merger.reason}",
    )


MERGERS = KindOfProposal(
    model=UnitMerger,
    words=ProposalWords("机构调整申请"),
    right="unit.merge",
    county="unit__county",
    about="unit",
    proposed="unit.propose_merger",
    answered="unit.answer_merger",
    take_force=merge_as_proposed,
    asks=_merger_asks,
    stands_already=lambda standing: f"{standing}的申请正待审定，请先撤回或等待答复",
    reads=("successor",),
)


def _leader_asks(proposal: LeaderProposal) -> Waiting:
    return Waiting(
        "领导登记申请",
        str(proposal),
        reverse("projects:leaders"),
        f"{proposal.proposed_by}：{proposal.reason}",
    )


LEADERS = KindOfProposal(
    model=LeaderProposal,
    words=ProposalWords("领导登记申请"),
    right="official.appoint",
    county="county",
    changes="projects.leader",
    proposed="leader.propose",
    answered="leader.answer_proposal",
    take_force=register_as_proposed,
    asks=_leader_asks,
    stands_already=lambda _: "您对这位领导已有一条申请待审定，请先撤回，或等待答复",
    reads=("leader__county",),
)


def _list_asks(proposal: PlanProposal) -> Waiting:
    return Waiting(
        "清单申请",
        str(proposal),
        reverse("projects:plans"),
        f"{proposal.proposed_by}：{proposal.reason}",
    )


def _list_takes_force(audit: Trail, proposal: PlanProposal, by: User, today: datetime.date) -> None:
    is_draft = "drafted_from" in proposal.after
    take_force = draft_as_proposed if is_draft else list_as_proposed
    take_force(audit, proposal, by, today)


LISTS = KindOfProposal(
    model=PlanProposal,
    words=ProposalWords("清单申请"),
    right="plan.manage",
    county="county",
    changes="projects.annualplan",
    proposed="plan.propose",
    answered="plan.answer_proposal",
    take_force=_list_takes_force,
    asks=_list_asks,
    stands_already=lambda standing: f"您已有一条清单申请待审定（{standing}），请先撤回，或等待答复",
    reads=("plan__county",),
)
