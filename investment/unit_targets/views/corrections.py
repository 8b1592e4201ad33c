"""Corrections of approved results: proposed by the unit or the bureau, answered by the approver."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent, typed, version_of, version_sent
from accounts.pages.proposals import proposal_views
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from investment.models import EntryState, UnitResult, UnitResultProposal
from investment.unit_targets.forms import TaskCorrectionForm
from investment.unit_targets.reviewing import propose_task_correction
from investment.unit_targets.rules import reports_task, reviews_tasks, sets_tasks


def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """What stands beside a form that says what it should be."""
    result = _approved(request, pk)
    if request.method != "POST":
        return _page(request, pk)
    form = TaskCorrectionForm(sent(request), indicator=result.indicator)
    return deed(
        request,
        lambda: propose_task_correction(
            result=result,
            version=version_sent(request),
            by=request.user,
            today=clock.today(),
            **form.cleaned_data,
        ),
        form=form,
        done=lambda proposal: (
            "更正申请已提出，审定之前仍用原来的数字。"
            if proposal.is_waiting
            else "已更正，原值保留在更正记录中。"
        ),
        to=redirect("investment:correct_task", pk),
        again=lambda refusal: _page(request, pk, refusal),
    )


answer_task_correction, withdraw_task_correction = proposal_views(
    UnitResultProposal,
    seen_by=lambda user: Q(result__in=UnitResult.objects.visible_to(user)),
    to=lambda proposal: redirect("investment:correct_task", proposal.result_id),
    again=lambda request, proposal, refusal: _page(request, proposal.result_id, refusal),
    accepted="已采纳，数字已更正，原值保留在更正记录中。",
    refused="已答复不采纳，数字不变。",
)


def _approved(request: SignedInRequest, pk: int) -> UnitResult:
    """An approved result of which the user may propose a correction. 404 for anyone else."""
    approved = UnitResult.objects.filter(state=EntryState.APPROVED)
    result = seen(request, approved, pk, "indicator__county", "bearer__unit")
    county = result.indicator.county
    or_404(reports_task(request.user, result.bearer) or reviews_tasks(request.user, county))
    return result


def _page(request: SignedInRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    result = _approved(request, pk)
    initial = {"month_amount": result.month_amount, "year_to_date": result.year_to_date}
    form = typed(refusal, TaskCorrectionForm) or TaskCorrectionForm(
        indicator=result.indicator, initial=initial
    )
    proposals = result.proposals.select_related("proposed_by", "decided_by")
    context = {
        "result": result,
        "month_words": result.indicator.words(result.month_amount),
        "total_words": result.indicator.words(result.year_to_date),
        "form": form,
        "version": version_of(result, refusal),
        "lines": [(proposal, _changes(result, proposal)) for proposal in proposals],
        "corrects": sets_tasks(request.user, result.indicator.county),
        "refusal": refusal,
    }
    return render(request, "investment/task_correct.html", context)


def _changes(result: UnitResult, proposal: UnitResultProposal) -> list[tuple[str, str, str]]:
    said = result.indicator.words
    pairs = (
        ("本月完成", proposal.old_month_amount, proposal.month_amount),
        ("本年累计", proposal.old_year_to_date, proposal.year_to_date),
    )
    return [(label, said(old), said(new)) for label, old, new in pairs if old != new]
