"""What the room says of changes of lists: the words of the trail, and what waits for whom."""

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from accounts.people import waiting
from accounts.people.waiting import Waiting
from accounts.rights import PROPOSE, counties_where
from accounts.trail import actions
from accounts.trail.words import Names, Row, Words, row_words, tell_key, tell_own, tell_rows
from projects.adjustments.wanted import differences
from projects.models import (
    AdjustmentState,
    AnnualPlan,
    ChangeKind,
    ChangeState,
    PlanAdjustment,
    PlanChange,
)

CHANGE, ADJUSTMENT = "projects.planchange", "projects.planadjustment"

ACTIONS = {
    "adjustment": (
        "计划调整",
        {
            "ask": "申请调整",
            "withdraw": "撤回申请",
            "refuse": "答复不采纳",
            "draft": "拟订调整方案",
            "gather": "列入方案",
            "leave_out": "移出方案",
            "submit": "送审调整方案",
            "discard": "放弃调整方案",
            "force": "调整方案生效",
            "number": "补填文号",
            "take_back": "撤销调整方案",
        },
    ),
    "project": ("项目", {"adjust": "调整计划", "unadjust": "撤销计划调整"}),
}


def register() -> None:
    actions.register(ACTIONS)
    tell_rows(CHANGE, _changes)
    tell_own(CHANGE, _changes)
    tell_rows("projects.planpaper", _papers)
    tell_key(ADJUSTMENT, "lines", "写入记录", words=lambda count: f"{count}条")
    waiting.register(waiting_adjustments)


_UNSAID = ("terms", "details", "stood", "name", "kind", "plan_id", "adjustment_id")


def _changes(rows: Sequence[Row], names: Names) -> Words:
    """调增 镇区道路改造工程：年度计划投资 531万元 → 600万元, and what became of it."""
    words: Words = []
    for row in rows:
        title = f"{ChangeKind(row.now('kind')).label} {row.now('name')}"
        asked = PlanChange(
            terms=row.now("terms") or {},
            details=row.now("details") or {},
            stood=row.now("stood") or {},
        )
        if row.is_new or row.is_gone:
            words += [(f"{title} {label}", old, new) for label, old, new in differences(asked)]
        told = row_words(CHANGE, row, names, leave_out=_UNSAID)
        words += [(f"{title} {label}", old, new) for label, old, new in told]
    return words


def _papers(rows: Sequence[Row], names: Names) -> Words:
    return [
        (f"附件 {row.now('original_name')}", "", f"SHA-256 {row.now('sha256')}") for row in rows
    ]


def waiting_adjustments(user: User, today: datetime.date) -> Iterator[Waiting]:
    """Plans that wait for who puts them in force; requests, and numbers that are 待补, for who
    drafts. Three queries at the most."""
    approves = counties_where(user, "plan.adjust")
    if approves:
        plans = PlanAdjustment.objects.select_related("plan").filter(
            plan__county__in=approves, state=AdjustmentState.SUBMITTED
        )
        for adjustment in plans:
            yield Waiting("调整方案待审定", str(adjustment), _address(adjustment))
    drafts = approves | counties_where(user, "plan.adjust", answer=PROPOSE)
    if not drafts:
        return
    waits = (
        AnnualPlan.objects.filter(county__in=drafts, changes__state=ChangeState.WAITING)
        .annotate(asked=Count("changes"))
        .order_by("pk")
    )
    for plan in waits:
        address = reverse("projects:adjustments", args=[plan.pk])
        yield Waiting("调整申请", plan.name, address, f"{plan.asked}条待处理")
    unnumbered = PlanAdjustment.objects.select_related("plan").filter(
        plan__county__in=drafts, state=AdjustmentState.IN_FORCE, document_number=""
    )
    for adjustment in unnumbered:
        yield Waiting("文号待补", str(adjustment), _address(adjustment))


def _address(adjustment: PlanAdjustment) -> str:
    return reverse("projects:adjustment", args=[adjustment.pk])
