"""What is proposed of entries and periods: who decides it, and what it asks of them."""

from django.urls import reverse

from accounts.people.waiting import Waiting
from accounts.trail.proposals import KindOfProposal, ProposalWords
from investment.extra.services import change_columns_as_proposed
from investment.models import (
    EntryProposal,
    ExtraColumnProposal,
    PeriodExtension,
    PeriodProposal,
    ProjectSuccession,
    ProposalKind,
    PublishProposal,
)
from investment.services.period_proposals import move_period_as_proposed
from investment.services.proposals import change_entry_as_proposed
from investment.services.publishing import publish_as_proposed
from investment.successions.forcing import change_as_proposed


def _entry_asks(proposal: EntryProposal) -> Waiting:
    is_correction = proposal.kind == ProposalKind.CORRECTION
    page = "investment:correct" if is_correction else "investment:review_entry"
    return Waiting(
        f"{proposal.get_kind_display()}申请",
        f"{proposal.entry.project} {proposal.entry.period}",
        reverse(page, args=[proposal.entry_id]),
        f"{proposal.proposed_by}：{proposal.reason}",
    )


ENTRIES = KindOfProposal(
    model=EntryProposal,
    words=ProposalWords("更正申请"),
    right="entry.correct",
    county="entry__project__county",
    changes="investment.monthlyentry",
    proposed="entry.propose",
    answered="entry.answer_proposal",
    take_force=change_entry_as_proposed,
    asks=_entry_asks,
    stands_already=lambda standing: (
        f"这一条已有一份{standing.get_kind_display()}申请待审定，请先撤回或等待答复"
    ),
    reads=("entry__unit__county", "entry__period"),
)


def _extension_asks(extension: PeriodExtension) -> Waiting:
    return Waiting(
        "延期申请",
        f"{extension.unit} {extension.period}延至{extension.until:%-m月%-d日}",
        reverse("investment:extend", args=[extension.period_id]),
        f"{extension.proposed_by}：{extension.reason}",
    )


EXTENSIONS = KindOfProposal(
    model=PeriodExtension,
    words=ProposalWords("延期", this="这条延期", accepts="批准", answers="审批", waits="待审批"),
    right="period.manage",
    county="period__county",
    proposed="period.propose_extension",
    answered="period.decide_extension",
    asks=_extension_asks,
    stands_already=lambda standing: f"{standing.unit.name}已有一条待审批的延期，请先审批",
    reads=("unit",),
)


def _period_asks(proposal: PeriodProposal) -> Waiting:
    return Waiting(
        "填报期申请",
        str(proposal),
        reverse("investment:periods"),
        f"{proposal.proposed_by}：{proposal.reason}",
    )


PERIODS = KindOfProposal(
    model=PeriodProposal,
    words=ProposalWords("开启或关闭申请"),
    right="period.manage",
    county="county",
    proposed="period.propose",
    answered="period.answer_proposal",
    take_force=move_period_as_proposed,
    asks=_period_asks,
    stands_already=lambda standing: f"{standing}的申请正待审定，请先撤回或等待答复",
)


def _column_asks(proposal: ExtraColumnProposal) -> Waiting:
    return Waiting(
        "附加指标申请",
        str(proposal),
        f"{reverse('investment:extra_columns')}#proposal-{proposal.pk}",
        f"{proposal.proposed_by}：{proposal.reason}",
    )


COLUMNS = KindOfProposal(
    model=ExtraColumnProposal,
    words=ProposalWords("附加指标申请"),
    right="column.manage",
    county="county",
    proposed="column.propose",
    answered="column.answer_proposal",
    take_force=change_columns_as_proposed,
    asks=_column_asks,
    stands_already=lambda standing: f"{standing}的申请正待审定，请先撤回或等待答复",
    reads=("column",),
)


def _publishing_asks(proposal: PublishProposal) -> Waiting:
    return Waiting(
        "发布申请",
        str(proposal),
        f"{reverse('investment:periods')}#publishing-{proposal.pk}",
        f"{proposal.proposed_by}：{proposal.reason}",
    )


PUBLISHING = KindOfProposal(
    model=PublishProposal,
    words=ProposalWords("发布申请"),
    right="period.declare",
    county="period__county",
    proposed="period.propose_publishing",
    answered="period.answer_publishing",
    take_force=publish_as_proposed,
    asks=_publishing_asks,
    stands_already=lambda standing: f"{standing}的申请正待审定，请先撤回或等待答复",
)


def _succession_asks(succession: ProjectSuccession) -> Waiting:
    return Waiting(
        "项目变更申请",
        str(succession),
        reverse("investment:succession", args=[succession.pk]),
        f"{succession.proposed_by}：{succession.reason}",
    )


SUCCESSIONS = KindOfProposal(
    model=ProjectSuccession,
    words=ProposalWords("项目变更申请"),
    right="plan.adjust",
    county="county",
    proposed="succession.propose",
    answered="succession.answer",
    take_force=change_as_proposed,
    asks=_succession_asks,
    stands_already=lambda standing: f"{standing}的申请正待审定，请先撤回或等待答复",
    reads=("project",),
)
