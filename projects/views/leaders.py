"""领导和联系人: the leaders of the county, what each looks after and answers for."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.beside import beside
from accounts.pages.deeds import Refusal, deed, sent, typed, version_sent
from accounts.pages.proposals import proposal_views
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import PROPOSE, may
from accounts.trail.selectors import history_of
from projects.leaders import selectors, services
from projects.leaders.forms import LeaderForm, LeaveForm, typed_from
from projects.leaders.particulars import differences_in_words, particulars_of
from projects.leaders.standing import leader_in_person, own_projects, secretaries_of
from projects.models import Leader, LeaderProposal

APPOINT = "official.appoint"


def leaders(request: SignedInRequest) -> HttpResponse:
    return _list(request, own_county(request, "leaders.view"))


def _list(request: SignedInRequest, county: Unit, refusal: Refusal | None = None) -> HttpResponse:
    lines, left = selectors.leader_lines(county)
    proposals = LeaderProposal.objects.filter(county=county).select_related(
        "proposed_by", "decided_by", "leader"
    )
    context = {
        "lines": lines,
        "left": left,
        "proposals": [
            (each, differences_in_words(each.before, each.after)) for each in proposals[:20]
        ],
        "contacts": beside("projects.leaders", request.user, county),
        "may_appoint": may(request.user, APPOINT, county),
        "may_propose": may(request.user, APPOINT, county, answer=PROPOSE),
        "refusal": refusal,
    }
    return render(request, "projects/leaders.html", context)


def leader(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _leader(request, pk))


def _page(request: SignedInRequest, leader: Leader, refusal: Refusal | None = None) -> HttpResponse:
    today = clock.today()
    given: dict[str, Any] = {"leader": leader, "today": today, "initial": {"on": today}}
    context = {
        "leader": leader,
        "portfolio": leader.portfolio.select_related("unit", "category").order_by("until", "pk"),
        "secretaries": leader.secretaries.select_related("user").order_by("until", "pk"),
        "led": selectors.projects_led(leader),
        "own": own_projects(leader, today),
        "sees_all": may(request.user, "leaders.view", leader.county),
        "may_act": secretaries_of(leader, today),
        "leave_form": typed(refusal, LeaveForm) or LeaveForm(**given),
        "may_appoint": may(request.user, APPOINT, leader.county),
        "may_propose": may(request.user, APPOINT, leader.county, answer=PROPOSE),
        "history": history_of(leader),
        "refusal": refusal,
    }
    return render(request, "projects/leader.html", context)


def leader_create(request: SignedInRequest) -> HttpResponse:
    return _form(request, _appoints_in(request), None)


def leader_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    county = _appoints_in(request)
    found = Leader.objects.filter(county=county, until=None, pk=pk).select_related("county")
    return _form(request, county, or_404(found.first()))


def _form(request: SignedInRequest, county: Unit, leader: Leader | None) -> HttpResponse:
    """The approver registers, the reviewer proposes."""
    today = clock.today()
    initial: dict[str, Any] = {"on": today}
    if leader is not None:
        initial |= typed_from(particulars_of(leader))
    form = LeaderForm(sent(request), county=county, today=today, initial=initial)
    appoints = may(request.user, APPOINT, county)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"form": form, "leader": leader, "proposes": not appoints, "refusal": refusal}
        return render(request, "projects/leader_form.html", context)

    def act() -> object:
        said: dict[str, Any] = {
            "said": form.particulars,
            "on": form.cleaned_data["on"],
            "reason": form.cleaned_data["reason"],
            "by": request.user,
        }
        version = version_sent(request) if leader is not None else None
        if not appoints:
            return services.propose_leader(county=county, leader=leader, version=version, **said)
        if leader is None or version is None:
            return services.register_leader(county=county, **said)
        return services.change_leader(leader=leader, version=version, **said)

    if request.method != "POST":
        return page()
    return deed(
        request,
        act,
        form=form,
        done="已登记。" if appoints else "申请已提出，等待审定员采纳。",
        to=redirect("projects:leaders"),
        again=page,
    )


@require_POST
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _leader(request, pk)
    or_404(may(request.user, APPOINT, found.county))
    form = LeaveForm(request.POST, leader=found, today=clock.today())
    return deed(
        request,
        lambda: services.leave_office(
            leader=found, version=version_sent(request), by=request.user, **form.cleaned_data
        ),
        form=form,
        done=f"已登记{found.name}离任。",
        to=redirect("projects:leader", pk),
        again=lambda refusal: _page(request, _leader(request, pk), refusal),
    )


answer_leader, withdraw_leader = proposal_views(
    LeaderProposal,
    to=lambda proposal: redirect("projects:leaders"),
    again=lambda request, proposal, refusal: _list(request, proposal.county, refusal),
    accepted="已采纳，已登记。",
    refused="已答复不采纳。",
)


def _appoints_in(request: SignedInRequest) -> Unit:
    """The county in which the user registers leaders, or proposes to."""
    return own_county(request, APPOINT, in_part=True)


def _leader(request: SignedInRequest, pk: int) -> Leader:
    """Any of the county for who sees all; themselves for a leader, and who acts for them."""
    county = own_county(request)
    if not may(request.user, "leaders.view", county):
        own = leader_in_person(request.user, county, clock.today())
        return or_404(own if own is not None and own.pk == pk else None)
    found = Leader.objects.filter(county=county, pk=pk).select_related("county", "user")
    return or_404(found.first())
