"""The bureau's desk of a month's tasks, which a reporter sees of its own units."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed, typed, unless_shown
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import reads_county
from investment.calendar import rule_in_force
from investment.deciding import has_reviewer
from investment.models import ReportingPeriod, UnitResult
from investment.unit_targets.forms import TaskApproveForm, TaskReturnForm
from investment.unit_targets.reviewing import approve_results, return_results, review_results
from investment.unit_targets.rules import keys_tasks, reviews_tasks, sets_tasks
from investment.unit_targets.selectors import bearers_seen, desk_of, period_now, periods_of_tasks
from investment.unit_targets.views.scope import (
    county_of_tasks,
    county_read,
    period_at,
    results_sent,
)
from measures.months import Month


def tasks_now(request: SignedInRequest) -> HttpResponse:
    """A reporter goes to its sheet of the month, who reads the county to the desk."""
    county = county_of_tasks(request)
    period = period_now(county)
    if period is None:
        return render(request, "investment/tasks_empty.html", {"sets": _sets(request, county)})
    if not reads_county(request.user, county):
        own = bearers_seen(request.user, county)
        if len(own) == 1:
            return redirect("investment:task_sheet", own[0].pk, period.as_month)
        context = {"bearers": own, "period": period, "sets": False}
        return render(request, "investment/tasks_empty.html", context)
    return redirect("investment:tasks", period.as_month)


def tasks(request: SignedInRequest, month: Month) -> HttpResponse:
    """``indicator`` chooses one of those that are asked of the year."""
    county = county_read(request)
    return _page(request, county, period_at(county, month))


def _sets(request: SignedInRequest, county: Unit) -> bool:
    return sets_tasks(request.user, county)


@require_POST
def approve(request: SignedInRequest, month: Month) -> HttpResponse:
    form = TaskApproveForm(request.POST)
    return _decide(
        request,
        month,
        sets_tasks,
        lambda versions: approve_results(
            versions=versions, by=request.user, reason=form.cleaned_data["ground"]
        ),
        "已审定 {} 项，从现在起计入数字。",
        form,
    )


@require_POST
def pass_on(request: SignedInRequest, month: Month) -> HttpResponse:
    return _decide(
        request,
        month,
        reviews_tasks,
        lambda versions: review_results(versions=versions, by=request.user),
        "已审核通过 {} 项，待审定。",
    )


@require_POST
def return_to_bearers(request: SignedInRequest, month: Month) -> HttpResponse:
    form = TaskReturnForm(request.POST)
    return _decide(
        request,
        month,
        reviews_tasks,
        lambda versions: return_results(
            versions=versions, reason=form.cleaned_data["reason"], by=request.user
        ),
        "已退回 {} 项，单位会看到理由。",
        form,
    )


def _decide(
    request: SignedInRequest,
    month: Month,
    may_decide: Callable[..., bool],
    act: Callable[[Mapping[int, int]], list[UnitResult]],
    words: str,
    form: TaskApproveForm | TaskReturnForm | None = None,
) -> HttpResponse:
    county = county_read(request)
    or_404(may_decide(request.user, county))
    period = period_at(county, month)
    versions = results_sent(request, period, "result")
    asked = request.POST.get("indicator", "")
    there = reverse("investment:tasks", args=[month])
    return deed(
        request,
        lambda: act(versions),
        form=form,
        done=lambda results: words.format(len(results)),
        to=redirect(f"{there}?indicator={asked}" if asked.isdigit() else there),
        again=lambda refusal: _page(request, county, period, refusal, chosen=set(versions)),
    )


def _page(
    request: SignedInRequest,
    county: Unit,
    period: ReportingPeriod,
    refusal: Refusal | None = None,
    *,
    chosen: set[int] | None = None,
) -> HttpResponse:
    asked = request.POST.get("indicator") or request.GET.get("indicator")
    desk = desk_of(county, period, asked)
    rule = rule_in_force(county, period.as_month.last_day)
    approves = sets_tasks(request.user, county)
    reviews = reviews_tasks(request.user, county)
    passes = reviews and rule.has_review
    if passes and approves and not rule.has_one_hand:
        passes = not has_reviewer(county, request.user)
    return_form = typed(refusal, TaskReturnForm) or TaskReturnForm()
    approve_form = typed(refusal, TaskApproveForm) or TaskApproveForm()
    context = {
        "desk": desk,
        "period": period,
        "month": period.as_month,
        "periods": periods_of_tasks(county),
        "approves": approves,
        "reviews": reviews,
        "passes": passes,
        "may_key": keys_tasks(request.user, county) and (period.is_open),
        "sets": approves,
        "return_form": return_form,
        "approve_form": approve_form,
        "chosen": chosen or set(),
        "today": clock.today(),
        "refusal": unless_shown(refusal, return_form, approve_form),
    }
    return render(request, "investment/tasks.html", context)
