"""One entry on the bureau's page: its history, 核定数, and verdicts on what the checks found."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.pages.deeds import (
    Difference,
    Refusal,
    compare,
    deed,
    sent,
    typed,
    unless_shown,
    version_sent,
)
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import PROPOSE, may
from accounts.trail.selectors import history_of
from investment import rules, services
from investment.calendar import asks_review
from investment.checks import label_of_check
from investment.doubts import doubt_words, doubts_of
from investment.drafts import changes_of
from investment.evidence.selectors import evidence_of
from investment.extra.columns import columns_of
from investment.extra.values import told
from investment.forms import ApproveForm, JudgeForm, ReturnForm, VerifyForm, in_box
from investment.intake.provenance import figure_sources
from investment.models import CheckFinding, EntryState, MonthlyEntry, ProposalKind, stage_of
from investment.returns import mended
from investment.selectors import next_waiting, planned_by_project, project_year
from investment.selectors.answering import answering_in
from investment.transitions import TRANSITIONS
from investment.views.queue import queue_page
from investment.views.scope import entry_seen

QUEUE = "queue"
"""What a form on the queue names as its page."""


def review_entry(request: SignedInRequest, entry_id: int) -> HttpResponse:
    """One entry with its history; the approver sets 核定数 here, the reviewer proposes it."""
    entry = entry_seen(request, entry_id)
    if request.method != "POST":
        return entry_page(request, entry_id)
    verifies = may(request.user, "entry.verify", entry.project.county)
    or_404(verifies or may(request.user, "entry.verify", entry.project.county, answer=PROPOSE))
    form = VerifyForm(sent(request))
    act = services.verify_entry if verifies else services.propose_verified
    told = "已保存" if verifies else "已提出，等待审定员采纳"
    return deed(
        request,
        lambda: act(
            entry=entry, version=version_sent(request), by=request.user, **form.cleaned_data
        ),
        form=form,
        done=f"核定数{told}，上报数保持不变。",
        to=redirect("investment:review_entry", entry.pk),
        again=lambda refusal: entry_page(request, entry_id, refusal),
        differences=lambda: _differences(entry, form),
    )


def _differences(entry: MonthlyEntry, form: VerifyForm) -> list[Difference]:
    now = MonthlyEntry.objects.get(pk=entry.pk)
    verified = {name: getattr(now, f"verified_{name}") for name in form.fields}
    return compare(form, verified)


@require_POST
def judge(request: SignedInRequest, finding_id: int) -> HttpResponse:
    """A verdict on one finding."""
    finding = seen(request, CheckFinding.objects, finding_id, "entry__project__county")
    entry = finding.entry
    or_404(may(request.user, "entry.review", entry.project.county))
    form = JudgeForm(request.POST)
    in_queue = request.POST.get("page") == QUEUE
    return deed(
        request,
        lambda: services.judge_finding(
            finding=finding,
            seen=request.POST.get("seen", ""),
            by=request.user,
            **form.cleaned_data,
        ),
        form=form,
        done="核查意见已保存。",
        to=redirect("investment:queue_entry", entry.as_month, entry.pk)
        if in_queue
        else redirect("investment:review_entry", entry.pk),
        again=lambda refusal: (
            queue_page(request, entry.as_month, entry.pk, refusal)
            if in_queue
            else entry_page(request, entry.pk, refusal)
        ),
        at=finding,
    )


def entry_page(
    request: SignedInRequest, entry_id: int, refusal: Refusal | None = None
) -> HttpResponse:
    entry = entry_seen(request, entry_id)
    county = entry.project.county
    unit = answering_in(county, [entry.period]).units_of([entry])[entry.pk]
    is_sent = not entry.is_editable
    findings = list(entry.findings.select_related("verdict_by").order_by("-pk"))
    asked = entry.proposals.filter(kind=ProposalKind.VERIFICATION)
    proposals = list(asked.select_related("proposed_by", "decided_by"))
    columns = columns_of(county, entry.as_month)
    form = typed(refusal, VerifyForm) or VerifyForm(initial=_verified(entry))
    decide_form = typed(refusal, ReturnForm) or typed(refusal, ApproveForm)
    under = refusal.form if refusal is not None and refusal.at in [*findings, *proposals] else None
    context = {
        "entry": entry,
        "extra": told(entry.extra, columns),
        "unit": unit,
        "stage": stage_of(entry.state, is_reviewed_first=asks_review(entry.period)),
        "form": form,
        "decide_form": decide_form,
        "typed": request.POST if decide_form else {},
        "doubt_words": doubt_words(doubts_of([entry]).get(entry.pk, ())),
        "findings": [(finding, label_of_check(finding.code)) for finding in findings],
        "may_approve": may(request.user, "entry.approve", county)
        and entry.state in (EntryState.SUBMITTED, EntryState.REVIEWED),
        "may_correct": entry.state == EntryState.APPROVED
        and rules.may_propose_correction(request.user, entry),
        "year": project_year(entry.project, entry.year),
        "planned": planned_by_project(county, entry.as_month, [entry.project_id]).get(
            entry.project_id
        ),
        "next_waiting": next_waiting(entry, unit),
        "may_judge": rules.may_judge(request.user, entry),
        # What the unit typed before it sent it is its own affair.
        "history": history_of(entry, without=TRANSITIONS["save"].action)
        if rules.may_read_history(request.user, county)
        else [],
        "sources": figure_sources([entry], request.user)[entry.pk],
        "may_verify": may(request.user, "entry.verify", county) and is_sent,
        "may_propose_verified": may(request.user, "entry.verify", county, answer=PROPOSE)
        and is_sent,
        "proposals": [(proposal, changes_of(proposal, columns)) for proposal in proposals],
        "may_return": rules.may_return(request.user, county, entry.state) and is_sent,
        "in_queue": entry.is_waiting and may(request.user, "entry.review", county),
        "evidence": evidence_of(entry),
        "mended": mended([entry]).get(entry.pk),
        "refusal": unless_shown(refusal, form, decide_form, under),
    }
    return render(request, "investment/review_entry.html", context)


def _verified(entry: MonthlyEntry) -> dict[str, str | bool]:
    return {
        "month_amount": in_box(entry.verified_month_amount),
        "year_to_date": in_box(entry.verified_year_to_date),
        "reason": entry.verified_reason,
    }
