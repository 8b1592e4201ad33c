"""Opening or closing a month, as a reviewer proposes it: the approver does it by saying so."""

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import Unit, User
from accounts.rights import PROPOSE, may
from accounts.trail.audit import Trail, audited
from accounts.trail.facts import Changes, changed_since, facts_of, made
from accounts.trail.proposals import ProposalState, end_proposal
from investment.models import PeriodDeed, PeriodProposal, ReportingPeriod
from investment.services.periods import close_period, open_period
from measures.months import Month


def propose_period(
    *, county: Unit, month: Month, deed: PeriodDeed, reason: str, by: User
) -> PeriodProposal:
    """Propose to open or to close the month. The same again is returned as it is. Raises
    NotAllowed, DomainError without a reason, WrongState where it is so already or another waits."""
    if not may(by, "period.manage", county, answer=PROPOSE):
        raise NotAllowed("只有审核员可以提出开启或关闭填报期")
    if not reason.strip():
        raise DomainError(f"请写明为什么要{deed.label}{month.label}填报期", field="reason")
    _refuse_done(county, month, deed)
    key = {"county": county, "year": month.year, "month": month.month}
    proposal = PeriodProposal(
        **key, deed=deed, reason=reason.strip(), proposed_by=by, proposed_at=clock.now()
    )
    with audited(by=by, reason=proposal.reason) as audit:
        try:
            with transaction.atomic():
                proposal.save()
        except IntegrityError as error:
            waiting = PeriodProposal.objects.get(**key, state=ProposalState.WAITING)
            if (waiting.deed, waiting.reason, waiting.proposed_by_id) == (
                deed,
                proposal.reason,
                by.pk,
            ):
                return waiting
            raise WrongState(f"{waiting}的申请正待审定，请先撤回或等待答复") from error
        _tell(audit, "period.propose", proposal, made(proposal))
    return proposal


def accept_period(*, proposal: PeriodProposal, by: User) -> PeriodProposal:
    """Do what was proposed. The same again does nothing. Raises NotAllowed, WrongState when it was
    decided otherwise, or cannot be done any more."""
    county = proposal.county
    if not may(by, "period.manage", county):
        raise NotAllowed("只有审定员可以采纳开启或关闭申请")
    with audited(by=by, reason=proposal.reason) as audit:
        before = facts_of(proposal)
        if not end_proposal(proposal, ProposalState.ACCEPTED, by=by):
            return proposal
        if proposal.deed == PeriodDeed.OPEN:
            open_period(county=county, month=proposal.as_month, by=by)
        else:
            period = ReportingPeriod.objects.get(
                county=county, year=proposal.year, month=proposal.month
            )
            close_period(period=period, by=by)
        _tell(audit, "period.answer_proposal", proposal, changed_since(before, proposal))
    return proposal


def refuse_period(*, proposal: PeriodProposal, decision: str, by: User) -> PeriodProposal:
    """Raises NotAllowed, DomainError without a word, WrongState when it was decided otherwise."""
    if not may(by, "period.manage", proposal.county):
        raise NotAllowed("只有审定员可以答复开启或关闭申请")
    return _end(proposal, ProposalState.REFUSED, decision, by)


def withdraw_period(*, proposal: PeriodProposal, by: User) -> PeriodProposal:
    """Raises NotAllowed for another's, WrongState when it was decided."""
    if proposal.proposed_by_id != by.pk:
        raise NotAllowed("只有提出人可以撤回申请")
    return _end(proposal, ProposalState.WITHDRAWN, "", by)


def _refuse_done(county: Unit, month: Month, deed: PeriodDeed) -> None:
    periods = ReportingPeriod.objects.filter(county=county, year=month.year, month=month.month)
    period = periods.first()
    if deed == PeriodDeed.OPEN and period is not None and period.is_open:
        raise WrongState(f"{month.label}填报期已经开启")
    if deed == PeriodDeed.CLOSE and (period is None or not period.is_open):
        raise WrongState(f"{month.label}填报期没有开启")


def _end(proposal: PeriodProposal, state: ProposalState, decision: str, by: User) -> PeriodProposal:
    with audited(by=by, reason=decision.strip()) as audit:
        before = facts_of(proposal)
        if end_proposal(proposal, state, by=by, decision=decision):
            _tell(audit, "period.answer_proposal", proposal, changed_since(before, proposal))
    return proposal


def _tell(audit: Trail, action: str, proposal: PeriodProposal, changes: Changes) -> None:
    audit.record(proposal, action, county=proposal.county, changes=changes)
