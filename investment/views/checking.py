"""What the edit checks say of a row as it is left, before anything is saved."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from investment.checks import check_entry, policy_in_force, telling
from investment.grid import Typed, form_of, grid_row
from investment.selectors import entry_sheet
from investment.views.scope import period_of, unit_filled
from measures.months import Month


@require_POST
def check_row(
    request: SignedInRequest, unit_id: int, month: Month, project_id: int
) -> HttpResponse:
    """The sentences below the boxes of one row, for what was typed in it. Nothing is written."""
    unit, hand = unit_filled(request, unit_id)
    period = period_of(request, unit.own_county, month)
    sheet = entry_sheet(unit, period, clock.today(), project_id=project_id)
    row = or_404(next(iter(sheet.rows), None))
    form = form_of(row, request.POST)
    results = []
    if form.is_valid() and not (draft := form.draft().settled()).is_blank:
        found = check_entry(draft, row.around, policy_in_force(period.county, month))
        results = telling(found, draft.explanation)
    typed = Typed({project_id: form})
    each = grid_row(sheet, row, hand, typed, results)
    return render(request, "investment/_checks.html", {"each": each})
