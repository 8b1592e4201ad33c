"""Joint meetings: the list of a year, one meeting with its agenda, and what became of decisions.

Who reads the county sees all of it; a unit sees what it was asked to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, F, Q, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError, Stale
from accounts.models import Unit
from accounts.rules import (
    COUNTY_READERS,
    SUPERVISORS,
    reads_county,
    reads_projects,
    reporting_unit_ids,
    supervises,
)
from accounts.selectors import county_in_role
from accounts.signed_in import SignedInRequest
from accounts.views.scope import version_read
from accounts.whole_numbers import whole_number
from projects.models import Project
from supervision import rules
from supervision.forms_meetings import (
    DecisionForm,
    FulfilForm,
    MatterForm,
    MeetingForm,
    initial_of,
)
from supervision.models import AgendaItem, JointMeeting, MeetingDecision, Problem
from supervision.services import meetings as services

Typed = Mapping[tuple[str, int], BaseForm]
"""The form that came back with a fault, under what it is and of which row."""


@dataclass(frozen=True)
class DecisionLine:
    decision: MeetingDecision
    is_overdue: bool
    form: BaseForm | None


@dataclass(frozen=True)
class AgendaLine:
    item: AgendaItem
    decisions: Sequence[DecisionLine]
    form: BaseForm | None


# --- Pages -------------------------------------------------------------------------------


def meetings(request: SignedInRequest) -> HttpResponse:
    return _list_page(request)


def meeting_call(request: SignedInRequest) -> HttpResponse:
    county = county_in_role(request.user, *SUPERVISORS)
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            called = services.call_meeting(county=county, by=request.user, **form.cleaned_data)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"已召集{called}，请列入议题。")
            return redirect("supervision:meeting", called.pk)
    return render(request, "supervision/meeting_form.html", {"form": form})


def meeting(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    return _meeting_page(request, _seen(request, meeting_id))


def meeting_edit(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting = _handled(request, meeting_id)
    version, status = meeting.version, 200
    form = MeetingForm(initial=initial_of(meeting))
    if request.method == "POST":
        form, version = MeetingForm(request.POST), version_read(request)
        if form.is_valid():
            try:
                services.edit_meeting(
                    meeting=meeting, by=request.user, version=version, **form.cleaned_data
                )
            except DomainError as error:
                messages.error(request, error.message)
                status = 409 if isinstance(error, Stale) else 200
            else:
                messages.success(request, "会议已修改。")
                return redirect("supervision:meeting", meeting.pk)
    context = {"form": form, "meeting": meeting, "version": version}
    return render(request, "supervision/meeting_form.html", context, status=status)


# --- Deeds -------------------------------------------------------------------------------


@require_POST
def agenda_add(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting = _handled(request, meeting_id)
    form = None
    chosen: dict[str, Problem | Project | str] = {}
    if "problem" in request.POST:
        problems = Problem.objects.filter(county=meeting.county).select_related("project")
        chosen["problem"] = get_object_or_404(problems, pk=_key(request, "problem"))
    elif "project" in request.POST:
        projects = Project.objects.filter(county=meeting.county)
        chosen["project"] = get_object_or_404(projects, pk=_key(request, "project"))
    else:
        form = MatterForm(request.POST)
        if not form.is_valid():
            return _meeting_page(request, meeting, {("matter", meeting.pk): form})
        chosen["title"] = form.cleaned_data["title"]
    try:
        item = services.put_on_agenda(
            meeting=meeting,
            by=request.user,
            **chosen,  # type: ignore[arg-type]
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"已列入议题：{item.title}。")
    return redirect("supervision:meeting", meeting.pk)


@require_POST
def agenda_remove(request: SignedInRequest, meeting_id: int, item_id: int) -> HttpResponse:
    meeting = _handled(request, meeting_id)
    item = meeting.agenda.filter(pk=item_id).first()
    if item is not None:
        try:
            services.take_off_agenda(item=item, by=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"已撤下议题：{item.title}。")
    return redirect("supervision:meeting", meeting.pk)


@require_POST
def decide(request: SignedInRequest, item_id: int) -> HttpResponse:
    seen = JointMeeting.objects.visible_to(request.user)
    items = AgendaItem.objects.filter(meeting__in=seen).select_related("meeting__county")
    item = get_object_or_404(items, pk=item_id)
    if not rules.may_call_meeting(request.user, item.meeting.county):
        raise Http404("may not decide")
    form = DecisionForm(request.POST, units=_owners(item.meeting.county), item_id=item.pk)
    if form.is_valid():
        try:
            services.decide(item=item, by=request.user, today=clock.today(), **form.cleaned_data)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "已记下议定事项。")
            return redirect("supervision:meeting", item.meeting_id)
    return _meeting_page(request, item.meeting, {("decide", item.pk): form})


@require_POST
def fulfil(request: SignedInRequest, decision_id: int) -> HttpResponse:
    """From the page of the meeting, or from that of the unit's own decisions."""
    seen = MeetingDecision.objects.visible_to(request.user)
    decisions = seen.select_related("item__meeting__county", "owner")
    decision = get_object_or_404(decisions, pk=decision_id)
    if not services.may_fulfil(request.user, decision):
        raise Http404("may not fulfil")
    meeting = decision.item.meeting
    reads = reads_county(request.user, meeting.county)
    today = clock.today()
    form = FulfilForm(request.POST, decision_id=decision.pk, today=today)
    if form.is_valid():
        try:
            services.fulfil(decision=decision, by=request.user, today=today, **form.cleaned_data)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "已登记落实情况。")
            if reads:
                return redirect("supervision:meeting", meeting.pk)
            return redirect("supervision:meetings")
    typed = {("fulfil", decision.pk): form}
    return _meeting_page(request, meeting, typed) if reads else _list_page(request, typed)


# --- What the pages show -----------------------------------------------------------------


def _list_page(request: SignedInRequest, typed: Typed | None = None) -> HttpResponse:
    """The meetings of a year, and what the person's own unit was asked to do."""
    user = request.user
    if not reads_projects(user):
        raise Http404("neither county nor unit")
    own = MeetingDecision.objects.filter(owner__in=reporting_unit_ids(user)).order_by(
        F("done_on").desc(nulls_first=True), "due_on", "pk"
    )
    context = {
        "reads": reads_county(user),
        "reports": bool(reporting_unit_ids(user)),
        "own": [
            _decision_line(decision, True, typed or {})
            for decision in own.select_related("item__meeting", "owner")
        ],
        "may_call": supervises(user),
    }
    if context["reads"]:
        county = county_in_role(user, *COUNTY_READERS)
        called = JointMeeting.objects.filter(county=county)
        years = list(called.order_by("-year").values_list("year", flat=True).distinct())
        asked = whole_number(request.GET.get("year", ""))
        year = asked if asked in years else next(iter(years), None)
        context |= {"years": years, "year": year, "meetings": _counted(called, year)}
    return render(request, "supervision/meetings.html", context)


def _counted(called: QuerySet[JointMeeting], year: int | None) -> QuerySet[JointMeeting]:
    if year is None:
        return called.none()
    decisions = "agenda__decisions"
    is_open = Q(**{f"{decisions}__done_on": None})
    is_late = is_open & Q(**{f"{decisions}__due_on__lt": clock.today()})
    return (
        called.filter(year=year)
        .annotate(
            items=Count("agenda", distinct=True),
            decided=Count(decisions, distinct=True),
            left=Count(decisions, distinct=True, filter=is_open),
            late=Count(decisions, distinct=True, filter=is_late),
        )
        .order_by("-number")
    )


def _meeting_page(
    request: SignedInRequest, meeting: JointMeeting, typed: Typed | None = None
) -> HttpResponse:
    typed = typed or {}
    handles = rules.may_call_meeting(request.user, meeting.county)
    context = {
        "meeting": meeting,
        "handles": handles,
        "lines": _agenda(meeting, handles, typed),
    }
    if handles:
        context |= {
            "problems": services.proposed_problems(meeting),
            "laggards": services.proposed_laggards(meeting),
            "matter": typed.get(("matter", meeting.pk)) or MatterForm(),
        }
    return render(request, "supervision/meeting.html", context)


def _agenda(meeting: JointMeeting, handles: bool, typed: Typed) -> list[AgendaLine]:
    items = meeting.agenda.select_related("problem", "project").prefetch_related("decisions__owner")
    units = _owners(meeting.county) if handles else []
    may_decide = handles and clock.today() >= meeting.held_on
    return [
        AgendaLine(
            item,
            [_decision_line(decision, handles, typed) for decision in item.decisions.all()],
            (typed.get(("decide", item.pk)) or DecisionForm(units=units, item_id=item.pk))
            if may_decide
            else None,
        )
        for item in items
    ]


def _decision_line(decision: MeetingDecision, may_fulfil: bool, typed: Typed) -> DecisionLine:
    today = clock.today()
    form = None
    if may_fulfil and decision.done_on is None:
        form = typed.get(("fulfil", decision.pk)) or FulfilForm(
            decision_id=decision.pk, today=today
        )
    return DecisionLine(decision, decision.is_overdue(today), form)


# --- Scope -------------------------------------------------------------------------------


def _seen(request: SignedInRequest, meeting_id: int) -> JointMeeting:
    seen = JointMeeting.objects.visible_to(request.user).select_related("county")
    return get_object_or_404(seen, pk=meeting_id)


def _handled(request: SignedInRequest, meeting_id: int) -> JointMeeting:
    """A meeting that the user prepares. 404 for who only reads."""
    meeting = _seen(request, meeting_id)
    if not rules.may_call_meeting(request.user, meeting.county):
        raise Http404("may not call")
    return meeting


def _owners(county: Unit) -> list[Unit]:
    return list(Unit.objects.within(county).active().exclude(pk=county.pk))


def _key(request: SignedInRequest, name: str) -> int | None:
    return whole_number(request.POST.get(name, ""))
