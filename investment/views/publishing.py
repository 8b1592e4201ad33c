"""Publishing a month (发布月), and taking it back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.pages.deeds import deed
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from investment import services
from investment.forms import PublishForm, UnpublishForm
from investment.models import PublishedAs, ReportingPeriod
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


def _period_declared(request: SignedInRequest, period_id: int) -> ReportingPeriod:
    county = own_county(request)
    or_404(may(request.user, "period.declare", county))
    return seen(request, ReportingPeriod.objects.filter(county=county), period_id, "county")
