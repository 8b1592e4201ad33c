"""The reporter's pages: the sheet of a month, sending it, taking it back, answering 代填."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import reads_county, reporting_unit_ids
from investment import services
from investment.entries import Saved
from investment.forms import EntryForm
from investment.grid import drafts_of, posted_forms
from investment.models import EntryState, Hand, MonthlyEntry, ReportingPeriod
from investment.rebasing import Rebased, rebased
from investment.returns import HOW, untouched, untouched_words
from investment.selectors import EntrySheet, entry_sheet, period_progress
from investment.transitions import Outcome
from investment.views.keeping import forget_saved
from investment.views.scope import period_of, unit_reported, versions_sent
from investment.views.sheet import sheet_page
from measures.months import Month


def home(request: SignedInRequest) -> HttpResponse:
    """A reporter goes to the sheet to be filled now; with several units he chooses."""
    units = list(
        Unit.objects.filter(pk__in=reporting_unit_ids(request.user)).select_related("county")
    )
    if not units and reads_county(request.user):
        return redirect("investment:review")
    or_404(units)
    today = clock.today()
    choices = [(unit, _period_now(unit, today)) for unit in units]
    only_unit, only_period = choices[0]
    if len(choices) == 1 and only_period:
        return redirect("investment:entry", only_unit.pk, only_period.as_month)
    lines = [(u, p, period_progress(u, p, today) if p else None) for u, p in choices]
    return render(request, "investment/choose_unit.html", {"lines": lines})


def _period_now(unit: Unit, today: datetime.date) -> ReportingPeriod | None:
    """The oldest period that the unit may report and has something left to do in, else the newest
    that it may report, else the latest."""
    periods = ReportingPeriod.objects.filter(county=unit.own_county)
    open_ones = list(periods.open_to(unit.pk, today).order_by("year", "month"))
    for period in open_ones:
        if not period_progress(unit, period, today).is_done:
            return period
    return open_ones[-1] if open_ones else periods.first()


@never_cache
def entry(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """The sheet: read, saved as drafts, and sent. A browser that goes back asks for it again."""
    unit = unit_reported(request, unit_id)
    if request.method != "POST":
        return sheet_page(request, unit, month)
    period = period_of(request, unit.own_county, month)
    today = clock.today()
    sheet = entry_sheet(unit, period, today)
    changed = rebased(sheet, request.POST)
    forms = posted_forms(sheet, changed.data)
    sends = "submit" in request.POST
    there = redirect("investment:entry", unit.pk, month)

    def save() -> Saved:
        saved = services.save_entries(
            period=period, drafts=drafts_of(forms), by=request.user, today=today
        )
        forget_saved(request, unit, period, [*forms, *changed.untouched], Hand.UNIT)
        return saved

    return deed(
        request,
        save,
        beside=list(forms.values()),
        wrong=lambda: _wrong_cells(sheet, forms.values()),
        done=lambda saved: "" if sends else _saved(saved),
        to=lambda saved: (
            _send(request, unit, month, saved, _unchanged(sheet, changed)) if sends else there
        ),
        again=_sheet_again(request, unit, month),
    )


def _unchanged(sheet: EntrySheet, changed: Rebased) -> list[MonthlyEntry]:
    """The drafts in which nothing was changed, as far as they still are as they were read."""
    entries = (row.entry for row in sheet.rows if row.is_editable and row.entry is not None)
    return [
        entry
        for entry in entries
        if entry.project_id in changed.untouched
        and entry.version == changed.untouched[entry.project_id]
    ]


def _wrong_cells(sheet: EntrySheet, forms: Iterable[EntryForm]) -> str:
    if not sheet.is_open:
        return f"{sheet.period.label}填报期已关闭，没有保存您的修改，请联系发改局"
    wrong = sum(len(form.errors) for form in forms)
    return f"有 {wrong} 处填写有误，还没有保存，请改正标红的格子。"


def _saved(saved: Saved) -> str:
    count = len(saved.written)
    return f"已保存 {count} 个项目的草稿。" if count else "没有改动。"


def _sheet_again(
    request: SignedInRequest, unit: Unit, month: Month
) -> Callable[[Refusal], HttpResponse]:
    """The sheet as it is now, with what was typed into it and was not kept."""
    return lambda refusal: sheet_page(request, unit, month, refusal, unsaved=request.POST)


def _send(
    request: SignedInRequest,
    unit: Unit,
    month: Month,
    saved: Saved,
    unchanged: Sequence[MonthlyEntry],
) -> HttpResponse:
    """What was saved, and the drafts that were left as they are; where it is refused they stay."""
    approved = EntryState.APPROVED
    entries = [e for e in [*saved.written, *saved.unchanged] if e.state != approved]
    entries += unchanged
    stay = untouched([entry for entry in entries if isinstance(entry, MonthlyEntry)])
    staying = {entry.pk for entry in stay}
    versions = {entry.pk: entry.version for entry in entries if entry.pk not in staying}
    if stay:
        messages.warning(request, f"{untouched_words(stay)}，没有随本次报送：{HOW}。")

    def sent(outcome: Outcome) -> HttpResponse:
        if outcome.done:
            messages.success(request, f"已报送 {len(outcome.done)} 个项目。")
        if outcome.repeated:
            messages.info(request, f"{len(outcome.repeated)} 个项目此前已报送，没有重复处理。")
        if not outcome.done and not outcome.repeated and not stay:
            messages.info(request, "还没有填任何项目，没有可报送的。")
        return redirect("investment:entry", unit.pk, month)

    return deed(
        request,
        lambda: services.submit_entries(versions=versions, by=request.user, today=clock.today()),
        to=sent,
        again=lambda refusal: sheet_page(
            request, unit, month, replace(refusal, sentence=_unsent(refusal))
        ),
    )


def _unsent(refusal: Refusal) -> str:
    told = refusal.sentence
    if isinstance(refusal.error, services.ChecksFailed):
        count = sum(len(found) for found in refusal.error.results.values())
        told = f"有 {count} 处请改正，或在“情况说明”写明原因，见标出的格子。"
    return f"草稿已保存，还没有报送：{told}"


@require_POST
def withdraw(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    unit = unit_reported(request, unit_id)
    there = redirect("investment:entry", unit.pk, month)
    versions = versions_sent(request, unit, month, "entry" if "entry" in request.POST else "sent")
    if not versions:
        messages.info(request, "没有可以撤回的项目。")
        return there
    return deed(
        request,
        lambda: services.withdraw_entries(versions=versions, by=request.user, today=clock.today()),
        done=lambda outcome: f"已撤回 {len(outcome.done)} 个项目，改好后请重新报送。",
        to=there,
        again=_sheet_again(request, unit, month),
    )


@require_POST
def answer_keyed(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """The unit's word on what the bureau keyed for it."""
    unit = unit_reported(request, unit_id)
    confirms = "confirm" in request.POST
    versions = versions_sent(request, unit, month, "confirm" if confirms else "object")
    reasons = {pk: request.POST.get(f"objection-{pk}", "") for pk in versions}
    return deed(
        request,
        lambda: (
            services.confirm_keyed_entries(versions=versions, by=request.user)
            if confirms
            else services.object_keyed_entries(versions=versions, reasons=reasons, by=request.user)
        ),
        done="已确认代填数字。" if confirms else "异议已提交发改局。",
        to=redirect("investment:entry", unit.pk, month),
        again=_sheet_again(request, unit, month),
    )


@require_POST
def note_verified(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """The unit's word that it has read the 核定数 beside what it sent."""
    unit = unit_reported(request, unit_id)
    versions = versions_sent(request, unit, month, "note")
    return deed(
        request,
        lambda: services.note_verified(versions=versions, by=request.user),
        done="已记下：核定数已知悉。",
        to=redirect("investment:entry", unit.pk, month),
        again=_sheet_again(request, unit, month),
    )


@require_POST
def confirm_estimate(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """The unit's word that an estimate is the figure."""
    unit = unit_reported(request, unit_id)
    versions = versions_sent(request, unit, month, "confirm")
    return deed(
        request,
        lambda: services.confirm_estimates(versions=versions, by=request.user),
        done="已确认为最终数。",
        to=redirect("investment:entry", unit.pk, month),
        again=_sheet_again(request, unit, month),
    )
