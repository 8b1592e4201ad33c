"""上级认定数: the register of a month, entering, taking back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed, sent, typed, unless_shown
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import reads_county
from investment import services
from investment.forms import RecognisedByForm, RecognisedForm
from investment.models import RecognisedAmount
from investment.selectors.recognised import (
    lists_with_lines,
    months_recognised,
    sources_of,
    standing,
    told_of,
)
from investment.services.recognised import recognises
from measures.months import Month
from projects.models import AnnualPlan, Project


def recognised_now(request: SignedInRequest) -> HttpResponse:
    """The latest month of which something was recognised, else the last that has ended."""
    county = _county_read(request)
    months = months_recognised(county)
    ended = Month.of(clock.today()).previous()
    return redirect("investment:recognised", months[0] if months else ended)


def recognised(request: SignedInRequest, month: Month) -> HttpResponse:
    """Read by who reads the county; entered by the approver."""
    county, today = _county_read(request), clock.today()
    if request.method == "POST":
        or_404(recognises(request.user, county))
    form = RecognisedForm(sent(request), month=month, lines=_lines(county, month))
    if request.method != "POST":
        return _page(request, county, month, form)

    def act() -> list[RecognisedAmount]:
        plan, project = form.cleaned_data["line"]
        return services.recognise(
            county=county,
            plan=plan,
            month=month,
            amounts={project.pk: form.cleaned_data["amount"]},
            paper=form.paper(),
            by=request.user,
            today=today,
        )

    return deed(
        request,
        act,
        form=form,
        done=lambda rows: f"已登记：{rows[0]}。",
        to=redirect("investment:recognised", month),
        again=lambda refusal: _page(request, county, month, form, refusal),
    )


@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    county = _county_read(request)
    row = seen(request, RecognisedAmount.objects, pk, "county", "plan", "project")
    or_404(recognises(request.user, county))
    month = Month(row.year, row.month)
    form = RecognisedByForm(request.POST)
    blank = RecognisedForm(month=month, lines=_lines(county, month))
    return deed(
        request,
        lambda: services.take_back(
            amounts=[row], paper=form.paper(), by=request.user, today=clock.today()
        ),
        form=form,
        done=lambda rows: f"已撤回：{rows[0]}。",
        to=redirect("investment:recognised", month),
        again=lambda refusal: _page(request, county, month, blank, refusal),
        at=row,
    )


def _months(county: Unit) -> list[Month]:
    """Those of the year that have ended, and all of which something was registered."""
    ended = Month.of(clock.today()).previous()
    return sorted({*ended.since_january(), *months_recognised(county)}, reverse=True)


def _county_read(request: SignedInRequest) -> Unit:
    county = own_county(request)
    or_404(reads_county(request.user, county))
    return county


def _lines(county: Unit, month: Month) -> dict[AnnualPlan, list[Project]]:
    lists = lists_with_lines(county, month)
    projects = Project.objects.in_bulk({pk for pks in lists.values() for pk in pks})
    return {plan: [projects[pk] for pk in pks] for plan, pks in lists.items()}


def _page(
    request: SignedInRequest,
    county: Unit,
    month: Month,
    form: RecognisedForm,
    refusal: Refusal | None = None,
) -> HttpResponse:
    rows = told_of(county, month)
    last = {row.pk for row in standing(rows).values()}
    enters = recognises(request.user, county)
    forms, lines = [], []
    sources = sources_of(rows, request.user)
    for row in rows:
        back = None
        if enters and row.pk in last and row.amount is not None:
            back = typed(refusal, RecognisedByForm, row)
            back = back or RecognisedByForm(auto_id=f"back-{row.pk}-%s")
            forms.append(back)
        lines.append((row, row.pk in last, back, sources.get(row.pk, ())))
    context = {
        "month": month,
        "months": [each for each in _months(county) if each != month],
        "lines": lines,
        "form": form if enters else None,
        "may_import": enters and month.last_day <= clock.today(),
        "refusal": unless_shown(refusal, form, *forms),
    }
    return render(request, "investment/recognised.html", context)
