"""Corrections of what is approved, and 核定数 that a reviewer proposes: they wait for the approver,
and until then every figure stays as it was.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import User
from accounts.rights import PROPOSE, may
from accounts.trail.audit import Trail, audited
from accounts.trail.facts import changed_since, facts_of
from accounts.trail.proposals import accept, propose
from investment import rules
from investment.drafts import STORED, EntryDraft, as_kept, from_kept
from investment.entries import overwrite
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
from investment.successions.faults import refuse_less_than_went_over
from investment.transitions import TRANSITIONS, due, load, move


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
    if not rules.may_propose_correction(by, entry):
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
    correction = _proposal_of(entry, ProposalKind.CORRECTION, after, reason)
    with audited(by=by):
        proposal = propose(correction, by=by)
        if may(by, "entry.correct", entry.project.county):
            proposal = accept(proposal=proposal, by=by, today=today)
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
        raise WrongState("单位还没有报送，不能核定")
    after = {"verified_month_amount": month_amount, "verified_year_to_date": year_to_date}
    if all(getattr(entry, name) == new for name, new in after.items()):
        raise DomainError("与现在的核定数相同，不须提出")
    verification = _proposal_of(entry, ProposalKind.VERIFICATION, after, reason)
    return propose(verification, by=by, action="entry.propose_verified")


def change_entry_as_proposed(audit: Trail, proposal: EntryProposal, by: User, today: date) -> None:
    """The entry changes, the old values stay with the proposal. Raises Stale where the entry
    changed since, WrongState, ChecksFailed, DomainError where less would be done than others took
    over."""
    if proposal.kind == ProposalKind.VERIFICATION:
        verify_entry(
            entry=proposal.entry,
            version=proposal.entry_version,
            month_amount=proposal.after["verified_month_amount"],
            year_to_date=proposal.after["verified_year_to_date"],
            reason=proposal.reason,
            by=by,
        )
    else:
        _correct(audit, proposal, by, today)
        refuse_less_than_went_over(proposal.entry)


def _correct(audit: Trail, proposal: EntryProposal, by: User, today: date) -> None:
    """Claim the entry at the version that the proposal was made from; what the checks find in it
    now takes the place of what they found as it was sent."""
    _require_approved(proposal.entry, proposal.entry_version)
    found = found_in_proposal(proposal, today)
    # What wants a word stands beside the button that accepts.
    _refuse_untold(
        proposal.entry, found, [result.code for result in found[proposal.entry.project_id]]
    )
    step = TRANSITIONS["correct"]
    versions = {proposal.entry_id: proposal.entry_version}
    [entry], _ = due(step, load(versions), versions, lambda e: False)
    stood = facts_of(entry, *proposal.after)
    for name, kept in proposal.after.items():
        setattr(entry, name, from_kept(name, kept))
    move(step, [entry], audit, told=[changed_since(stood, entry)])
    overwrite([entry], list(proposal.after))
    supersede_findings([entry])
    keep_findings([entry], found=found, explanations={entry.project_id: proposal.reason})
    tell_register([entry], by)


def _proposal_of(
    entry: MonthlyEntry, kind: ProposalKind, after: Mapping[str, Any], reason: str
) -> EntryProposal:
    return EntryProposal(
        entry=entry,
        kind=kind,
        entry_version=entry.version,
        before={name: as_kept(getattr(entry, name)) for name in after},
        after=dict(after),
        reason=reason.strip(),
    )


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
    values = {name: getattr(entry, name) for name in STORED}
    values |= {name: from_kept(name, kept) for name, kept in proposal.after.items()}
    return EntryDraft(entry.project_id, version=entry.version, **values)
