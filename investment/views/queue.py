"""The desk of the bureau: one queue of what waits across all units, one entry a page; after a
decision comes the next."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.beside import beside
from accounts.pages.deeds import Refusal, deed, typed, unless_shown, version_sent
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import may
from investment import rules, services
from investment.deciding import Deed
from investment.evidence.selectors import evidence_of
from investment.forms import ApproveForm, ReturnForm
from investment.models import MonthlyEntry, ReportingPeriod
from investment.ready_reasons import ready_reasons
from investment.returns import answer_to
from investment.selectors.desk import desk_entry
from investment.selectors.queue import Queue, QueueLine, review_queue, waiting_months
from investment.transitions import Outcome
from investment.views.outcomes import tell_approved, tell_passed, tell_returned
from investment.views.scope import period_of
from measures.months import Month

Result = TypeVar("Result")


def _county(request: SignedInRequest) -> Unit:
    """The county whose entries the user judges. 404 for anyone else."""
    return own_county(request, "entry.review")


def queue_now(request: SignedInRequest) -> HttpResponse:
    """The latest month in which something waits, else the latest that was opened."""
    county = _county(request)
    waiting = waiting_months(county)
    if waiting:
        return redirect("investment:queue", waiting[0].period.as_month)
    latest = ReportingPeriod.objects.filter(county=county).first()
    if latest is not None:
        return redirect("investment:queue", latest.as_month)
    return render(request, "investment/queue_empty.html", {"queue": None})


def queue(request: SignedInRequest, month: Month) -> HttpResponse:
    """Opens the first entry that asks for a deed of this person, of one unit where that is named;
    where none does, says so."""
    found = _queue(request, month)
    unit_id = whole_number(request.GET.get("unit", ""))
    mine = [line for line in found.mine if unit_id in (None, line.unit.pk)]
    if mine:
        return redirect("investment:queue_entry", month, mine[0].entry.pk)
    context = {"queue": found, "others": _others(found)}
    return render(request, "investment/queue_empty.html", context)


def queue_entry(request: SignedInRequest, month: Month, entry_id: int) -> HttpResponse:
    found = _queue(request, month)
    entry = _entry(request, found, entry_id)
    if found.line_of(entry.pk) is None:
        messages.info(request, f"“{entry.project.name}”已不在待审核、待审定之列。")
        return redirect("investment:queue", month)
    return queue_page(request, month, entry_id, found=found)


@require_POST
def queue_approve(request: SignedInRequest, month: Month, entry_id: int) -> HttpResponse:
    or_404(may(request.user, "entry.approve", _county(request)))
    form = ApproveForm(request.POST)
    return _decide(
        request,
        month,
        entry_id,
        form,
        lambda versions: services.approve_entries(
            versions=versions, by=request.user, reason=form.cleaned_data["ground"]
        ),
        tell_approved,
    )


@require_POST
def queue_pass(request: SignedInRequest, month: Month, entry_id: int) -> HttpResponse:
    form = ApproveForm(request.POST)
    return _decide(
        request,
        month,
        entry_id,
        form,
        lambda versions: services.review_entries(
            versions=versions, by=request.user, reason=form.cleaned_data["ground"]
        ),
        tell_passed,
    )


@require_POST
def queue_return(request: SignedInRequest, month: Month, entry_id: int) -> HttpResponse:
    or_404(may(request.user, "entry.return", _county(request)))
    form = ReturnForm(request.POST)

    def act(versions: dict[int, int]) -> Outcome:
        return services.return_entries(versions=versions, by=request.user, **form.cleaned_data)

    return _decide(request, month, entry_id, form, act, tell_returned)


@require_POST
def queue_look(request: SignedInRequest, month: Month, entry_id: int) -> HttpResponse:
    """已看, where the approver decides alone."""
    form = ApproveForm(request.POST)
    return _decide(
        request,
        month,
        entry_id,
        form,
        lambda versions: services.look_at_entries(versions=versions, by=request.user),
        lambda request, _: messages.success(request, "已标为已看。"),
    )


def queue_rest(request: SignedInRequest, month: Month) -> HttpResponse:
    """What nobody doubts, at once: first what that leaves out, then the press."""
    found = _queue(request, month)
    if request.method != "POST":
        return _rest_page(request, found)
    approves = found.bulk_deed is not Deed.PASS
    or_404(not approves or may(request.user, "entry.approve", _county(request)))
    versions = _versions(request, found)
    act = services.approve_entries if approves else services.review_entries
    tell = tell_approved if approves else tell_passed

    def done(outcome: Outcome) -> HttpResponse:
        tell(request, outcome)
        return redirect("investment:queue", month)

    return deed(
        request,
        lambda: act(versions=versions, by=request.user),
        to=done,
        again=lambda refusal: _rest_page(request, _queue(request, month), refusal),
    )


# --- What they share -------------------------------------------------------------------


def _queue(request: SignedInRequest, month: Month) -> Queue:
    return review_queue(period_of(request, _county(request), month), request.user)


def _others(found: Queue) -> list[object]:
    """The other months in which something waits."""
    county = found.period.county
    return [each for each in waiting_months(county) if each.period != found.period]


def _entry(request: SignedInRequest, found: Queue, entry_id: int) -> MonthlyEntry:
    """One that was sent in this month. 404 for any other."""
    entries = MonthlyEntry.objects.visible_to(request.user).filter(period=found.period)
    return or_404(entries.select_related("project").filter(pk=entry_id).first())


def _versions(request: SignedInRequest, found: Queue) -> dict[int, int]:
    """The entries that the form names as ``id:version``. 404 for one of another month."""
    versions = {}
    for text in request.POST.getlist("entry"):
        entry_id, version = map(whole_number, text.partition(":")[::2])
        versions[or_404(entry_id)] = or_404(version)
    known = MonthlyEntry.objects.visible_to(request.user).filter(
        pk__in=versions, period=found.period
    )
    or_404(known.count() == len(versions))
    return versions


def _decide(
    request: SignedInRequest,
    month: Month,
    entry_id: int,
    form: ApproveForm | ReturnForm,
    act: Callable[[dict[int, int]], Result],
    tell: Callable[[SignedInRequest, Result], None],
) -> HttpResponse:
    """Do it, and go on to what comes after the entry in the queue as it was read."""
    found = _queue(request, month)
    entry = _entry(request, found, entry_id)
    then = found.next_for_me(entry_id)

    def on(result: Result) -> HttpResponse:
        tell(request, result)
        if then is None:
            return redirect("investment:queue", month)
        return redirect("investment:queue_entry", month, then.entry.pk)

    return deed(
        request,
        lambda: act({entry.pk: version_sent(request)}),
        form=form,
        to=on,
        again=lambda refusal: queue_page(request, month, entry_id, refusal),
    )


def queue_page(
    request: SignedInRequest,
    month: Month,
    entry_id: int,
    refusal: Refusal | None = None,
    *,
    found: Queue | None = None,
) -> HttpResponse:
    """``found`` is the queue where it was read already."""
    found = found or _queue(request, month)
    line: QueueLine = or_404(found.line_of(entry_id))
    desk = desk_entry(_with_related(line.entry), clock.today())
    county, user = found.period.county, request.user
    approve_form = typed(refusal, ApproveForm)
    return_form = typed(refusal, ReturnForm)
    findings = [finding for finding, _ in desk.findings]
    under = refusal.form if refusal is not None and refusal.at in findings else None
    context = {
        "queue": found,
        "line": line,
        "desk": desk,
        "entry": desk.entry,
        "place": found.place_of(line),
        "before": found.before(line),
        "after": found.after(line),
        "pace": beside("investment.desk.pace", user, desk),
        "beside": beside("investment.desk", user, desk),
        "may_judge": rules.may_judge(user, desk.entry),
        "may_return": rules.may_return(user, county, desk.entry.state),
        "asks_ground": line.wants_reason and line.deed in (Deed.APPROVE, Deed.PASS),
        "whose_turn": found.decider.whose_turn(line.entry),
        "deed_url": _address_of(line.deed, month, entry_id),
        "evidence": evidence_of(desk.entry),
        "answer": answer_to(desk.returned, desk.entry),
        "ready_reasons": list(enumerate(ready_reasons(county), 1)),
        "form": approve_form or return_form,
        "typed": request.POST if approve_form or return_form else {},
        "refusal": unless_shown(refusal, approve_form, return_form, under),
    }
    return render(request, "investment/queue.html", context)


def _with_related(entry: MonthlyEntry) -> MonthlyEntry:
    related = ("project__county", "unit", "period", "submitted_by", "reviewed_by")
    more = ("keyed_by", "verified_by")
    return MonthlyEntry.objects.select_related(*related, *more).get(pk=entry.pk)


def _address_of(what: Deed | None, month: Month, entry_id: int) -> str:
    """Where the person's deed is sent, "" where it is another's turn."""
    names = {Deed.APPROVE: "queue_approve", Deed.PASS: "queue_pass", Deed.LOOK: "queue_look"}
    return reverse(f"investment:{names[what]}", args=[month, entry_id]) if what else ""


def _rest_page(
    request: SignedInRequest, found: Queue, refusal: Refusal | None = None
) -> HttpResponse:
    amounts = [line.amount for line in found.clear if line.amount is not None]
    context = {
        "queue": found,
        "total": sum(amounts) if amounts else None,
        "refusal": refusal,
    }
    return render(request, "investment/queue_rest.html", context)
