"""What supervision tells of a project: problems, orders, what meetings decided, what visits found
and what notices said."""

from collections.abc import Iterator

from django.db.models import Min, Q
from django.urls import reverse

from accounts.models import User
from accounts.rights import reads_county
from projects.happenings import Happening
from projects.models import Project
from supervision.models import (
    DispatchOrder,
    InspectionFinding,
    MeetingDecision,
    NoticeItem,
    OrderState,
    Problem,
    SupervisionNotice,
)
from supervision.notices.selectors import those_of


def problems_told(user: User, project: Project) -> Iterator[Happening]:
    problems = Problem.objects.visible_to(user).filter(project=project)
    for problem in problems.select_related("raised_by"):
        url = reverse("supervision:problem", args=[problem.pk])
        kind = f"{problem.get_severity_display()}问题"
        source = f"{problem.get_source_display()}，{problem.raised_by}"
        is_urgent = problem.is_open and problem.is_major
        words = f"{problem.get_category_display()}：{problem.text}"
        yield Happening(problem.raised_on, kind, words, url, source, is_urgent=is_urgent)
        if problem.solved_on is not None:
            words = f"{problem.get_category_display()}问题已解决：{problem.solution}"
            yield Happening(problem.solved_on, "销号", words, url)


def orders_told(user: User, project: Project) -> Iterator[Happening]:
    """When an order was given, first answered and done."""
    orders = DispatchOrder.objects.visible_to(user).filter(problem__project=project)
    for order in orders.exclude(state=OrderState.VOIDED).select_related("addressee"):
        url = reverse("supervision:order", args=[order.pk])
        due = f"{order.due_on.month}月{order.due_on.day}日前办结，{order.get_state_display()}"
        words = f"{order.label}（{order.addressee}）：{order.request}"
        yield Happening(order.issued_on, "调度单", words, url, due, paper=order.label)
        if order.first_replied_on is not None:
            late = f"，逾期{order.days_late}天" if order.days_late else ""
            words = f"{order.addressee}回复{order.label}{late}"
            yield Happening(order.first_replied_on, "回复", words, url)
        if order.closed_on is not None:
            yield Happening(order.closed_on, "办结", f"{order.label}已办结", url)
        elif order.is_with_addressee:
            words = f"{order.label}应由{order.addressee}办结"
            yield Happening(order.due_on, "期限", words, url, is_planned=True)


def decisions_told(user: User, project: Project) -> Iterator[Happening]:
    """On the day of the meeting, and when it was done."""
    own = Q(item__project=project) | Q(item__problem__project=project)
    decisions = MeetingDecision.objects.visible_to(user).filter(own)
    reads = reads_county(user, project.county)
    for decision in decisions.select_related("item__meeting", "owner"):
        meeting = decision.item.meeting
        url = reverse("supervision:meeting", args=[meeting.pk]) if reads else ""
        due = f"{decision.due_on.month}月{decision.due_on.day}日前"
        words = f"{meeting}议定：{decision.text}"
        owes = f"{decision.owner}，{due}"
        yield Happening(meeting.held_on, "联席会议", words, url, owes, paper=f"{meeting}纪要")
        if decision.is_done and decision.done_on is not None:
            words = f"{decision.owner}已落实：{decision.outcome}"
            yield Happening(decision.done_on, "落实", words, url, decision.text[:40])
        elif decision.is_with_owner:
            words = f"应由{decision.owner}落实：{decision.text}"
            yield Happening(decision.due_on, "期限", words, url, is_planned=True)


def findings_told(user: User, project: Project) -> Iterator[Happening]:
    """What visits found, with a photo of it."""
    findings = (
        InspectionFinding.objects.visible_to(user)
        .standing()
        .filter(project=project)
        .select_related("inspection")
        .annotate(first_photo=Min("photos"))
    )
    for finding in findings:
        visit, photo = finding.inspection, finding.first_photo
        settled = f"现场解决：{finding.settled}" if finding.settled else ""
        yield Happening(
            visit.visited_on,
            visit.get_kind_display(),
            finding.text,
            reverse("supervision:finding", args=[finding.pk]),
            settled,
            photo=reverse("supervision:photo", args=[photo]) if photo else "",
        )


def notices_told(user: User, project: Project) -> Iterator[Happening]:
    """What issued notices said, and whether a later one took it back."""
    items = those_of(user, NoticeItem.objects.issued().filter(project=project))
    for item in items.select_related("notice", "unit", "project", "withdrawal__notice"):
        notice: SupervisionNotice = item.notice
        assert notice.issued_on is not None
        url = reverse("supervision:notice", args=[notice.pk])
        kind = item.get_kind_display()
        note = f"{notice.title}（{notice.issue_words}）"
        withdrawal = getattr(item, "withdrawal", None)
        if withdrawal is not None and withdrawal.notice.is_issued:
            note += f"，{withdrawal.notice.issue_words}撤销"
        words = f"{item.unit}：{item.text}"
        yield Happening(notice.issued_on, kind, words, url, note, paper=str(notice))
