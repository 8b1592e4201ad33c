"""Corrections of approved entries: proposed by the unit or the bureau, answered by the approver."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.pages.deeds import Difference, Refusal, compare, deed, typed
from accounts.pages.proposals import proposal_views
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from investment import rules, services
from investment.checks import CheckResult
from investment.drafts import FIELDS, changes_of
from investment.extra.columns import columns_of, lists_of, shown_of
from investment.extra.values import field_of
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
    stands |= {field_of(each): now.extra.get(str(each.pk)) for each in form.columns}
    return [*compare(form, stands), *compare(reason, {})]


def _accepted(proposal: EntryProposal) -> str:
    is_correction = proposal.kind == ProposalKind.CORRECTION
    taken = "数字已更正，原值保留在更正记录中" if is_correction else "核定数已设，上报数不变"
    return f"已采纳，{taken}。"


def _stands_at(proposal: EntryProposal) -> HttpResponse:
    """The page on which it was made."""
    is_correction = proposal.kind == ProposalKind.CORRECTION
    return redirect(
        "investment:correct" if is_correction else "investment:review_entry", proposal.entry_id
    )


def _again(request: SignedInRequest, proposal: EntryProposal, refusal: Refusal) -> HttpResponse:
    page = _page if proposal.kind == ProposalKind.CORRECTION else entry_page
    return page(request, proposal.entry_id, refusal)


answer_correction, withdraw_correction = proposal_views(
    EntryProposal,
    seen_by=lambda user: Q(entry__in=MonthlyEntry.objects.visible_to(user)),
    to=_stands_at,
    again=_again,
    accepted=_accepted,
    refused="已答复不采纳，数字不变。",
)


def _approved(request: SignedInRequest, entry_id: int) -> MonthlyEntry:
    """An approved entry of which the user may propose a correction. 404 for anyone else."""
    approved = MonthlyEntry.objects.filter(state=EntryState.APPROVED)
    entry = seen(request, approved, entry_id, "project__county", "unit__county", "period")
    or_404(rules.may_propose_correction(request.user, entry))
    return entry


def _form(entry: MonthlyEntry, data: object = None) -> EntryForm:
    every = columns_of(entry.project.county, entry.as_month)
    lists = lists_of(entry) if every else ()
    columns = shown_of(every, entry.as_month, lists, entry.extra)
    return EntryForm(
        data,  # type: ignore[arg-type]
        project_id=entry.project_id,
        project_name=entry.project.name,
        initial=initial_of(entry, columns),
        columns=columns,
        extra=entry.extra,
    )


def _page(request: SignedInRequest, entry_id: int, refusal: Refusal | None = None) -> HttpResponse:
    entry = _approved(request, entry_id)
    found = _found(refusal, entry)
    corrections = entry.proposals.filter(kind=ProposalKind.CORRECTION)
    proposals = corrections.select_related("proposed_by", "decided_by")
    form = typed(refusal, EntryForm) or _form(entry)
    columns = columns_of(entry.project.county, entry.as_month)
    context = {
        "entry": entry,
        "form": form,
        "version": entry.version
        if refusal is None or refusal.is_conflict
        else form["version"].value(),
        "reason": typed(refusal, ReasonForm) or ReasonForm(),
        "lines": [(proposal, changes_of(proposal, columns)) for proposal in proposals],
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
