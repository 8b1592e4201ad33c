"""Joint meetings: the list of a year, one meeting with its agenda, and what became of decisions.

Who reads the county sees all of it; a unit sees what it was asked to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError, Stale, WrongState
from accounts.models import Unit
from accounts.pages.deeds import version_sent
from accounts.pages.refused import Difference, Refused, all_typed, of_row, typed_again, words_typed
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.people.selectors import county_in_role
from accounts.rules import (
    COUNTY_READERS,
    SUPERVISORS,
    reads_county,
    reads_projects,
    reporting_unit_ids,
    supervises,
)
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
from supervision.meetings.services import UnfitDay
from supervision.models import AgendaItem, JointMeeting, MeetingDecision, Problem


@dataclass(frozen=True)
class DecisionLine:
    """``form`` while its owner has it, ``back`` beside the button that confirms."""

    decision: MeetingDecision
    is_overdue: bool
    form: BaseForm | None
    back: BaseForm | None
    refused: Refused | None

    @property
    def again(self) -> bool:
        refused = self.refused
        return refused is not None and refused.may_be_sent_again(self.form, self.back)


@dataclass(frozen=True)
class AgendaLine:
    item: AgendaItem
    decisions: Sequence[DecisionLine]
    form: BaseForm | None


# --- Pages -------------------------------------------------------------------------------


def meetings(request: SignedInRequest) -> HttpResponse:
    return _list_page(request)


def meeting_call(request: SignedInRequest) -> HttpResponse:
    county = own_county(request, *SUPERVISORS)
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            called = services.call_meeting(county=county, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"已召集{called}，请列入议题。")
            return redirect("supervision:meeting", called.pk)
    return render(request, "supervision/meeting_form.html", {"form": form})


def meeting(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    return _meeting_page(request, _seen(request, meeting_id))


def meeting_edit(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting = _handled(request, meeting_id)
    context: dict[str, object] = {"meeting": meeting}
    form, version, status = MeetingForm(initial=initial_of(meeting)), meeting.version, 200
    if request.method == "POST":
        # A form that comes back for another reason is still of the version that was read.
        form, version = MeetingForm(request.POST), version_sent(request)
        if form.is_valid():
            try:
                services.edit_meeting(
                    meeting=meeting,
                    by=request.user,
                    version=version,
                    **form.cleaned_data,
                )
            except Stale as error:
                status, version = 409, meeting.version
                context |= {
                    "stale": error.message,
                    "differences": _differences(meeting, form),
                }
            except DomainError as error:
                form.add_error(_field_of(error, "held_on"), error.message)
            else:
                messages.success(request, "会议已修改。")
                return redirect("supervision:meeting", meeting.pk)
    context |= {"form": form, "version": version}
    return render(request, "supervision/meeting_form.html", context, status=status)


def _differences(meeting: JointMeeting, form: MeetingForm) -> list[Difference]:
    """Where what stands now is not what was typed."""
    return [
        Difference(str(field.label), str(getattr(meeting, name)), words_typed(form, name))
        for name, field in form.fields.items()
        if getattr(meeting, name) != form.cleaned_data[name]
    ]


def _field_of(error: DomainError, day: str) -> str | None:
    """Beside the field of the day where that is what is wrong."""
    return day if isinstance(error, UnfitDay) else None


# --- Deeds -------------------------------------------------------------------------------


@require_POST
def agenda_add(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting = _handled(request, meeting_id)
    chosen: dict[str, Problem | Project | str] = {}
    if "problem" in request.POST:
        problems = Problem.objects.filter(county=meeting.county)
        chosen["problem"] = seen(request, problems, _key(request, "problem"), "project")
    elif "project" in request.POST:
        projects = Project.objects.filter(county=meeting.county)
        chosen["project"] = seen(request, projects, _key(request, "project"))
    else:
        form = MatterForm(request.POST)
        if not form.is_valid():
            return _meeting_page(request, meeting, Refused("matter", meeting.pk, form))
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
def decide(request: SignedInRequest, meeting_id: int, item_id: int) -> HttpResponse:
    meeting = _handled(request, meeting_id)
    form = DecisionForm(request.POST, units=_owners(meeting.county), key=item_id)
    item = meeting.agenda.filter(pk=item_id).first()
    if item is None:
        return _meeting_page(request, meeting, _taken_off(form, item_id))
    if form.is_valid():
        try:
            services.decide(item=item, by=request.user, today=clock.today(), **form.cleaned_data)
        except DomainError as error:
            if not meeting.agenda.filter(pk=item_id).exists():
                return _meeting_page(request, meeting, _taken_off(form, item_id))
            form.add_error(_field_of(error, "due_on"), error.message)
        else:
            messages.success(request, "已记下议定事项。")
            return redirect("supervision:meeting", meeting.pk)
    return _meeting_page(request, meeting, Refused("decide", item_id, form))


def _taken_off(form: BaseForm, item_id: int) -> Refused:
    """The item is gone, but not what was typed."""
    return Refused("lost", item_id, form, "这个议题已撤下，请先重新列入", all_typed(form))


@require_POST
def fulfil(request: SignedInRequest, decision_id: int) -> HttpResponse:
    """From the page of the meeting, or from that of the unit's own decisions."""
    decision = _decision(request, decision_id)
    or_404(services.may_fulfil(request.user, decision))
    today = clock.today()
    form = FulfilForm(request.POST, decision=decision, today=today, version=version_sent(request))
    if not form.is_valid():
        return _back_to(request, decision, Refused("fulfil", decision.pk, form))
    try:
        services.fulfil_decision(
            decision=decision,
            by=request.user,
            version=form.version,
            today=today,
            **form.cleaned_data,
        )
    except (Stale, WrongState) as error:
        form.version = decision.version
        differences = [
            Difference("落实情况", decision.outcome, words_typed(form, "outcome")),
            Difference("完成日期", str(decision.done_on or ""), words_typed(form, "done_on")),
        ]
        refused = Refused("fulfil", decision.pk, form, error.message, differences)
        return _back_to(request, decision, refused)
    except DomainError as error:
        form.add_error(_field_of(error, "done_on"), error.message)
        return _back_to(request, decision, Refused("fulfil", decision.pk, form))
    told = "已登记落实情况。" if decision.is_done else "已报告落实情况，等待发改局核查。"
    messages.success(request, told)
    return _back_to(request, decision)


@require_POST
def decision_confirm(request: SignedInRequest, decision_id: int) -> HttpResponse:
    decision = _checked(request, decision_id)
    try:
        services.confirm_decision(decision=decision, by=request.user, version=version_sent(request))
    except DomainError as error:
        return _back_to(request, decision, Refused("confirm", decision.pk, None, error.message))
    messages.success(request, "已确认落实。")
    return _back_to(request, decision)


@require_POST
def decision_send_back(request: SignedInRequest, decision_id: int) -> HttpResponse:
    decision = _checked(request, decision_id)
    form = SendBackForm(request.POST, key=decision.pk, version=version_sent(request))
    if not form.is_valid():
        return _back_to(request, decision, Refused("back", decision.pk, form))
    try:
        services.send_decision_back(
            decision=decision, by=request.user, version=form.version, **form.cleaned_data
        )
    except DomainError as error:
        form.version = decision.version
        differences = [
            Difference("落实情况", decision.outcome, ""),
            Difference("退回意见", decision.returned, words_typed(form, "word")),
        ]
        refused = Refused("back", decision.pk, form, error.message, differences)
        return _back_to(request, decision, refused)
    messages.success(request, "已退回责任单位。")
    return _back_to(request, decision)


def _back_to(
    request: SignedInRequest, decision: MeetingDecision, refused: Refused | None = None
) -> HttpResponse:
    """To the meeting for who reads it, else to the unit's own decisions; with what was refused."""
    meeting = decision.item.meeting
    reads = reads_county(request.user, meeting.county)
    if refused is not None:
        return _meeting_page(request, meeting, refused) if reads else _list_page(request, refused)
    return (
        redirect("supervision:meeting", meeting.pk) if reads else redirect("supervision:meetings")
    )


# --- What the pages show -----------------------------------------------------------------


def _list_page(request: SignedInRequest, refused: Refused | None = None) -> HttpResponse:
    """The meetings of a year, and what the person's own unit was asked to do."""
    user = request.user
    or_404(reads_projects(user))
    own = MeetingDecision.objects.filter(owner__in=reporting_unit_ids(user)).in_order_of_work()
    context = {
        "reads": reads_county(user),
        "reports": bool(reporting_unit_ids(user)),
        "own": [
            _decision_line(decision, refused, owns=True)
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
    status = refused.status if refused else 200
    return render(request, "supervision/meetings.html", context, status=status)


def _counted(called: QuerySet[JointMeeting], year: int | None) -> QuerySet[JointMeeting]:
    if year is None:
        return called.none()
    decisions = "agenda__decisions"
    is_open = Q(**{f"{decisions}__reported_on": None})
    is_late = is_open & Q(**{f"{decisions}__due_on__lt": clock.today()})
    is_waiting = Q(**{f"{decisions}__reported_on__isnull": False, f"{decisions}__checked_by": None})
    return (
        called.filter(year=year)
        .annotate(
            items=Count("agenda", distinct=True),
            decided=Count(decisions, distinct=True),
            left=Count(decisions, distinct=True, filter=is_open),
            late=Count(decisions, distinct=True, filter=is_late),
            waiting=Count(decisions, distinct=True, filter=is_waiting),
        )
        .order_by("-number")
    )


def _meeting_page(
    request: SignedInRequest, meeting: JointMeeting, refused: Refused | None = None
) -> HttpResponse:
    handles = rules.may_call_meeting(request.user, meeting.county)
    context = {
        "meeting": meeting,
        "handles": handles,
        "is_to_come": clock.today() < meeting.held_on,
        "lines": _agenda(meeting, handles, refused),
        "lost": refused if refused is not None and refused.deed == "lost" else None,
    }
    if handles:
        context |= {
            "proposed": services.proposed_problems(meeting),
            "laggards": services.proposed_laggards(meeting),
            "matter": typed_again(refused, "matter", meeting.pk) or MatterForm(),
        }
    status = refused.status if refused else 200
    return render(request, "supervision/meeting.html", context, status=status)


def _agenda(meeting: JointMeeting, handles: bool, refused: Refused | None) -> list[AgendaLine]:
    items = meeting.agenda.select_related("problem", "project").prefetch_related("decisions__owner")
    units = _owners(meeting.county) if handles else []
    may_decide = handles and clock.today() >= meeting.held_on
    return [
        AgendaLine(
            item,
            [
                _decision_line(decision, refused, handles=handles)
                for decision in item.decisions.all()
            ],
            typed_again(refused, "decide", item.pk)
            or (DecisionForm(units=units, key=item.pk) if may_decide else None),
        )
        for item in items
    ]


def _decision_line(
    decision: MeetingDecision, refused: Refused | None, *, handles: bool = False, owns: bool = False
) -> DecisionLine:
    today, key = clock.today(), decision.pk
    form: BaseForm | None = None
    back: BaseForm | None = None
    if (handles or owns) and decision.is_with_owner:
        fresh = FulfilForm(decision=decision, today=today)
        form = typed_again(refused, "fulfil", key) or fresh
    if handles and decision.is_waiting:
        fresh_back = SendBackForm(key=key, version=decision.version)
        back = typed_again(refused, "back", key) or fresh_back
    return DecisionLine(
        decision,
        decision.is_overdue(today),
        form,
        back,
        of_row(refused, key, "fulfil", "confirm", "back"),
    )


# --- Scope -------------------------------------------------------------------------------


def _seen(request: SignedInRequest, meeting_id: int) -> JointMeeting:
    return seen(request, JointMeeting.objects, meeting_id, "county")


def _handled(request: SignedInRequest, meeting_id: int) -> JointMeeting:
    """A meeting that the user prepares. 404 for who only reads."""
    meeting = _seen(request, meeting_id)
    or_404(rules.may_call_meeting(request.user, meeting.county))
    return meeting


def _decision(request: SignedInRequest, decision_id: int) -> MeetingDecision:
    return seen(request, MeetingDecision.objects, decision_id, "item__meeting__county", "owner")


def _checked(request: SignedInRequest, decision_id: int) -> MeetingDecision:
    """A decision that the user may confirm or send back. 404 for its owner, and who only reads."""
    decision = _decision(request, decision_id)
    or_404(rules.may_call_meeting(request.user, decision.item.meeting.county))
    return decision


def _owners(county: Unit) -> list[Unit]:
    return list(Unit.objects.within(county).active().exclude(pk=county.pk))


def _key(request: SignedInRequest, name: str) -> int | None:
    return whole_number(request.POST.get(name, ""))
