"""Changes of master data that a unit or a reviewer proposes: nothing changes until the approver
says so."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import User
from accounts.trail.audit import Trail, audited
from accounts.trail.facts import Changes, Facts, changed_row, facts_of, made
from accounts.trail.proposals import ProposalState, end_proposal
from projects import rules
from projects.kept import as_kept, from_kept
from projects.models import Project, ProjectProposal
from projects.services.master_data import (
    CHANGED_MEANWHILE,
    differing,
    refuse_unfit,
    update_project,
)
from projects.wording import field_label

WAITING_ALREADY = "您对这个项目已有一条修改申请待审定，请先撤回，或等待答复"


def propose_change(
    *,
    project: Project,
    changes: Mapping[str, Any],
    reason: str,
    by: User,
    version: int,
    today: datetime.date,
) -> ProjectProposal:
    """Propose ``changes`` by the names of MASTER_DATA, of a project read at ``version``. The same
    again is returned as it is. Raises NotAllowed, DomainError, Stale, DatesDoNotAgree, NameTaken,
    WrongState while another of the same hand waits."""
    if not rules.proposes_change(by, project):
        raise NotAllowed("只有审核员和项目有关单位可以提出修改资料")
    if not reason.strip():
        raise DomainError("请写明修改理由和依据，如批复文号、会议纪要。", field="reason")
    now = Project.objects.select_related("county", "category").get(pk=project.pk)
    if now.version != version:
        raise Stale(CHANGED_MEANWHILE)
    new = differing(now, changes)
    if not new:
        raise DomainError("没有改动，不须提出。")
    with audited(by=by, reason=reason.strip()) as audit:
        refuse_unfit(now, new, today)
        after = {name: as_kept(value) for name, value in new.items()}
        proposal = ProjectProposal(
            project=now,
            before={name: as_kept(getattr(now, name)) for name in new},
            after=after,
            reason=reason.strip(),
            proposed_by=by,
            proposed_at=clock.now(),
        )
        try:
            with transaction.atomic():
                proposal.save()
        except IntegrityError as error:
            waiting = ProjectProposal.objects.get(
                project=now, proposed_by=by, state=ProposalState.WAITING
            )
            if (waiting.after, waiting.reason) == (after, proposal.reason):
                return waiting
            raise WrongState(WAITING_ALREADY) from error
        _tell(audit, "project.propose", proposal, made(proposal))
    return proposal


def accept_change(*, proposal: ProjectProposal, by: User, today: datetime.date) -> ProjectProposal:
    """Let it take force. The same again does nothing. Raises NotAllowed, WrongState when it was
    decided otherwise, Stale where what it changes was changed since, and as ``update_project``."""
    project = Project.objects.select_related("county", "category").get(pk=proposal.project_id)
    if not rules.changes_project(by, project):
        raise NotAllowed("只有审定员可以采纳修改申请")
    with audited(by=by, reason=proposal.reason) as audit:
        before = facts_of(proposal)
        if not end_proposal(proposal, ProposalState.ACCEPTED, by=by):
            return proposal
        moved = [
            field_label(Project, name)
            for name, kept in proposal.before.items()
            if as_kept(getattr(project, name)) != kept
        ]
        if moved:
            raise Stale(
                f"提出之后{'、'.join(moved)}又有改动，不能照原样采纳；"
                "请不采纳，由提出人按现在的资料重新提出"
            )
        update_project(
            project=project,
            by=by,
            # What else changed meanwhile does not stand in its way.
            version=project.version,
            changes={name: from_kept(name, kept) for name, kept in proposal.after.items()},
            today=today,
            reason=proposal.reason,
        )
        _tell_answer(audit, proposal, before)
    return proposal


def refuse_change(*, proposal: ProjectProposal, decision: str, by: User) -> ProjectProposal:
    """Raises NotAllowed, DomainError without a word, WrongState when it was decided otherwise."""
    if not rules.changes_project(by, proposal.project):
        raise NotAllowed("只有审定员可以答复修改申请")
    return _end(proposal, ProposalState.REFUSED, decision, by)


def withdraw_change(*, proposal: ProjectProposal, by: User) -> ProjectProposal:
    """Raises NotAllowed for another's, WrongState when it was decided."""
    if proposal.proposed_by_id != by.pk:
        raise NotAllowed("只有提出人可以撤回修改申请")
    return _end(proposal, ProposalState.WITHDRAWN, "", by)


def _end(
    proposal: ProjectProposal, state: ProposalState, decision: str, by: User
) -> ProjectProposal:
    with audited(by=by, reason=decision.strip()) as audit:
        before = facts_of(proposal)
        if end_proposal(proposal, state, by=by, decision=decision):
            _tell_answer(audit, proposal, before)
    return proposal


def _tell_answer(audit: Trail, proposal: ProjectProposal, before: Facts) -> None:
    _tell(audit, "project.answer_proposal", proposal, changed_row(before, proposal))


def _tell(audit: Trail, action: str, proposal: ProjectProposal, told: Changes) -> None:
    """About the project, so that its history tells it."""
    project = proposal.project
    audit.record(project, action, county=project.county, rows=[(proposal, told)])
