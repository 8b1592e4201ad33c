"""The edit checks: which hold in the county, and verdicts on what they found."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError, Stale
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from investment import services
from investment.checks import BY_CODE, CHECKS, Check, Policy, policy_in_force
from investment.forms import CheckRuleForm
from investment.models import CheckClass, CheckFinding, CheckRule, Verdict
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
    form = CheckRuleForm(
        request.POST or None, check=check, initial={"check_class": check_class, **parameters}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.set_check_rule(
                county=county,
                code=code,
                check_class=form.cleaned_data["check_class"],
                parameters=form.parameters,
                from_date=form.cleaned_data["from_date"],
                source=form.cleaned_data["source"],
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"“{check.label}”的新规则已保存。")
            return redirect("investment:edit_checks")
    return render(request, "investment/edit_check.html", {"check": check, "form": form})


@require_POST
def judge(request: SignedInRequest, finding_id: int) -> HttpResponse:
    """A verdict on one finding; a stale one is told, with 409, on the entry's page."""
    finding = seen(request, CheckFinding.objects, finding_id, "entry__project__county")
    county = finding.entry.project.county
    or_404(may(request.user, "entry.review", county))
    verdict = forms.ChoiceField(choices=Verdict.choices)
    try:
        services.judge_finding(
            finding=finding,
            seen=request.POST.get("seen", ""),
            verdict=Verdict(verdict.clean(request.POST.get("verdict", ""))),
            note=request.POST.get("note", ""),
            by=request.user,
        )
    except forms.ValidationError:
        messages.error(request, "请选择核查意见：属实、存疑或不实。")
    except Stale as error:
        context = {"message": error.message, "entry": finding.entry}
        return render(request, "investment/stale_verdict.html", context, status=409)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "核查意见已保存。")
    return redirect("investment:review_entry", finding.entry_id)
