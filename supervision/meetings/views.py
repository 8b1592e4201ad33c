"""Joint meetings: the list of a year, one meeting with its agenda, and what became of decisions.

Who reads the county sees all of it; a unit sees what it was asked to do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import (
    Difference,
    Refusal,
    compare,
    deed,
    sent,
    typed,
    unless_shown,
    version_of,
    version_sent,
)
from accounts.pages.fields import units_of
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import may, reads_county, reporting_unit_ids
from projects.models import Project
from supervision import rules
from supervision.meetings import services
from supervision.meetings.forms import (
    DecisionForm,
    FulfilForm,
    MatterForm,
    MeetingForm,
    SendBackForm,
    initial_of,
)
from supervision.meetings.selectors import (
    agenda_of,
    meetings_of_year,
    own_decisions,
    proposed_laggards,
    proposed_problems,
    years_of_meetings,
)
from supervision.models import AgendaItem, JointMeeting, MeetingDecision, Problem


@dataclass(frozen=True)
class DecisionLine:
    """``form`` while its owner has it, ``back`` beside the button that confirms; each sends back
    ``version``."""

    decision: MeetingDecision
    is_overdue: bool
    form: BaseForm | None
    back: BaseForm | None
    version: int


@dataclass(frozen=True)
class AgendaLine:
    item: AgendaItem
    decisions: Sequence[DecisionLine]
    form: BaseForm | None

    @property
    def forms(self) -> list[BaseForm | None]:
        return [self.form, *(form for each in self.decisions for form in (each.form, each.back))]


# --- Pages -------------------------------------------------------------------------------


def meetings(request: SignedInRequest) -> HttpResponse:
    return _list_page(request)


def meeting_call(request: SignedInRequest) -> HttpResponse:
    county = own_county(request, "order.issue")
    form = MeetingForm(sent(request))

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"form": form, "refusal": refusal}
        return render(request, "supervision/meeting_form.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.call_meeting(county=county, by=request.user, **form.cleaned_data),
        form=form,
        done=lambda called: f"已召集{called}，请列入议题。",
        to=lambda called: redirect("supervision:meeting", called.pk),
        again=page,
    )


def meeting(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    return _meeting_page(request, meeting_id)


def meeting_edit(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting = _handled(request, meeting_id)
    form = MeetingForm(sent(request), initial=initial_of(meeting))

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"meeting": meeting, "form": form, "refusal": refusal}
        return render(request, "supervision/meeting_form.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.edit_meeting(
            meeting=meeting, by=request.user, version=version_sent(request), **form.cleaned_data
        ),
        form=form,
        done="会议已修改。",
        to=redirect("supervision:meeting", meeting.pk),
        again=page,
        differences=lambda: compare(form, initial_of(meeting)),
    )


# --- Deeds -------------------------------------------------------------------------------


@require_POST
def agenda_add(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """One of the problems or projects that are proposed, or a matter in words."""
    meeting = _handled(request, meeting_id)
    proposed: dict[str, Any] = {}
    form = None
    if "problem" in request.POST:
        problems = Problem.objects.filter(county=meeting.county)
        proposed["problem"] = seen(request, problems, _key(request, "problem"), "project")
    elif "project" in request.POST:
        projects = Project.objects.filter(county=meeting.county)
        proposed["project"] = seen(request, projects, _key(request, "project"))
    else:
        form = MatterForm(request.POST)
    return deed(
        request,
        lambda: services.put_on_agenda(
            meeting=meeting, by=request.user, **(form.cleaned_data if form else proposed)
        ),
        form=form,
        done=lambda item: f"已列入议题：{item.title}。",
        to=redirect("supervision:meeting", meeting.pk),
        again=lambda refusal: _meeting_page(request, meeting_id, refusal),
    )


@require_POST
def agenda_remove(request: SignedInRequest, meeting_id: int, item_id: int) -> HttpResponse:
    meeting = _handled(request, meeting_id)
    there = redirect("supervision:meeting", meeting.pk)
    item = meeting.agenda.filter(pk=item_id).first()
    if item is None:
        return there
    return deed(
        request,
        lambda: services.take_off_agenda(item=item, by=request.user),
        done=f"已撤下议题：{item.title}。",
        to=there,
        again=lambda refusal: _meeting_page(request, meeting_id, refusal),
        at=item,
    )


@require_POST
def decide(request: SignedInRequest, meeting_id: int, item_id: int) -> HttpResponse:
    meeting = _handled(request, meeting_id)
    form = DecisionForm(request.POST, units=list(units_of(meeting.county)), key=item_id)
    # An item that another took off is refused by the service, and keeps what was typed.
    gone = AgendaItem(pk=item_id, meeting=meeting)
    item = meeting.agenda.filter(pk=item_id).first() or gone
    return deed(
        request,
        lambda: services.decide(
            item=item, by=request.user, today=clock.today(), **form.cleaned_data
        ),
        form=form,
        done="已记下议定事项。",
        to=redirect("supervision:meeting", meeting.pk),
        again=lambda refusal: _meeting_page(request, meeting_id, refusal),
        at=item,
    )


@require_POST
def fulfil(request: SignedInRequest, decision_id: int) -> HttpResponse:
    """From the page of the meeting, or from that of the unit's own decisions."""
    decision = _decision(request, decision_id)
    or_404(rules.may_fulfil_decision(request.user, decision))
    today = clock.today()
    form = FulfilForm(request.POST, decision=decision, today=today)
    return _decision_deed(
        request,
        decision,
        lambda: services.fulfil_decision(
            decision=decision,
            by=request.user,
            version=version_sent(request),
            today=today,
            **form.cleaned_data,
        ),
        form=form,
        done=lambda done: (
            "已登记落实情况。" if done.is_done else "已报告落实情况，等待发改局核查。"
        ),
        differences=lambda: compare(
            form, {"outcome": decision.outcome, "done_on": decision.done_on}
        ),
    )


@require_POST
def decision_confirm(request: SignedInRequest, decision_id: int) -> HttpResponse:
    decision = _checked(request, decision_id)
    return _decision_deed(
        request,
        decision,
        lambda: services.confirm_decision(
            decision=decision, by=request.user, version=version_sent(request)
        ),
        done="已确认落实。",
    )


@require_POST
def decision_send_back(request: SignedInRequest, decision_id: int) -> HttpResponse:
    decision = _checked(request, decision_id)
    form = SendBackForm(request.POST, key=decision.pk)
    return _decision_deed(
        request,
        decision,
        lambda: services.send_decision_back(
            decision=decision, by=request.user, version=version_sent(request), **form.cleaned_data
        ),
        form=form,
        done="已退回责任单位。",
        differences=lambda: [
            Difference("落实情况", decision.outcome, ""),
            *compare(form, {"word": decision.returned}),
        ],
    )


def _decision_deed(
    request: SignedInRequest,
    decision: MeetingDecision,
    act: Callable[[], MeetingDecision],
    **how: Any,
) -> HttpResponse:
    """On the page of the meeting for who reads it, else on that of the unit's own decisions."""
    meeting = decision.item.meeting
    if reads_county(request.user, meeting.county):
        to = redirect("supervision:meeting", meeting.pk)

        def again(refusal: Refusal) -> HttpResponse:
            return _meeting_page(request, meeting.pk, refusal)
    else:
        to = redirect("supervision:meetings")

        def again(refusal: Refusal) -> HttpResponse:
            return _list_page(request, refusal)

    return deed(request, act, to=to, again=again, at=decision, **how)


# --- What the pages show -----------------------------------------------------------------


def _list_page(request: SignedInRequest, refusal: Refusal | None = None) -> HttpResponse:
    """The meetings of a year, and what the person's own unit was asked to do."""
    user = request.user
    or_404(may(user, "project.view"))
    own = [_decision_line(each, refusal, owns=True) for each in own_decisions(user)]
    context = {
        "reads": reads_county(user),
        "reports": bool(reporting_unit_ids(user)),
        "own": own,
        "may_call": may(user, "order.issue"),
        "refusal": unless_shown(refusal, *(line.form for line in own)),
    }
    if context["reads"]:
        county = own_county(request, "project.view")
        years = years_of_meetings(county)
        asked = whole_number(request.GET.get("year", ""))
        year = asked if asked in years else next(iter(years), None)
        called = meetings_of_year(county, year, clock.today())
        context |= {"years": years, "year": year, "meetings": called}
    return render(request, "supervision/meetings.html", context)


def _meeting_page(
    request: SignedInRequest, meeting_id: int, refusal: Refusal | None = None
) -> HttpResponse:
    meeting = _seen(request, meeting_id)
    items = list(agenda_of(meeting))
    if refusal is not None and isinstance(refusal.at, AgendaItem) and refusal.at not in items:
        refusal = refusal.on_top()
    handles = may(request.user, "order.issue", meeting.county)
    lines = _agenda(meeting, items, handles, refusal)
    matter = typed(refusal, MatterForm) or MatterForm()
    context = {
        "meeting": meeting,
        "handles": handles,
        "is_to_come": clock.today() < meeting.held_on,
        "lines": lines,
        "refusal": unless_shown(refusal, matter, *(form for line in lines for form in line.forms)),
    }
    if handles:
        context |= {
            "proposed": proposed_problems(meeting),
            "laggards": proposed_laggards(meeting),
            "matter": matter,
        }
    return render(request, "supervision/meeting.html", context)


def _agenda(
    meeting: JointMeeting, items: Sequence[AgendaItem], handles: bool, refusal: Refusal | None
) -> list[AgendaLine]:
    units = list(units_of(meeting.county)) if handles else []
    may_decide = handles and clock.today() >= meeting.held_on
    return [
        AgendaLine(
            item,
            [_decision_line(each, refusal, handles=handles) for each in item.decisions.all()],
            typed(refusal, DecisionForm, item)
            or (DecisionForm(units=units, key=item.pk) if may_decide else None),
        )
        for item in items
    ]


def _decision_line(
    decision: MeetingDecision,
    refusal: Refusal | None,
    *,
    handles: bool = False,
    owns: bool = False,
) -> DecisionLine:
    today = clock.today()
    form = back = None
    if (handles or owns) and decision.is_with_owner:
        fresh = FulfilForm(decision=decision, today=today)
        form = typed(refusal, FulfilForm, decision) or fresh
    if handles and decision.is_waiting:
        back = typed(refusal, SendBackForm, decision) or SendBackForm(key=decision.pk)
    version = version_of(decision, refusal)
    return DecisionLine(decision, decision.is_overdue(today), form, back, version)


# --- Scope -------------------------------------------------------------------------------


def _seen(request: SignedInRequest, meeting_id: int) -> JointMeeting:
    return seen(request, JointMeeting.objects, meeting_id, "county")


def _handled(request: SignedInRequest, meeting_id: int) -> JointMeeting:
    """A meeting that the user prepares. 404 for who only reads."""
    meeting = _seen(request, meeting_id)
    or_404(may(request.user, "order.issue", meeting.county))
    return meeting


def _decision(request: SignedInRequest, decision_id: int) -> MeetingDecision:
    return seen(request, MeetingDecision.objects, decision_id, "item__meeting__county", "owner")


def _checked(request: SignedInRequest, decision_id: int) -> MeetingDecision:
    """A decision that the user may confirm or send back. 404 for its owner, and who only reads."""
    decision = _decision(request, decision_id)
    or_404(may(request.user, "order.issue", decision.item.meeting.county))
    return decision


def _key(request: SignedInRequest, name: str) -> int | None:
    return whole_number(request.POST.get(name, ""))
