"""The windows of the months: which are open, and opening and closing them."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError
from accounts.models import Unit
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import PROPOSE, may
from investment import rules, services
from investment.calendar import Window, rule_in_force, window_of
from investment.forms import OpenPeriodForm, ProposePeriodForm
from investment.models import PeriodProposal, ReportingPeriod
from investment.selectors import period_lines
from measures.months import Month

PROPOSALS_SHOWN = 10


def periods(request: SignedInRequest) -> HttpResponse:
    """The months with what they hold; a reviewer proposes to open or close one."""
    county = own_county(request)
    or_404(rules.may_see_periods(request.user, county))
    lines = period_lines(county)
    upcoming = _next_window(county, lines[0].period.as_month if lines else None)
    proposes = may(request.user, "period.manage", county, answer=PROPOSE)
    form = ProposePeriodForm(
        request.POST or None,
        periods=[line.period for line in lines],
        upcoming=upcoming.month if upcoming else None,
    )
    if request.method == "POST":
        or_404(proposes)
        if form.is_valid() and _propose(request, county, form):
            return redirect("investment:periods")
    context = {
        "lines": lines,
        "upcoming": upcoming,
        "is_early": upcoming is not None and upcoming.month.last_day >= clock.today(),
        "rule": rule_in_force(county, clock.today()),
        "may_move": may(request.user, "period.manage", county),
        "may_extend": rules.may_see_periods(request.user, county),
        "form": form if proposes else None,
        "proposals": [(proposal, ()) for proposal in _proposals(county)],
    }
    return render(request, "investment/periods.html", context)


def _proposals(county: Unit) -> QuerySet[PeriodProposal]:
    found = PeriodProposal.objects.filter(county=county)
    return found.select_related("proposed_by", "decided_by")[:PROPOSALS_SHOWN]


def _propose(request: SignedInRequest, county: Unit, form: ProposePeriodForm) -> bool:
    deed, month = form.cleaned_data["what"]
    reason = form.cleaned_data["reason"]
    try:
        proposal = services.propose_period(
            county=county, month=month, deed=deed, reason=reason, by=request.user
        )
    except DomainError as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, f"已提出{proposal}，等待审定员采纳。")
    return True


@require_POST
def answer_period(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    county = _county_moved(request)
    proposals = PeriodProposal.objects.filter(pk=proposal_id, county=county)
    proposal = or_404(proposals.select_related("county").first())
    try:
        if "accept" in request.POST:
            services.accept_period(proposal=proposal, by=request.user)
            messages.success(request, f"已采纳：{proposal}。")
        else:
            decision = request.POST.get("decision", "")
            services.refuse_period(proposal=proposal, decision=decision, by=request.user)
            messages.success(request, "已答复不采纳。")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("investment:periods")


@require_POST
def withdraw_period(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    own = PeriodProposal.objects.filter(pk=proposal_id, proposed_by=request.user)
    proposal = or_404(own.first())
    try:
        services.withdraw_period(proposal=proposal, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "申请已撤回。")
    return redirect("investment:periods")


def _next_window(county: Unit, latest: Month | None) -> Window | None:
    """The period after the latest one, unless it has not begun; that of the month that has just
    ended when there is none."""
    this_month = Month.of(clock.today())
    upcoming = latest.next() if latest else this_month.previous()
    window = window_of(county, upcoming)
    return window if window.month <= this_month else None


@require_POST
def open_period(request: SignedInRequest) -> HttpResponse:
    county = _county_moved(request)
    form = OpenPeriodForm(request.POST, today=clock.today())
    if not form.is_valid():
        messages.error(request, "；".join(map(str, form.errors["month"])))
        return redirect("investment:periods")
    try:
        period = services.open_period(
            county=county, month=form.cleaned_data["month"], by=request.user
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{period}填报期已开启，{period.due_on:%-m月%-d日}截止。")
    return redirect("investment:periods")


@require_POST
def close_period(request: SignedInRequest, period_id: int) -> HttpResponse:
    county = _county_moved(request)
    period = seen(request, ReportingPeriod.objects.filter(county=county), period_id)
    try:
        services.close_period(period=period, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{period}填报期已关闭。")
    return redirect("investment:periods")


def _county_moved(request: SignedInRequest) -> Unit:
    county = own_county(request)
    or_404(may(request.user, "period.manage", county))
    return county
