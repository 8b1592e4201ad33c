"""A unit's sheet on A4, as it is signed and stamped."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from investment.models import Hand
from investment.paper import paper_of
from investment.selectors import entry_sheet
from investment.selectors.typing import typed_by
from investment.views.scope import period_of, unit_read
from measures.months import Month


def paper(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    """For the unit with its drafts, for the bureau with what the unit has sent."""
    unit = unit_read(request, unit_id)
    period = period_of(request, unit.own_county, month)
    is_own = may(request.user, "entry.enter", unit)
    context = {
        "paper": paper_of(entry_sheet(unit, period, clock.today()), shows_drafts=is_own),
        "unit": unit,
        "period": period,
        "is_own": is_own,
        "unsaved": len(typed_by(request.user, unit, period, Hand.UNIT)),
        "now": clock.now(),
    }
    return render(request, "investment/paper.html", context)
