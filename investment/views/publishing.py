"""Publishing a month (发布月), proposing it, and taking it back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.pages.deeds import deed
from accounts.pages.proposals import proposal_views
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import PROPOSE, may
from investment import services
from investment.forms import ProposePublishingForm, PublishForm, UnpublishForm
from investment.models import PublishedAs, PublishProposal, ReportingPeriod
from investment.views.periods import periods_page


@require_POST
def publish(request: SignedInRequest, period_id: int) -> HttpResponse:
    """As 快报 or as 定数; from then on every page begins with the month."""
    period = _period_declared(request, period_id)
    form = PublishForm(request.POST)
    return deed(
        request,
        lambda: services.publish_month(
            period=period, kind=PublishedAs(form.cleaned_data["kind"]), by=request.user
        ),
        form=form,
        done=lambda done: f"{done}已发布为{done.get_published_as_display()}，各页面以它为准。",
        to=redirect("investment:periods"),
        again=lambda refusal: periods_page(request, period.county, refusal),
        at=period,
    )


@require_POST
def publish_history(request: SignedInRequest) -> HttpResponse:
    """The months of history that have figures, all together."""
    county = own_county(request)
    or_404(may(request.user, "period.declare", county))
    return deed(
        request,
        lambda: services.publish_history(county=county, by=request.user),
        done=lambda done: f"{'、'.join(map(str, done))}已发布为定数，各页面以最近的一个月为准。",
        to=redirect("investment:periods"),
        again=lambda refusal: periods_page(request, county, refusal),
    )


@require_POST
def unpublish(request: SignedInRequest, period_id: int) -> HttpResponse:
    period = _period_declared(request, period_id)
    form = UnpublishForm(request.POST)
    return deed(
        request,
        lambda: services.unpublish_month(period=period, by=request.user, **form.cleaned_data),
        form=form,
        done=f"{period}的发布已撤回，各页面回到此前发布的月份。",
        to=redirect("investment:periods"),
        again=lambda refusal: periods_page(request, period.county, refusal),
        at=period,
    )


@require_POST
def propose_publishing(request: SignedInRequest, period_id: int) -> HttpResponse:
    county = own_county(request)
    or_404(may(request.user, "period.declare", county, answer=PROPOSE))
    period = seen(request, ReportingPeriod.objects.filter(county=county), period_id, "county")
    form = ProposePublishingForm(request.POST)
    return deed(
        request,
        lambda: services.propose_publishing(
            period=period,
            kind=PublishedAs(form.cleaned_data["kind"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
        form=form,
        done=lambda proposal: f"已提出{proposal}，等待审定员采纳。",
        to=redirect("investment:periods"),
        again=lambda refusal: periods_page(request, county, refusal),
        at=period,
    )


answer_publishing, withdraw_publishing = proposal_views(
    PublishProposal,
    to=lambda proposal: redirect("investment:periods"),
    again=lambda request, proposal, refusal: periods_page(request, proposal.period.county, refusal),
    accepted=lambda proposal: f"已采纳：{proposal}，各页面以它为准。",
    refused="已答复不采纳。",
)


def _period_declared(request: SignedInRequest, period_id: int) -> ReportingPeriod:
    county = _county_declared(request)
    return seen(request, ReportingPeriod.objects.filter(county=county), period_id, "county")


def _county_declared(request: SignedInRequest) -> Unit:
    county = own_county(request)
    or_404(may(request.user, "period.declare", county))
    return county
