"""Joint meetings (联席会议): called, put before them, decided, followed until done."""

from datetime import date
from typing import Any

from django.db.models import Q

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import Trail, audited
from accounts.trail.claims import write
from accounts.trail.facts import gone, made
from accounts.trail.holding import hold
from projects.models import Project
from supervision import rules
from supervision.models import (
    AgendaItem,
    JointMeeting,
    MeetingDecision,
    NumberedKind,
    Problem,
)
from supervision.numbering.services import next_number

LONGEST_TITLE = 200

# Where a decision is: with its owner, or reported and not checked yet.
WITH_OWNER = Q(reported_on=None)
WAITING_FOR_CHECK = Q(reported_on__isnull=False, checked_by=None)


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
        hold(county)
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
        audit.record(meeting, "meeting.call", county=county, changes=made(meeting))
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
    """Raises NotAllowed, DomainError for a day in another year, Stale: ``meeting`` then holds what
    another saved."""
    _require_right(by, meeting.county)
    if held_on.year != meeting.year:
        raise DomainError(
            f"会议按{meeting.year}年编号，日期只能改到{meeting.year}年内", field="held_on"
        )
    wanted: dict[str, Any] = {
        "held_on": held_on,
        "place": place.strip(),
        "chair": chair.strip(),
        "attendees": attendees.strip(),
    }
    if all(getattr(meeting, name) == new for name, new in wanted.items()):
        return meeting
    with audited(by=by) as audit:
        if not write(
            audit, meeting, "meeting.update", county=meeting.county, version=version, **wanted
        ):
            raise Stale("打开页面之后会议已由他人修改，没有保存")
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
        raise DomainError("请写明议题", field="title")
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
            changes=made(item),
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
            changes=gone(standing),
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
        raise DomainError("请写明议定事项", field="text")
    if today < meeting.held_on:
        raise WrongState(f"会议在{meeting.held_on:%-m月%-d日}召开，开会之后再记议定事项")
    if due_on < meeting.held_on:
        raise DomainError(f"完成时限不能早于会议日期{meeting.held_on:%-m月%-d日}", field="due_on")
    with audited(by=by) as audit:
        _lock(meeting)
        existing = MeetingDecision.objects.filter(item=item, **wanted).first()
        if existing is not None:
            return existing
        if not meeting.agenda.filter(pk=item.pk).exists():
            raise WrongState("这个议题已撤下，请先重新列入")
        decision = MeetingDecision.objects.create(item=item, **wanted)
        audit.record(
            decision,
            "meeting.decide",
            county=meeting.county,
            changes=made(decision),
            label=_label(decision),
        )
    return decision


def fulfil_decision(
    *,
    decision: MeetingDecision,
    outcome: str,
    done_on: date,
    by: User,
    version: int,
    today: date,
) -> MeetingDecision:
    """Say what became of it: the owner reports it for the bureau to check, the bureau records it
    for good. The same again does nothing. Raises NotAllowed, DomainError, WrongState when
    another said so differently, Stale."""
    if not rules.may_fulfil_decision(by, decision):
        raise NotAllowed("只有发改局、督查员和责任单位可以登记落实情况")
    county, outcome = decision.item.meeting.county, outcome.strip()
    if not outcome:
        raise DomainError("请写明落实情况", field="outcome")
    _require_day_of_doing(decision, done_on, today)
    told = {"outcome": outcome, "done_on": done_on}
    checked_by = by if may(by, "order.issue", county) else None
    with audited(by=by) as audit:
        values = {"reported_on": today, "checked_by": checked_by, **told}
        if _change(audit, "meeting.fulfil", decision, version, WITH_OWNER, **values):
            return decision
        if decision.is_with_owner:
            raise Stale(_MOVED_ON)
        if (decision.outcome, decision.done_on) != (outcome, done_on):
            raise WrongState(f"这件议定事项已登记落实：{decision.outcome}")
    return decision


def confirm_decision(*, decision: MeetingDecision, by: User, version: int) -> MeetingDecision:
    """It was done as its owner reported. The same again does nothing. Raises NotAllowed, Stale."""
    county = decision.item.meeting.county
    _require_right(by, county)
    with audited(by=by) as audit:
        confirmed = _change(
            audit, "meeting.confirm", decision, version, WAITING_FOR_CHECK, checked_by=by
        )
        if not confirmed and not (decision.is_done and decision.version == version + 1):
            raise Stale(_MOVED_ON)
    return decision


def send_decision_back(
    *, decision: MeetingDecision, word: str, by: User, version: int
) -> MeetingDecision:
    """What its owner reported does not do: ``word`` says why. The same again does nothing. Raises
    NotAllowed, DomainError without a word, Stale."""
    county, word = decision.item.meeting.county, word.strip()
    _require_right(by, county)
    if not word:
        raise DomainError("请写明退回意见", field="word")
    back = {"reported_on": None, "done_on": None, "returned": word}
    with audited(by=by, reason=word) as audit:
        sent = _change(audit, "meeting.send_back", decision, version, WAITING_FOR_CHECK, **back)
        if not sent and not (decision.returned == word and decision.version == version + 1):
            raise Stale(_MOVED_ON)
    return decision


_MOVED_ON = "打开页面之后这件议定事项已有变化，请核对现在的情况"


def _change(
    audit: Trail, action: str, decision: MeetingDecision, version: int, where: Q, **values: Any
) -> bool:
    """Returns whether the change was made; ``decision`` holds what stands now in any case."""
    return write(
        audit,
        decision,
        action,
        county=decision.item.meeting.county,
        version=version,
        where=where,
        label=_label(decision),
        **values,
    )


def _require_day_of_doing(decision: MeetingDecision, done_on: date, today: date) -> None:
    held_on = decision.item.meeting.held_on
    if done_on > today:
        raise DomainError("完成日期不能晚于今天", field="done_on")
    if done_on < held_on:
        raise DomainError(f"完成日期不能早于会议日期{held_on:%-m月%-d日}", field="done_on")


def _label(decision: MeetingDecision) -> str:
    return f"{decision.item.meeting} {decision}"


def _require_right(by: User, county: Unit) -> None:
    if not may(by, "order.issue", county):
        raise NotAllowed("只有发改局和督查员可以办理联席会议")


def _require_weighty(problem: Problem, meeting: JointMeeting) -> None:
    if problem.county_id != meeting.county_id:
        raise NotAllowed("没有这个问题")
    if not (problem.is_open and problem.is_major):
        raise WrongState("只有未解决的重大问题列入联席会议，这个问题已销号或已改为一般问题")


def _lock(meeting: JointMeeting) -> None:
    """Deeds on one meeting come one after the other."""
    hold(meeting)
