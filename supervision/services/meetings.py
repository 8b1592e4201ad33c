"""Joint meetings (联席会议): called, put before them, decided, followed until done."""

from collections.abc import Sequence
from datetime import date

from accounts.audit import audited
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import Unit, User
from accounts.rules import reports_for
from figures.facts import PlanFact, latest_approved_month, load_facts
from figures.lights import Colour
from projects.models import Project
from supervision import rules
from supervision.models import (
    AgendaItem,
    JointMeeting,
    MeetingDecision,
    NumberedKind,
    Problem,
)
from supervision.numbering import next_number

MOST_PROPOSED = 20
LONGEST_TITLE = 200

_LABELS = {"held_on": "会议日期", "place": "地点", "chair": "主持人", "attendees": "参加人员"}


# --- What may be put on ------------------------------------------------------------------


def proposed_problems(meeting: JointMeeting) -> Sequence[Problem]:
    """Open major problems that have been on no agenda, those that wait longest first."""
    waiting = Problem.objects.open().major().filter(county=meeting.county, agenda_items=None)
    return list(waiting.select_related("project").order_by("raised_on", "pk"))


def proposed_laggards(meeting: JointMeeting) -> list[PlanFact]:
    """Projects that lag at the latest approved month and are not on this agenda: red ones first,
    then those furthest behind their pace. A project that stands on several lists comes once."""
    month = latest_approved_month(meeting.county)
    if month is None:
        return []
    taken = set(meeting.agenda.exclude(project=None).values_list("project_id", flat=True))
    behind: dict[int, PlanFact] = {}
    for row in sorted(load_facts(meeting.county, month).rows, key=_urgency):
        if row.light.lag is not None and row.project_id not in taken:
            behind.setdefault(row.project_id, row)
    return list(behind.values())[:MOST_PROPOSED]


def _urgency(row: PlanFact) -> tuple[bool, bool, object]:
    points = row.light.points
    return row.light.colour is not Colour.RED, points is None, points or 0


# --- Calling -----------------------------------------------------------------------------


def call_meeting(
    *, county: Unit, held_on: date, place: str, chair: str, attendees: str, by: User
) -> JointMeeting:
    """The next of the year in which it is held. One that was called with the same words is
    returned as it is. Raises NotAllowed."""
    _require_right(by, county)
    wanted = {
        "held_on": held_on,
        "place": place.strip(),
        "chair": chair.strip(),
        "attendees": attendees.strip(),
    }
    with audited(by=by) as audit:
        # Two presses of a button come one after the other.
        Unit.objects.select_for_update(no_key=True).get(pk=county.pk)
        called = JointMeeting.objects.filter(county=county, **wanted).first()
        if called is not None:
            return called
        meeting = JointMeeting.objects.create(
            county=county,
            year=held_on.year,
            number=next_number(county, held_on.year, NumberedKind.MEETING),
            called_by=by,
            **wanted,
        )
        audit.record(
            meeting, "meeting.call", county=county, changes={"会议日期": ("—", f"{held_on}")}
        )
    return meeting


def edit_meeting(
    *,
    meeting: JointMeeting,
    held_on: date,
    place: str,
    chair: str,
    attendees: str,
    by: User,
    version: int,
) -> JointMeeting:
    """Raises NotAllowed, DomainError for a day in another year, Stale."""
    _require_right(by, meeting.county)
    if held_on.year != meeting.year:
        raise DomainError(f"会议按{meeting.year}年编号，日期只能改到{meeting.year}年内")
    wanted = {
        "held_on": held_on,
        "place": place.strip(),
        "chair": chair.strip(),
        "attendees": attendees.strip(),
    }
    changes = {
        _LABELS[name]: (f"{getattr(meeting, name)}", f"{new}")
        for name, new in wanted.items()
        if getattr(meeting, name) != new
    }
    if not changes:
        return meeting
    with audited(by=by) as audit:
        read = JointMeeting.objects.filter(pk=meeting.pk, version=version)
        changed = read.update(version=version + 1, **wanted)
        meeting.refresh_from_db()
        if not changed:
            raise Stale("打开页面之后会议已由他人修改，请核对后重新打开再改")
        audit.record(meeting, "meeting.update", county=meeting.county, changes=changes)
    return meeting


# --- The agenda --------------------------------------------------------------------------


def put_on_agenda(
    *,
    meeting: JointMeeting,
    by: User,
    problem: Problem | None = None,
    project: Project | None = None,
    title: str = "",
) -> AgendaItem:
    """A problem, a project or a matter in words; what is on the agenda already is returned as it
    is. Raises NotAllowed, WrongState for a problem that is solved or general, DomainError without
    words."""
    _require_right(by, meeting.county)
    if problem is not None:
        _require_weighty(problem, meeting)
        project = problem.project
        title = f"研究解决{project.name}{problem.get_category_display()}问题"
    elif project is not None:
        if project.county_id != meeting.county_id:
            raise NotAllowed("没有这个项目")
        title = f"研究加快{project.name}建设进度"
    title = title.strip()[:LONGEST_TITLE]
    if not title:
        raise DomainError("请写明议题")
    with audited(by=by) as audit:
        _lock(meeting)
        agenda = AgendaItem.objects.filter(meeting=meeting)
        if problem is not None:
            same = agenda.filter(problem=problem)
        elif project is not None:
            same = agenda.filter(project=project, problem=None)
        else:
            same = agenda.filter(title=title)
        existing = same.first()
        if existing is not None:
            return existing
        item = AgendaItem.objects.create(
            meeting=meeting, title=title, problem=problem, project=project
        )
        audit.record(
            item,
            "meeting.put_on_agenda",
            county=meeting.county,
            changes={"议题": ("—", title)},
            label=f"{meeting} {title}",
        )
    return item


def take_off_agenda(*, item: AgendaItem, by: User) -> None:
    """While nothing has been decided on it; the second time there is nothing to do. Raises
    NotAllowed, WrongState."""
    meeting = item.meeting
    _require_right(by, meeting.county)
    with audited(by=by) as audit:
        _lock(meeting)
        standing = AgendaItem.objects.filter(pk=item.pk).first()
        if standing is None:
            return
        if standing.decisions.exists():
            raise WrongState("这个议题已有议定事项，不能撤下")
        audit.record(
            standing,
            "meeting.take_off_agenda",
            county=meeting.county,
            changes={"议题": (standing.title, "—")},
            label=f"{meeting} {standing.title}",
        )
        standing.delete()


# --- Decisions ---------------------------------------------------------------------------


def decide(
    *, item: AgendaItem, text: str, owner: Unit, due_on: date, by: User, today: date
) -> MeetingDecision:
    """What the meeting decided, who does it and by when; the same again is returned as it is.
    Raises NotAllowed, WrongState before the meeting, DomainError."""
    meeting = item.meeting
    _require_right(by, meeting.county)
    if owner.own_county != meeting.county:
        raise NotAllowed("没有这个单位")
    wanted = {"text": text.strip(), "owner": owner, "due_on": due_on}
    if not wanted["text"]:
        raise DomainError("请写明议定事项")
    if today < meeting.held_on:
        raise WrongState(f"会议在{meeting.held_on:%-m月%-d日}召开，开会之后再记议定事项")
    if due_on < meeting.held_on:
        raise DomainError(f"完成时限不能早于会议日期{meeting.held_on:%-m月%-d日}")
    with audited(by=by) as audit:
        _lock(meeting)
        existing = MeetingDecision.objects.filter(item=item, **wanted).first()
        if existing is not None:
            return existing
        if not AgendaItem.objects.filter(pk=item.pk).exists():
            raise WrongState("这个议题已撤下，请先重新列入")
        decision = MeetingDecision.objects.create(item=item, **wanted)
        audit.record(
            decision,
            "meeting.decide",
            county=meeting.county,
            changes={
                "议定事项": ("—", decision.text),
                "责任单位": ("—", owner.name),
                "完成时限": ("—", f"{due_on}"),
            },
            label=f"{meeting} {decision}",
        )
    return decision


def may_fulfil(by: User, decision: MeetingDecision) -> bool:
    """The bureau, and who reports for the unit that owns it."""
    county = decision.item.meeting.county
    return rules.may_call_meeting(by, county) or reports_for(by, decision.owner)


def fulfil(
    *, decision: MeetingDecision, outcome: str, done_on: date, by: User, today: date
) -> MeetingDecision:
    """Say what became of it; the same again does nothing. Raises NotAllowed, DomainError,
    WrongState when another said so differently."""
    if not may_fulfil(by, decision):
        raise NotAllowed("只有发改局、督查员和责任单位可以登记落实情况")
    meeting = decision.item.meeting
    outcome = outcome.strip()
    if not outcome:
        raise DomainError("请写明落实情况")
    if done_on > today:
        raise DomainError("完成日期不能晚于今天")
    if done_on < meeting.held_on:
        raise DomainError(f"完成日期不能早于会议日期{meeting.held_on:%-m月%-d日}")
    with audited(by=by) as audit:
        waiting = MeetingDecision.objects.open().filter(pk=decision.pk)
        changed = waiting.update(outcome=outcome, done_on=done_on)
        decision.refresh_from_db(fields=["outcome", "done_on"])
        if changed:
            audit.record(
                decision,
                "meeting.fulfil",
                county=meeting.county,
                changes={"落实情况": ("—", outcome), "完成日期": ("—", f"{done_on}")},
                label=f"{meeting} {decision}",
            )
        elif (decision.outcome, decision.done_on) != (outcome, done_on):
            raise WrongState(f"这件议定事项已登记落实：{decision.outcome}")
    return decision


def _require_right(by: User, county: Unit) -> None:
    if not rules.may_call_meeting(by, county):
        raise NotAllowed("只有发改局和督查员可以办理联席会议")


def _require_weighty(problem: Problem, meeting: JointMeeting) -> None:
    if problem.county_id != meeting.county_id:
        raise NotAllowed("没有这个问题")
    if not (problem.is_open and problem.is_major):
        raise WrongState("只有未解决的重大问题列入联席会议，这个问题已销号或已改为一般问题")


def _lock(meeting: JointMeeting) -> None:
    """Deeds on one meeting come one after the other."""
    JointMeeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
