"""The windows of the months: which are open, and opening and closing them."""

from collections.abc import Iterable, Sequence

from django.db.models import Case, QuerySet, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed, typed
from accounts.pages.proposals import proposal_views
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import PROPOSE, may
from accounts.trail.proposals import ProposalState
from investment import rules, services
from investment.calendar import Window, rule_in_force, windows_to_open
from investment.forms import HistoryForm, OpenPeriodForm, ProposePeriodForm
from investment.installing import history_offered
from investment.models import PeriodProposal, PublishProposal, ReportingPeriod
from investment.selectors import period_lines
from measures.months import Month

PROPOSALS_SHOWN = 10


def periods(request: SignedInRequest) -> HttpResponse:
    """The months with what they hold; a reviewer proposes to open or close one."""
    county = own_county(request)
    or_404(rules.may_see_periods(request.user, county))
    if request.method != "POST":
        return periods_page(request, county)
    or_404(may(request.user, "period.manage", county, answer=PROPOSE))
    periods = list(ReportingPeriod.objects.filter(county=county))
    form = ProposePeriodForm(
        request.POST, periods=periods, to_open=[each.month for each in _to_open(county, periods)]
    )

    def propose() -> PeriodProposal:
        what, month = form.cleaned_data["what"]
        reason = form.cleaned_data["reason"]
        return services.propose_period(
            county=county, month=month, deed=what, reason=reason, by=request.user
        )

    return deed(
        request,
        propose,
        form=form,
        done=lambda proposal: f"已提出{proposal}，等待审定员采纳。",
        to=redirect("investment:periods"),
        again=lambda refusal: periods_page(request, county, refusal),
    )


def periods_page(
    request: SignedInRequest, county: Unit, refusal: Refusal | None = None
) -> HttpResponse:
    lines = period_lines(county)
    to_open = _to_open(county, [line.period for line in lines])
    form = None
    if may(request.user, "period.manage", county, answer=PROPOSE):
        periods = [line.period for line in lines]
        months = [each.month for each in to_open]
        fresh = ProposePeriodForm(periods=periods, to_open=months)
        form = typed(refusal, ProposePeriodForm) or fresh
    may_move = may(request.user, "period.manage", county)
    history = _history_form(county, [line.period for line in lines]) if may_move else None
    publications = list(_publications(county))
    just_ended = Month.of(clock.today()).previous()
    context = {
        "lines": lines,
        "to_open": [each for each in to_open if each.month >= just_ended],
        "earlier": [each for each in to_open if each.month < just_ended],
        "guessed": next((each for each in to_open if each.is_guessed), None),
        "today": clock.today(),
        "rule": rule_in_force(county, clock.today()),
        "may_move": may_move,
        "history": typed(refusal, HistoryForm) or history,
        "unpublished": [
            line.period
            for line in lines
            if line.period.is_history and line.approved and not line.period.is_published
        ],
        "may_publish": may(request.user, "period.declare", county),
        "may_propose_publishing": may(request.user, "period.declare", county, answer=PROPOSE),
        "publications": [(proposal, ()) for proposal in publications],
        "publishing_waits": {each.period_id for each in publications if each.is_waiting},
        "may_extend": rules.may_see_periods(request.user, county),
        "form": form,
        "proposals": [(proposal, ()) for proposal in _proposals(county)],
        "refusal": refusal,
    }
    return render(request, "investment/periods.html", context)


def _history_form(county: Unit, periods: Sequence[ReportingPeriod]) -> HistoryForm | None:
    offered = history_offered(county, periods, clock.today())
    return HistoryForm(offered=offered) if offered else None


def _to_open(county: Unit, periods: Iterable[ReportingPeriod]) -> list[Window]:
    return windows_to_open(county, periods, clock.today())


def _proposals(county: Unit) -> QuerySet[PeriodProposal]:
    found = PeriodProposal.objects.filter(county=county)
    return found.select_related("proposed_by", "decided_by")[:PROPOSALS_SHOWN]


def _publications(county: Unit) -> QuerySet[PublishProposal]:
    """The latest proposals to publish; those that wait are among them."""
    found = PublishProposal.objects.filter(period__county=county)
    waiting_first = found.order_by(
        Case(When(state=ProposalState.WAITING, then=0), default=1), "-proposed_at", "-pk"
    )
    return waiting_first.select_related("period", "proposed_by", "decided_by")[:PROPOSALS_SHOWN]


answer_period, withdraw_period = proposal_views(
    PeriodProposal,
    to=lambda proposal: redirect("investment:periods"),
    again=lambda request, proposal, refusal: periods_page(request, proposal.county, refusal),
    accepted=lambda proposal: f"已采纳：{proposal}。",
    refused="已答复不采纳。",
)


@require_POST
def open_period(request: SignedInRequest) -> HttpResponse:
    county = _county_moved(request)
    form = OpenPeriodForm(request.POST, today=clock.today())
    return deed(
        request,
        lambda: services.open_period(
            county=county, month=form.cleaned_data["month"], by=request.user
        ),
        form=form,
        wrong=lambda: "；".join(map(str, form.errors["month"])),
        done=lambda period: f"{period}填报期已开启，{period.due_on:%-m月%-d日}截止。",
        to=redirect("investment:periods"),
        again=lambda refusal: periods_page(request, county, refusal),
    )


@require_POST
def open_history(request: SignedInRequest) -> HttpResponse:
    """Months from before those that units report here, which take workbooks of history."""
    county = _county_moved(request)
    periods = list(ReportingPeriod.objects.filter(county=county))
    form = HistoryForm(request.POST, offered=history_offered(county, periods, clock.today()))
    return deed(
        request,
        lambda: services.open_history(
            county=county,
            months=form.cleaned_data["months"],
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        done=lambda opened: f"已补录{'、'.join(map(str, opened))}，请逐月导入历史月报。",
        to=redirect("investment:periods"),
        again=lambda refusal: periods_page(request, county, refusal),
    )


@require_POST
def close_period(request: SignedInRequest, period_id: int) -> HttpResponse:
    county = _county_moved(request)
    period = seen(request, ReportingPeriod.objects.filter(county=county), period_id)
    return deed(
        request,
        lambda: services.close_period(period=period, by=request.user),
        done=f"{period}填报期已关闭。",
        to=redirect("investment:periods"),
        again=lambda refusal: periods_page(request, county, refusal),
    )


@require_POST
def remove_period(request: SignedInRequest, period_id: int) -> HttpResponse:
    county = _county_moved(request)
    period = seen(request, ReportingPeriod.objects.filter(county=county), period_id)
    return deed(
        request,
        lambda: services.remove_period(period=period, by=request.user),
        done=f"{period}填报期已删除。",
        to=redirect("investment:periods"),
        again=lambda refusal: periods_page(request, county, refusal),
    )


def _county_moved(request: SignedInRequest) -> Unit:
    county = own_county(request)
    or_404(may(request.user, "period.manage", county))
    return county
