"""机构调整: which unit goes on as which other, what passes on, and who says so."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed
from accounts.pages.fields import units_of
from accounts.pages.proposals import proposal_views
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.published import months_published, names_of
from accounts.rights import may, may_in_part
from projects.mergers.forms import MergerForm
from projects.mergers.services import may_propose_merger, propose_merger
from projects.mergers.succession import holdings
from projects.models import UnitMerger

RIGHT = "unit.merge"
LARGEST = 2**31 - 1


def mergers(request: SignedInRequest) -> HttpResponse:
    county = own_county(request, RIGHT, in_part=True)
    if request.method != "POST":
        return _page(request, county)
    or_404(may_propose_merger(request.user, county))
    form = MergerForm(request.POST, county=county, today=clock.today())
    return deed(
        request,
        lambda: propose_merger(by=request.user, today=clock.today(), **form.cleaned_data),
        form=form,
        done="机构调整申请已提出，等待审定员办理。",
        to=redirect("projects:mergers"),
        again=lambda refusal: _page(request, county, refusal, form),
    )


def _page(
    request: SignedInRequest,
    county: Unit,
    refusal: Refusal | None = None,
    form: MergerForm | None = None,
) -> HttpResponse:
    today = clock.today()
    number = whole_number((request.POST or request.GET).get("unit", ""), LARGEST)
    unit = units_of(county).filter(pk=number).first() if number else None
    given = {"unit": unit, "from_day": today}
    proposals = UnitMerger.objects.filter(unit__county=county)
    proposals = proposals.select_related("unit", "successor", "proposed_by", "decided_by")
    lines = [(proposal, ()) for proposal in proposals]
    waiting = [proposal for proposal, _ in lines if proposal.is_waiting]
    # Of one that waits the page tells it below.
    asked = unit if unit not in [proposal.unit for proposal in waiting] else None
    context = {
        "unit": asked,
        "holdings": holdings(asked, today) if asked else [],
        "form": form or MergerForm(county=county, today=today, initial=given),
        "lines": lines,
        "passing": [
            (proposal, holdings(proposal.unit, today), _published(proposal)) for proposal in waiting
        ],
        "sees_units": may_in_part(request.user, "account.manage"),
        "may_propose": may_propose_merger(request.user, county),
        "may_answer": may(request.user, RIGHT, county),
        "refusal": refusal,
    }
    return render(request, "projects/mergers.html", context)


def _published(proposal: UnitMerger) -> str:
    """The published months that move by it."""
    return names_of(months_published(proposal.unit.own_county, proposal.from_day))


answer_merger, withdraw_merger = proposal_views(
    UnitMerger,
    to=lambda merger: redirect("projects:mergers"),
    again=lambda request, merger, refusal: _page(request, merger.unit.own_county, refusal),
    accepted=lambda merger: f"已采纳，{merger}。",
    refused="已答复不采纳。",
)
