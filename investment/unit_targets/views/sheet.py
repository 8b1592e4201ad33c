"""A bearer's month: filled by its reporter, or by the bureau for it."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent, typed
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from investment.models import Bearer, ReportingPeriod
from investment.unit_targets.forms import ResultForm, TaskSourceForm
from investment.unit_targets.reporting import (
    Entered,
    UnfitResults,
    enter_results,
    withdraw_results,
)
from investment.unit_targets.rules import keys_tasks, reports_task
from investment.unit_targets.selectors import SheetLine, TaskSheet, periods_of_tasks, task_sheet
from investment.unit_targets.views.scope import bearer_filled, period_at, results_sent
from measures.months import Month


@never_cache
def sheet(request: SignedInRequest, bearer_id: int, month: Month) -> HttpResponse:
    """Saved as drafts and sent by its own reporter; what the bureau enters is sent at once."""
    bearer = bearer_filled(request, bearer_id)
    period = period_at(bearer.county, month)
    if request.method != "POST":
        return _page(request, bearer, period)
    now = task_sheet(bearer, period, clock.today())
    is_own = reports_task(request.user, bearer)
    forms = _forms(now, request)
    source = None if is_own else TaskSourceForm(sent(request))
    sends = not is_own or "submit" in request.POST

    def act() -> Entered:
        return enter_results(
            period=period,
            drafts=[form.draft() for form in forms],
            by=request.user,
            today=clock.today(),
            sends=sends,
            source=source.cleaned_data["source"] if source else "",
        )

    return deed(
        request,
        act,
        form=source,
        beside=forms,
        wrong=lambda: _wrong(now, forms),
        done=lambda entered: _done(entered, sends=sends),
        to=redirect("investment:task_sheet", bearer.pk, month),
        again=lambda refusal: _page(request, bearer, period, refusal),
    )


def _forms(now: TaskSheet, request: SignedInRequest) -> list[ResultForm]:
    return [ResultForm(sent(request), line=line, bearer=now.bearer) for line in now.editable]


def _wrong(now: TaskSheet, forms: list[ResultForm]) -> str:
    wrong = sum(len(form.errors) for form in forms)
    return f"有 {wrong} 处填写有误，还没有保存，请改正标红的格子。" if wrong else ""


def _done(entered: Entered, *, sends: bool) -> str:
    if not entered.written:
        return "没有改动。" if not sends else "没有可报送的：请填数字，没有完成的填0。"
    silent = f"另有 {entered.silent} 项没有填，按未报算。" if sends and entered.silent else ""
    deed_words = "报送" if sends else "保存"
    return f"已{deed_words} {len(entered.written)} 项。{silent}"


@require_POST
def withdraw(request: SignedInRequest, bearer_id: int, month: Month) -> HttpResponse:
    bearer = bearer_filled(request, bearer_id)
    or_404(reports_task(request.user, bearer))
    period = period_at(bearer.county, month)
    versions = results_sent(request, period, "result")
    return deed(
        request,
        lambda: withdraw_results(versions=versions, by=request.user, today=clock.today()),
        done=lambda results: f"已撤回 {len(results)} 项，改好后请重新报送。",
        to=redirect("investment:task_sheet", bearer.pk, month),
        again=lambda refusal: _page(request, bearer, period, refusal),
    )


def _as_it_stands(line: SheetLine, form: ResultForm) -> str:
    """What another has saved meanwhile, "" where it is as it was read."""
    result = line.result
    if result is None or form.cleaned_data.get("version") == result.version:
        return ""
    said = line.indicator.words
    return f"现为本月{said(result.month_amount)}，累计{said(result.year_to_date)}"


def _on_top(line: SheetLine, form: ResultForm) -> ResultForm:
    """What was typed, to be sent again over what stands now."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[f"{line.key}-version"] = "" if line.result is None else str(line.result.version)
    return ResultForm(data, line=line, bearer=form.bearer)


def _page(
    request: SignedInRequest,
    bearer: Bearer,
    period: ReportingPeriod,
    refusal: Refusal | None = None,
) -> HttpResponse:
    now = task_sheet(bearer, period, clock.today())
    is_own = reports_task(request.user, bearer)
    said = [] if refusal is None else [f for f in refusal.forms if isinstance(f, ResultForm)]
    typed_of = {form.line.indicator.pk: form for form in said}
    wrong = (
        refusal.error.wrong
        if refusal is not None and isinstance(refusal.error, UnfitResults)
        else {}
    )
    forms, stands = {}, {}
    for line in now.editable:
        form = typed_of.get(line.indicator.pk)
        if form is not None and refusal is not None and refusal.is_conflict:
            stands[line.indicator.pk] = _as_it_stands(line, form)
            form = _on_top(line, form)
        forms[line.indicator.pk] = form or ResultForm(line=line, bearer=bearer)
    lines = [
        (
            line,
            forms.get(line.indicator.pk),
            wrong.get((line.indicator.pk, bearer.pk), "").partition("：")[2]
            or stands.get(line.indicator.pk, ""),
        )
        for line in now.lines
    ]
    source = typed(refusal, TaskSourceForm) or TaskSourceForm()
    context = {
        "sheet": now,
        "lines": lines,
        "is_own": is_own,
        "may_key": keys_tasks(request.user, bearer.county),
        "source": None if is_own else source,
        "periods": periods_of_tasks(bearer.county),
        "refusal": refusal,
    }
    return render(request, "investment/task_sheet.html", context)
