"""Corrections of approved entries: proposed by the unit or the bureau, answered by the approver."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import Difference, Refusal, compare, deed, typed
from accounts.pages.fields import AnswerForm
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from accounts.trail.proposals import answer, withdraw
from investment import rules, services
from investment.checks import CheckResult
from investment.drafts import FIELDS, changes_of
from investment.forms import EntryForm, ReasonForm, initial_of
from investment.models import EntryProposal, EntryState, MonthlyEntry, ProposalKind
from investment.views.review_entry import entry_page


def correct(request: SignedInRequest, entry_id: int) -> HttpResponse:
    """The entry as it stands beside a form that says what it should be."""
    entry = _approved(request, entry_id)
    if request.method != "POST":
        return _page(request, entry_id)
    form, reason = _form(entry, request.POST), ReasonForm(request.POST)
    return deed(
        request,
        lambda: services.propose_correction(
            entry=entry,
            draft=form.draft(),
            reason=reason.cleaned_data["reason"],
            told=request.POST.getlist("told"),
            by=request.user,
            today=clock.today(),
        ),
        beside=[form, reason],
        done=lambda proposal: (
            "更正申请已提出，审定之前仍用原来的数字。"
            if proposal.is_waiting
            else "已更正，原值保留在更正记录中。"
        ),
        to=redirect("investment:correct", entry_id),
        again=lambda refusal: _page(request, entry_id, refusal),
        differences=lambda: _differences(entry, form, reason),
    )


def _differences(entry: MonthlyEntry, form: EntryForm, reason: ReasonForm) -> list[Difference]:
    now = MonthlyEntry.objects.get(pk=entry.pk)
    stands = {name: getattr(now, name) for name in FIELDS}
    return [*compare(form, stands), *compare(reason, {})]


@require_POST
def answer_correction(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    proposal = _proposal(request, proposal_id)
    or_404(may(request.user, "entry.correct", proposal.entry.project.county))
    form = AnswerForm(request.POST)
    accepts = "accept" in request.POST
    is_correction = proposal.kind == ProposalKind.CORRECTION
    taken = "数字已更正，原值保留在更正记录中" if is_correction else "核定数已设，上报数不变"
    return _deed(
        request,
        proposal,
        lambda: answer(
            proposal=proposal,
            is_accepted=accepts,
            by=request.user,
            today=clock.today(),
            **form.cleaned_data,
        ),
        form=form,
        done=f"已采纳，{taken}。" if accepts else "已答复不采纳，数字不变。",
    )


@require_POST
def withdraw_correction(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    proposal = _proposal(request, proposal_id)
    or_404(proposal.proposed_by_id == request.user.pk)
    return _deed(
        request,
        proposal,
        lambda: withdraw(proposal=proposal, by=request.user),
        done="更正申请已撤回。",
    )


def _deed(
    request: SignedInRequest, proposal: EntryProposal, act: Callable[[], object], **how: Any
) -> HttpResponse:
    """From the page on which the proposal was made, and back to it."""
    is_correction = proposal.kind == ProposalKind.CORRECTION
    page = _page if is_correction else entry_page
    return deed(
        request,
        act,
        to=redirect(
            "investment:correct" if is_correction else "investment:review_entry", proposal.entry_id
        ),
        again=lambda refusal: page(request, proposal.entry_id, refusal),
        at=proposal,
        **how,
    )


def _approved(request: SignedInRequest, entry_id: int) -> MonthlyEntry:
    """An approved entry of which the user may propose a correction. 404 for anyone else."""
    approved = MonthlyEntry.objects.filter(state=EntryState.APPROVED)
    entry = seen(request, approved, entry_id, "project__county", "unit__county", "period")
    or_404(rules.may_propose_correction(request.user, entry))
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


def _page(request: SignedInRequest, entry_id: int, refusal: Refusal | None = None) -> HttpResponse:
    entry = _approved(request, entry_id)
    found = _found(refusal, entry)
    corrections = entry.proposals.filter(kind=ProposalKind.CORRECTION)
    proposals = corrections.select_related("proposed_by", "decided_by")
    form = typed(refusal, EntryForm) or _form(entry)
    context = {
        "entry": entry,
        "form": form,
        "version": entry.version
        if refusal is None or refusal.is_conflict
        else form["version"].value(),
        "reason": typed(refusal, ReasonForm) or ReasonForm(),
        "lines": [(proposal, changes_of(proposal)) for proposal in proposals],
        "waiting_found": _found_in_waiting(proposals),
        "must_fix": [result for result in found if result.must_be_fixed],
        "to_explain": [result for result in found if not result.must_be_fixed],
        "corrects": may(request.user, "entry.correct", entry.project.county),
        # What the checks find is listed, each with its own.
        "refusal": None if found else refusal,
    }
    return render(request, "investment/correct.html", context)


def _found(refusal: Refusal | None, entry: MonthlyEntry) -> Sequence[CheckResult]:
    if refusal is None or not isinstance(refusal.error, services.ChecksFailed):
        return ()
    return refusal.error.results[entry.project_id]


def _found_in_waiting(proposals: Iterable[EntryProposal]) -> list[CheckResult]:
    """What the checks find in the entry as the correction that waits would make it."""
    for proposal in proposals:
        if proposal.is_waiting:
            return services.found_in_proposal(proposal, clock.today())[proposal.entry.project_id]
    return []
