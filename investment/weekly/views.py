"""Pages of the week: a unit's sheet, and the county's board for Monday."""

import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed, sent
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import reads_county, reporting_unit_ids
from investment.views.scope import unit_read
from investment.weekly.forms import WeekForm
from investment.weekly.selectors import (
    asks_weekly,
    board_of_week,
    notes_of,
    projects_of_week,
)
from investment.weekly.services import due_day, write_notes
from investment.weekly.weeks import FRIDAY, friday_of, is_written_of
from projects.rolls.rules import declares, declares_on_behalf

WEEK = datetime.timedelta(weeks=1)


def weekly_now(request: SignedInRequest) -> HttpResponse:
    """The bureau's board of this week; a reporter's own sheet."""
    friday = friday_of(clock.today())
    if reads_county(request.user, own_county(request)):
        return redirect("investment:weekly_week", friday)
    units = sorted(reporting_unit_ids(request.user))
    return redirect("investment:weekly_unit", or_404(units)[0], friday)


def week(request: SignedInRequest, friday: datetime.date) -> HttpResponse:
    county = own_county(request)
    or_404(reads_county(request.user, county) and friday.weekday() == FRIDAY)
    today = clock.today()
    context = {
        "board": board_of_week(county, friday, due_day(county, friday)),
        "asked": asks_weekly(county, friday),
        "may_key": declares_on_behalf(request.user, county) and is_written_of(friday, today),
        "before": friday - WEEK,
        "after": friday + WEEK if friday < friday_of(today) else None,
        "monday": friday + datetime.timedelta(days=3),
    }
    return render(request, "investment/weekly/board.html", context)


def unit_week(request: SignedInRequest, unit_id: int, friday: datetime.date) -> HttpResponse:
    unit = unit_read(request, unit_id)
    or_404(friday.weekday() == FRIDAY)
    if request.method != "POST":
        return _sheet(request, unit, friday)
    or_404(declares(request.user, unit))
    form = _form(request, unit, friday)
    return deed(
        request,
        lambda: write_notes(
            unit=unit,
            friday=friday,
            typed=form.typed,
            source=form.cleaned_data.get("source", ""),
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        done=lambda written: f"已保存{written}条。" if written else "没有改动。",
        to=redirect("investment:weekly_unit", unit.pk, friday),
        again=lambda refusal: _sheet(request, unit, friday, refusal, form),
    )


def _form(request: SignedInRequest, unit: Unit, friday: datetime.date) -> WeekForm:
    return WeekForm(
        sent(request),
        projects=projects_of_week(unit, friday),
        notes=notes_of(unit, friday),
        on_behalf=declares_on_behalf(request.user, unit),
    )


def _sheet(
    request: SignedInRequest,
    unit: Unit,
    friday: datetime.date,
    refusal: Refusal | None = None,
    form: WeekForm | None = None,
) -> HttpResponse:
    today = clock.today()
    context = {
        "unit": unit,
        "friday": friday,
        "due_on": due_day(unit.own_county, friday),
        "form": form or _form(request, unit, friday),
        "may_write": declares(request.user, unit) and is_written_of(friday, today),
        "reads": reads_county(request.user, unit.own_county),
        "before": friday - WEEK,
        "after": friday + WEEK if friday < friday_of(today) else None,
        "refusal": refusal,
    }
    return render(request, "investment/weekly/sheet.html", context)
