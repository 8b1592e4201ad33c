"""Corrections of approved entries: proposed by the unit or the bureau, answered by the approver."""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError, Stale
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from investment import rules, services
from investment.checks import CheckResult
from investment.drafts import from_kept, label_of, words
from investment.forms import EntryForm, ReasonForm, initial_of
from investment.models import EntryProposal, EntryState, MonthlyEntry, ProposalKind


def correct(request: SignedInRequest, entry_id: int) -> HttpResponse:
    """The entry as it stands beside a form that says what it should be."""
    entry = _approved(request, entry_id)
    if request.method != "POST":
        return _page(request, entry, _form(entry), ReasonForm())
    form, reason = _form(entry, request.POST), ReasonForm(request.POST)
    if not all([form.is_valid(), reason.is_valid()]):
        return _page(request, entry, form, reason)
    try:
        proposal = services.propose_correction(
            entry=entry,
            draft=form.draft(),
            reason=reason.cleaned_data["reason"],
            told=request.POST.getlist("told"),
            by=request.user,
            today=clock.today(),
        )
    except services.ChecksFailed as error:
        return _page(request, entry, form, reason, found=error.results[entry.project_id])
    except DomainError as error:
        messages.error(request, error.message)
        entry = _approved(request, entry_id)
        status = 409 if isinstance(error, Stale) else 200
        return _page(request, entry, form, reason, status=status)
    if proposal.state == "accepted":
        messages.success(request, "已更正，原值保留在更正记录中。")
    else:
        messages.success(request, "更正申请已提出，审定之前仍用原来的数字。")
    return redirect("investment:correct", entry_id)


@require_POST
def answer_correction(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    proposal = _proposal(request, proposal_id)
    or_404(may(request.user, "entry.correct", proposal.entry.project.county))
    try:
        if "accept" in request.POST:
            services.accept_proposal(proposal=proposal, by=request.user, today=clock.today())
            is_correction = proposal.kind == ProposalKind.CORRECTION
            done = "数字已更正，原值保留在更正记录中" if is_correction else "核定数已设，上报数不变"
            messages.success(request, f"已采纳，{done}。")
        else:
            decision = request.POST.get("decision", "")
            services.refuse_proposal(proposal=proposal, decision=decision, by=request.user)
            messages.success(request, "已答复不采纳，数字不变。")
    except DomainError as error:
        messages.error(request, error.message)
        if isinstance(error, Stale) and proposal.kind == ProposalKind.CORRECTION:
            entry = _approved(request, proposal.entry_id)
            return _page(request, entry, _form(entry), ReasonForm(), status=409)
    return _back(proposal)


@require_POST
def withdraw_correction(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    proposal = _proposal(request, proposal_id)
    or_404(proposal.proposed_by_id == request.user.pk)
    try:
        services.withdraw_proposal(proposal=proposal, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "更正申请已撤回。")
    return _back(proposal)


def _approved(request: SignedInRequest, entry_id: int) -> MonthlyEntry:
    """An approved entry of which the user may propose a correction. 404 for anyone else."""
    approved = MonthlyEntry.objects.filter(state=EntryState.APPROVED)
    entry = seen(request, approved, entry_id, "project__county", "unit__county", "period")
    or_404(rules.may_propose_correction(request.user, entry.unit))
    return entry


def _proposal(request: SignedInRequest, proposal_id: int) -> EntryProposal:
    visible = MonthlyEntry.objects.visible_to(request.user)
    proposals = EntryProposal.objects.filter(entry__in=visible, pk=proposal_id)
    return or_404(proposals.select_related("entry__project__county").first())


def _form(entry: MonthlyEntry, data: object = None) -> EntryForm:
    return EntryForm(
        data,  # type: ignore[arg-type]
        project_id=entry.project_id,
        project_name=entry.project.name,
        initial=initial_of(entry),
    )


def _page(
    request: SignedInRequest,
    entry: MonthlyEntry,
    form: EntryForm,
    reason: ReasonForm,
    *,
    found: Sequence[CheckResult] = (),
    status: int = 200,
) -> HttpResponse:
    corrections = entry.proposals.filter(kind=ProposalKind.CORRECTION)
    proposals = corrections.select_related("proposed_by", "decided_by")
    context = {
        "entry": entry,
        "form": form,
        "reason": reason,
        "lines": [(proposal, changes_of(proposal)) for proposal in proposals],
        "waiting_found": _found_in_waiting(proposals),
        "must_fix": [result for result in found if result.must_be_fixed],
        "to_explain": [result for result in found if not result.must_be_fixed],
        "corrects": may(request.user, "entry.correct", entry.project.county),
        "is_stale": status == 409,
    }
    return render(request, "investment/correct.html", context, status=status)


def _found_in_waiting(proposals: Iterable[EntryProposal]) -> list[CheckResult]:
    """What the checks find in the entry as the correction that waits would make it."""
    for proposal in proposals:
        if proposal.is_waiting:
            return services.found_in_proposal(proposal, clock.today())[proposal.entry.project_id]
    return []


def _back(proposal: EntryProposal) -> HttpResponse:
    """To the page on which the proposal was made."""
    is_correction = proposal.kind == ProposalKind.CORRECTION
    page = "investment:correct" if is_correction else "investment:review_entry"
    return redirect(page, proposal.entry_id)


def changes_of(proposal: EntryProposal) -> list[tuple[str, str, str]]:
    """Label, old and new of each field, in words."""
    return [
        (
            label_of(name),
            words(name, from_kept(name, proposal.before[name])),
            words(name, from_kept(name, new)),
        )
        for name, new in proposal.after.items()
    ]
