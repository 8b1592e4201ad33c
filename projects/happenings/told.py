"""What the register tells of a project: its own days, what it was before, who answered for it, the
lists it stood on and their changes, the milestones it passed."""

import datetime
from collections.abc import Iterator
from itertools import pairwise

from django.urls import reverse

from accounts.models import User
from projects.happenings import Happening
from projects.models import (
    AdjustmentState,
    FormerDetails,
    PlanCategory,
    PlanChange,
    PlanItem,
    Project,
)
from projects.wording import field_label, shown

DETAILS_TOLD = (
    "name",
    "total_investment",
    "stage",
    "category",
    "investor_type",
    "construction_nature",
    "town",
    "package",
)

OWN_DAYS = (
    ("actual_start", "开工"),
    ("start_recognised_on", "认定开工"),
    ("substantially_complete_on", "基本建成"),
    ("completed_on", "竣工"),
    ("in_production_on", "投产"),
    ("in_use_on", "投用"),
)


def own_days_told(user: User, project: Project) -> Iterator[Happening]:
    """Without a question: the project is there."""
    for name, kind in OWN_DAYS:
        if day := getattr(project, name):
            note = project.start_evidence if name == "start_recognised_on" else ""
            yield Happening(day, kind, f"项目{kind}", note=note)


def details_told(user: User, project: Project) -> Iterator[Happening]:
    """Each change of what the register says of it, field by field."""
    former = project.former_details.select_related("category", "package").order_by("until")
    states: list[Project | FormerDetails] = [*former, project]
    for before, after in pairwise(states):
        assert isinstance(before, FormerDetails)
        for name in DETAILS_TOLD:
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                label = field_label(Project, name)
                words = f"{label}由{_value(name, old)}改为{_value(name, new)}"
                yield Happening(before.until, "资料变更", words)


def _value(name: str, value: object) -> str:
    return f"“{value}”" if name == "name" else shown(Project, name, value)


def answering_told(user: User, project: Project) -> Iterator[Happening]:
    """A unit's part, or the lead official, that another held before."""
    ended: set[tuple[str, datetime.date]] = set()
    for held in project.unit_parts.select_related("unit").order_by("from_date", "pk"):
        if (held.part, held.from_date) in ended:
            words = f"{held.get_part_display()}改为{held.unit.name}"
            yield Happening(held.from_date, "移交", words)
        if held.until is not None:
            ended.add((held.part, held.until))


def officials_told(user: User, project: Project) -> Iterator[Happening]:
    officials = list(project.lead_officials.order_by("from_date", "pk"))
    for before, after in pairwise(officials):
        words = f"包抓领导由{before.name}改为{after.name}"
        yield Happening(after.from_date, "包抓领导", words)


def lists_told(user: User, project: Project) -> Iterator[Happening]:
    """That a list took it up, on the day of issue or the first of the year, and when it is to be
    begun and done."""
    items = project.plan_items.select_related("plan").order_by("plan__year", "plan")
    for item in items:
        plan = item.plan
        address = reverse("projects:plan", args=[plan.pk])
        day = plan.issued_on or datetime.date(plan.year, 1, 1)
        words = f"列入{plan.name}，{PlanCategory(item.category).label}"
        if item.planned_investment is not None:
            words += f"，年度计划投资{_amount(item.planned_investment)}"
        note = item.annual_task if plan.is_issued else "计划未印发"
        yield Happening(day, "列入计划", words, address, note)
        if item.is_dropped:
            continue
        for planned_on, kind in ((item.planned_start, "开工"), (item.planned_completion, "竣工")):
            if planned_on:
                words = f"{plan.key}计划{planned_on.year}年{planned_on.month}月{kind}"
                yield Happening(planned_on, f"计划{kind}", words, address, is_planned=True)


def adjustments_told(user: User, project: Project) -> Iterator[Happening]:
    """The changes of its lines that took force; who asked for them and why is theirs to see who
    see the requests."""
    changes = PlanChange.objects.filter(
        project=project, adjustment__state=AdjustmentState.IN_FORCE
    ).select_related("adjustment", "plan")
    for change in changes:
        adjustment = change.adjustment
        assert adjustment is not None
        assert adjustment.effective_on is not None
        yield Happening(
            adjustment.effective_on,
            "计划调整",
            f"{change.plan.name}{change.get_kind_display()}{_new_plan(change)}",
            reverse("projects:plan", args=[change.plan_id]),
            f"{adjustment.name}（{adjustment.document_number or '文号待补'}）",
            paper=adjustment.document_number or adjustment.name,
        )


def _new_plan(change: PlanChange) -> str:
    name = "planned_investment"
    if name not in change.terms:
        return ""
    old, new = change.stood.get("terms", {}).get(name), change.terms[name]
    return f"，年度计划投资由{_amount(old)}改为{_amount(new)}"


def _amount(yuan: int | None) -> str:
    return shown(PlanItem, "planned_investment", yuan)


def milestones_told(user: User, project: Project) -> Iterator[Happening]:
    for milestone in project.milestones.current():
        label = milestone.get_kind_display()
        if milestone.reached_on:
            yield Happening(milestone.reached_on, "前期节点", f"{label}完成", note=milestone.note)
        elif milestone.planned_on:
            yield Happening(milestone.planned_on, "前期节点", f"{label}计划完成", is_planned=True)
