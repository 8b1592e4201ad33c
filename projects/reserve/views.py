"""The pages of the reserve beside its 台账: what is asked of whom, and a project into a list."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent, typed, version_sent
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from projects.models import PlanChange, PlanItem, ReserveItem, ReservePeriod
from projects.reserve.conversion import link_project, take_into_list
from projects.reserve.forms import LinkForm, TakeForm, TasksForm
from projects.reserve.roll import RESERVE
from projects.reserve.rules import takes_into_lists
from projects.reserve.selectors import bearers_of, targets_of
from projects.reserve.targets import set_reserve_targets
from projects.rolls.rules import confirms


def tasks(request: SignedInRequest, year: int, period: str) -> HttpResponse:
    """What the city asks of the county, and the county of its units; an approver sets it."""
    county = own_county(request, "subject.confirm")
    or_404(period in ReservePeriod.values and confirms(request.user, county))
    units = bearers_of(county)
    form = TasksForm(sent(request), units=units, targets=targets_of(county, year, period))

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "form": form,
            "county": county,
            "year": year,
            "period": ReservePeriod(period),
            "periods": ReservePeriod,
            "refusal": refusal,
        }
        return render(request, "projects/reserve/tasks.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: set_reserve_targets(
            county=county,
            year=year,
            period=period,
            tasks=form.tasks(),
            source=form.cleaned_data["source"],
            from_day=form.cleaned_data["from_day"],
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        done=lambda targets: f"已登记{len(targets)}个单位的储备任务。",
        to=redirect("projects:reserve_tasks", year, period),
        again=page,
    )


def take(request: SignedInRequest, pk: int) -> HttpResponse:
    """A reserve project into a list in one step; or which project of the register it is."""
    item = _item(request, pk)
    form = TakeForm(sent(request), item=item, today=clock.today())
    if request.method != "POST":
        return _take_page(request, item, form)
    return deed(
        request,
        lambda: take_into_list(
            item=item,
            version=version_sent(request),
            plan=form.cleaned_data["plan"],
            values=form.values(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        done=_taken,
        to=_where_taken,
        again=lambda refusal: _take_page(request, item, form, refusal),
    )


@require_POST
def link(request: SignedInRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = LinkForm(sent(request), item=item)
    return deed(
        request,
        lambda: link_project(
            item=item,
            version=version_sent(request),
            project=form.cleaned_data["project"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
        form=form,
        done="对应项目已保存。",
        to=redirect("projects:reserve_take", pk),
        again=lambda refusal: _take_page(
            request, item, TakeForm(None, item=item, today=clock.today()), refusal
        ),
    )


def _item(request: SignedInRequest, pk: int) -> ReserveItem:
    item = seen(request, ReserveItem.objects, pk, "county", "unit", "project", "category")
    or_404(takes_into_lists(request.user, item.county) and item.is_open)
    return item


def _take_page(
    request: SignedInRequest, item: ReserveItem, form: TakeForm, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "item": item,
        "roll": RESERVE,
        "form": form,
        "link_form": typed(refusal, LinkForm) or LinkForm(None, item=item),
        "refusal": refusal,
    }
    return render(request, "projects/reserve/take.html", context)


def _taken(made: PlanItem | PlanChange) -> str:
    if isinstance(made, PlanItem):
        return "储备项目已入项目库，并列入清单。"
    return "储备项目已入项目库；清单已印发，列入申请已提交，纳入调整方案执行后生效。"


def _where_taken(made: PlanItem | PlanChange) -> HttpResponse:
    if isinstance(made, PlanItem):
        return redirect("projects:plan", made.plan_id)
    return redirect(reverse("projects:adjustments", args=[made.plan_id]))
