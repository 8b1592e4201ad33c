"""The edit checks: which hold in the county, and setting them."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from investment import services
from investment.checks import BY_CODE, CHECKS, Check, Policy, policy_in_force
from investment.forms import CheckRuleForm
from investment.models import CheckClass, CheckRule
from measures.months import Month


def edit_checks(request: SignedInRequest) -> HttpResponse:
    """Every check with its class and parameters in force, and the rules that set them."""
    county = own_county(request)
    or_404(may(request.user, "entry.review", county))
    policy = policy_in_force(county, Month.of(clock.today()))
    context = {
        "lines": [_line(check, policy) for check in CHECKS],
        "rules": [
            (rule, BY_CODE[rule.code], BY_CODE[rule.code].named(rule.parameters))
            for rule in CheckRule.objects.filter(county=county)
            if rule.code in BY_CODE
        ],
        "may_set": may(request.user, "entry.approve", county),
    }
    return render(request, "investment/edit_checks.html", context)


def _line(
    check: Check, policy: Policy
) -> tuple[Check, CheckClass, list[tuple[str, int]], date | None]:
    """A check, its class and named parameters in force, and since when: None, from the first."""
    check_class, parameters = policy.of(check)
    return check, check_class, check.named(parameters), policy.since.get(check.code)


def edit_check(request: SignedInRequest, code: str) -> HttpResponse:
    """Set the class and the parameters of one check from a day on."""
    county = own_county(request)
    check = or_404(BY_CODE.get(code))
    or_404(may(request.user, "entry.approve", county))
    check_class, parameters = policy_in_force(county, Month.of(clock.today())).of(check)
    initial = {"check_class": check_class, **parameters}
    form = CheckRuleForm(sent(request), check=check, initial=initial)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"check": check, "form": form, "refusal": refusal}
        return render(request, "investment/edit_check.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.set_check_rule(
            county=county,
            code=code,
            check_class=form.cleaned_data["check_class"],
            parameters=form.parameters,
            from_date=form.cleaned_data["from_date"],
            source=form.cleaned_data["source"],
            by=request.user,
        ),
        form=form,
        done=f"“{check.label}”的新规则已保存。",
        to=redirect("investment:edit_checks"),
        again=page,
    )
