"""How the county's months are reported, and who was given longer."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed, sent, typed
from accounts.pages.proposals import proposal_views
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from investment import rules, services
from investment.calendar import rule_in_force
from investment.forms import ExtensionForm, ReportingRuleForm
from investment.models import PeriodExtension, ReportingPeriod, ReportingRule
from investment.selectors.open_months import open_months, touched_words
from investment.selectors.owing import group_text, owing_of, reminders_of
from investment.selectors.unit_months import month_of_units


def reporting_rules(request: SignedInRequest) -> HttpResponse:
    """The rules by date; the approver adds one."""
    county = _county_seen(request)
    form = ReportingRuleForm(sent(request), initial=_as_it_is(county))

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "form": form,
            "in_force": rule_in_force(county, clock.today()),
            "rules": ReportingRule.objects.filter(county=county),
            "open_months": open_months(county),
            "may_move": may(request.user, "period.manage", county),
            "refusal": refusal,
        }
        return render(request, "investment/reporting_rules.html", context)

    if request.method != "POST":
        return page()
    or_404(may(request.user, "period.manage", county))
    return deed(
        request,
        lambda: services.set_reporting_rule(county=county, by=request.user, **form.cleaned_data),
        form=form,
        done=lambda rule: (
            f"新的填报规则自{rule.from_date:%Y年%-m月%-d日}起执行。"
            + touched_words(rule, open_months(county))
        ),
        to=redirect("investment:reporting_rules"),
        again=page,
    )


def _as_it_is(county: Unit) -> dict[str, object]:
    """A new rule begins as a copy of the one in force."""
    rule = rule_in_force(county, clock.today())
    names = [name for name in ReportingRuleForm.base_fields if name not in ("from_date", "source")]
    return {name: getattr(rule, name) for name in names}


def extend(request: SignedInRequest, period_id: int) -> HttpResponse:
    county = _county_seen(request)
    period = seen(request, ReportingPeriod.objects.filter(county=county), period_id, "county")
    if request.method != "POST":
        return _extend_page(request, period)
    form = ExtensionForm(request.POST, period=period)
    return deed(
        request,
        lambda: services.extend_period(
            period=period, by=request.user, today=clock.today(), **form.cleaned_data
        ),
        form=form,
        done=_told,
        to=redirect("investment:extend", period.pk),
        again=lambda refusal: _extend_page(request, period, refusal),
    )


def _extend_page(
    request: SignedInRequest, period: ReportingPeriod, refusal: Refusal | None = None
) -> HttpResponse:
    extensions = period.extensions.select_related("unit", "proposed_by", "decided_by")
    context = {
        "period": period,
        "form": typed(refusal, ExtensionForm) or ExtensionForm(period=period),
        "extensions": extensions,
        "gives": may(request.user, "period.manage", period.county),
        "refusal": refusal,
    }
    return render(request, "investment/extend.html", context)


def _told(extension: PeriodExtension) -> str:
    if extension.is_waiting:
        return f"已提出：{extension}，等待审定员审批。"
    return f"已批准：{extension}。"


def reminders(request: SignedInRequest, period_id: int) -> HttpResponse:
    """Who owes the period, who was reminded, and a text for the units' chat group."""
    county = _county_seen(request)
    period = seen(request, ReportingPeriod.objects.filter(county=county), period_id, "county")
    owing, today = owing_of(period), clock.today()
    context = {
        "period": period,
        "owing": owing,
        "group_text": group_text(owing, today),
        "month": month_of_units(period, today),
        "reminders": reminders_of(period),
    }
    return render(request, "investment/reminders.html", context)


def _decided(extension: PeriodExtension) -> str:
    return f"{extension}：{extension.state_words}。"


decide_extension, _ = proposal_views(
    PeriodExtension,
    to=lambda extension: redirect("investment:extend", extension.period_id),
    again=lambda request, extension, refusal: _extend_page(request, extension.period, refusal),
    accepts="approve",
    accepted=_decided,
    refused=_decided,
)


def _county_seen(request: SignedInRequest) -> Unit:
    county = own_county(request)
    or_404(rules.may_see_periods(request.user, county))
    return county
