"""Corrections of what is approved, and 核定数 that a reviewer proposes: they wait for the approver,
and until then every figure stays as it was.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import User
from accounts.rights import PROPOSE, may
from accounts.trail.audit import Trail, audited
from accounts.trail.facts import Changes, changed_row, changed_since, facts_of, made
from accounts.trail.proposals import ProposalState, end_proposal
from investment import rules
from investment.drafts import FIELDS, EntryDraft, as_kept, from_kept
from investment.models import (
    EntryProposal,
    EntryState,
    MonthlyEntry,
    ProposalKind,
)
from investment.services.checking import (
    ChecksFailed,
    Found,
    check_results,
    keep_findings,
    supersede_findings,
)
from investment.services.columns import fresh
from investment.services.review import verify_entry
from investment.services.site_news import tell_register
from investment.transitions import TRANSITIONS, due, load, move
from investment.writing import overwrite


def propose_correction(
    *,
    entry: MonthlyEntry,
    draft: EntryDraft,
    reason: str,
    told: Collection[str] = (),
    by: User,
    today: date,
) -> EntryProposal:
    """Propose that an approved entry say what ``draft`` says, whose ``version`` is the one read.
    ``told`` are the codes of the checks that want a word and that the proposer was shown before he
    gave his ``reason``. An approver's takes force at once. The same again is returned as it is.
    Raises NotAllowed, DomainError, WrongState while another waits, Stale, ChecksFailed for what
    must be mended or was not shown yet."""
    entry = fresh(entry)
    if not rules.may_propose_correction(by, entry.unit):
        raise NotAllowed("只有填报单位、审核员和审定员可以提出更正")
    if not reason.strip():
        raise DomainError("请写明更正理由：哪个数字错了，为什么", field="reason")
    _require_approved(entry, draft.version)
    draft = draft.settled()
    changed = draft.differences(entry)
    if not changed:
        raise DomainError("没有改动，不须更正")
    found = _found_in(entry, draft, today)
    _refuse_untold(entry, found, told)
    after = {name: as_kept(getattr(draft, name)) for name in changed}
    with audited(by=by, reason=reason.strip()) as audit:
        proposal, created = _put(entry, ProposalKind.CORRECTION, after, reason.strip(), by)
        if created:
            _tell(audit, "entry.propose", proposal, made(proposal))
            if may(by, "entry.correct", entry.project.county):
                _take(audit, proposal, by, found)
    return proposal


def propose_verified(
    *,
    entry: MonthlyEntry,
    month_amount: int | None,
    year_to_date: int | None,
    reason: str,
    by: User,
    version: int,
) -> EntryProposal:
    """Propose 核定数 (yuan) beside what the unit sent; both None proposes to take earlier ones
    back. Raises NotAllowed, DomainError, WrongState while another waits or nothing was sent,
    Stale."""
    entry = fresh(entry)
    if not may(by, "entry.verify", entry.project.county, answer=PROPOSE):
        raise NotAllowed("只有审核员可以提出核定数")
    if not reason.strip():
        raise DomainError("请写明核定理由，报表会注明采用核定数", field="reason")
    if entry.version != version:
        raise Stale("打开页面之后这一条又有改动，请核对现在的数字后再提出")
    if entry.is_editable:
        raise WrongState("单位还没有上报，不能核定")
    after = {"verified_month_amount": month_amount, "verified_year_to_date": year_to_date}
    if all(getattr(entry, name) == new for name, new in after.items()):
        raise DomainError("与现在的核定数相同，不须提出")
    with audited(by=by, reason=reason.strip()) as audit:
        proposal, created = _put(entry, ProposalKind.VERIFICATION, after, reason.strip(), by)
        if created:
            _tell(audit, "entry.propose_verified", proposal, made(proposal))
    return proposal


def accept_proposal(*, proposal: EntryProposal, by: User, today: date) -> EntryProposal:
    """Let it take force: the entry changes, the old values stay with the proposal. The same again
    does nothing. Raises NotAllowed, WrongState when it was decided otherwise, Stale where the
    entry changed since, ChecksFailed."""
    proposal = _again(proposal)
    entry = proposal.entry
    if not may(by, "entry.correct", entry.project.county):
        raise NotAllowed("只有审定员可以采纳更正")
    if proposal.state == ProposalState.ACCEPTED:
        return proposal
    if proposal.kind == ProposalKind.VERIFICATION:
        return _verify(proposal, by)
    _require_approved(entry, proposal.entry_version)
    found = found_in_proposal(proposal, today)
    # What wants a word stands beside the button that accepts.
    _refuse_untold(entry, found, [result.code for result in found[entry.project_id]])
    with audited(by=by, reason=proposal.reason) as audit:
        _take(audit, proposal, by, found)
    return proposal


def refuse_proposal(*, proposal: EntryProposal, decision: str, by: User) -> EntryProposal:
    """Raises NotAllowed, DomainError without a word, WrongState when it was decided otherwise."""
    proposal = _again(proposal)
    if not may(by, "entry.correct", proposal.entry.project.county):
        raise NotAllowed("只有审定员可以答复更正申请")
    return _end(proposal, ProposalState.REFUSED, decision, by)


def withdraw_proposal(*, proposal: EntryProposal, by: User) -> EntryProposal:
    """Raises NotAllowed for another's, WrongState when it was decided."""
    proposal = _again(proposal)
    if proposal.proposed_by_id != by.pk:
        raise NotAllowed("只有提出人可以撤回更正申请")
    return _end(proposal, ProposalState.WITHDRAWN, "", by)


def _put(
    entry: MonthlyEntry, kind: ProposalKind, after: Mapping[str, Any], reason: str, by: User
) -> tuple[EntryProposal, bool]:
    proposal = EntryProposal(
        entry=entry,
        kind=kind,
        entry_version=entry.version,
        before={name: as_kept(getattr(entry, name)) for name in after},
        after=dict(after),
        reason=reason,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError as error:
        waiting = EntryProposal.objects.get(entry=entry, state=ProposalState.WAITING)
        if (waiting.after, waiting.reason) == (dict(after), reason):
            return waiting, False
        kind_word = ProposalKind(waiting.kind).label
        raise WrongState(f"这一条已有一份{kind_word}申请待审定，请先撤回或等待答复") from error
    return proposal, True


def _take(audit: Trail, proposal: EntryProposal, by: User, found: Found) -> None:
    """Claim the proposal, then the entry at the version that the proposal was made from; what
    the checks find in it now takes the place of what they found as it was sent."""
    step = TRANSITIONS["correct"]
    before = facts_of(proposal)
    if not end_proposal(proposal, ProposalState.ACCEPTED, by=by):
        return
    versions = {proposal.entry_id: proposal.entry_version}
    [entry], _ = due(step, load(versions), versions, lambda e: False)
    stood = facts_of(entry, *proposal.after)
    for name, kept in proposal.after.items():
        setattr(entry, name, from_kept(name, kept))
    answered = (proposal, changed_since(before, proposal))
    move(step, [entry], audit, told=[changed_since(stood, entry)], rows=[answered])
    overwrite([entry], list(proposal.after))
    supersede_findings([entry])
    keep_findings([entry], found=found, explanations={entry.project_id: proposal.reason})
    tell_register([entry], by)


def _verify(proposal: EntryProposal, by: User) -> EntryProposal:
    """Set the 核定数 that was proposed, of the entry as it was when it was."""
    with audited(by=by, reason=proposal.reason) as audit:
        before = facts_of(proposal)
        if not end_proposal(proposal, ProposalState.ACCEPTED, by=by):
            return proposal
        verify_entry(
            entry=proposal.entry,
            version=proposal.entry_version,
            month_amount=proposal.after["verified_month_amount"],
            year_to_date=proposal.after["verified_year_to_date"],
            reason=proposal.reason,
            by=by,
        )
        _tell(audit, "entry.answer_proposal", proposal, changed_row(before, proposal))
    return proposal


def _end(proposal: EntryProposal, state: ProposalState, decision: str, by: User) -> EntryProposal:
    with audited(by=by, reason=decision.strip()) as audit:
        before = facts_of(proposal)
        if end_proposal(proposal, state, by=by, decision=decision):
            _tell(audit, "entry.answer_proposal", proposal, changed_row(before, proposal))
    return proposal


def _tell(audit: Trail, action: str, proposal: EntryProposal, changes: Changes) -> None:
    entry = proposal.entry
    county = entry.project.county
    audit.record(proposal, action, county=county, changes=changes, label=str(entry))


def _require_approved(entry: MonthlyEntry, version: int | None) -> None:
    if entry.version != version:
        raise Stale("打开页面之后这一条又有改动，请核对现在的数字后再更正")
    if entry.state != EntryState.APPROVED:
        raise WrongState("这一条还没有审定，不须更正：退回后由单位改正")


def found_in_proposal(proposal: EntryProposal, today: date) -> Found:
    """What the checks find in the entry as a correction would make it."""
    return _found_in(proposal.entry, _draft_of(proposal), today)


def _found_in(entry: MonthlyEntry, draft: EntryDraft, today: date) -> Found:
    return check_results(
        entry.as_month,
        [(entry.project, draft)],
        today=today,
        months_covered=entry.months_covered,
    )


def _refuse_untold(entry: MonthlyEntry, found: Found, told: Collection[str]) -> None:
    """A reason explains what its author has seen, and nothing else."""
    left = [
        result
        for result in found[entry.project_id]
        if result.must_be_fixed or not (result.is_notice or result.code in told)
    ]
    if left:
        raise ChecksFailed({entry.project_id: left}, {entry.project_id: entry.project.name})


def _draft_of(proposal: EntryProposal) -> EntryDraft:
    entry = proposal.entry
    values = {name: getattr(entry, name) for name in FIELDS}
    values |= {name: from_kept(name, kept) for name, kept in proposal.after.items()}
    return EntryDraft(entry.project_id, version=entry.version, **values)


def _again(proposal: EntryProposal) -> EntryProposal:
    return EntryProposal.objects.select_related(
        "entry__project__county", "entry__unit__county", "entry__period"
    ).get(pk=proposal.pk)
