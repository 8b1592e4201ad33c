"""Reads for the pages of changes of a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from projects.adjustments.wanted import Difference, differences
from projects.models import (
    AnnualPlan,
    ChangeState,
    PlanAdjustment,
    PlanChange,
    PlanItem,
    Project,
)


@dataclass(frozen=True)
class ChangeLine:
    """A change, what it asks beside what stood, and its papers."""

    change: PlanChange
    differences: Sequence[Difference]


def lines_of(changes: Sequence[PlanChange]) -> list[ChangeLine]:
    return [ChangeLine(change, differences(change)) for change in changes]


def asked_of(plan: AnnualPlan, user: User) -> list[PlanChange]:
    """What was asked by units, the latest first, as far as the user sees it. Two queries."""
    asked = PlanChange.objects.visible_to(user).filter(plan=plan).exclude(unit=None)
    rows = asked.select_related("unit", "asked_by", "adjustment", "plan").prefetch_related("papers")
    return list(rows.order_by("-pk"))


def adjustments_of(plan: AnnualPlan, user: User) -> list[PlanAdjustment]:
    return list(PlanAdjustment.objects.visible_to(user).filter(plan=plan).order_by("-pk"))


def changes_of(adjustment: PlanAdjustment) -> list[PlanChange]:
    """In the order in which they came, with their papers. Two queries."""
    rows = adjustment.changes.select_related("unit", "asked_by", "plan", "adjustment", "project")
    return list(rows.prefetch_related("papers").order_by("pk"))


def left_out_of(adjustment: PlanAdjustment) -> list[PlanItem]:
    """The lines that the workbook does not have, in the order of the list."""
    lines = PlanItem.objects.filter(pk__in=adjustment.left_out).select_related("project")
    return list(lines.order_by("position", "pk"))


def waiting_of(plan: AnnualPlan) -> list[PlanChange]:
    asked = plan.changes.filter(state=ChangeState.WAITING)
    return list(asked.select_related("unit", "asked_by", "plan").prefetch_related("papers"))


def projects_to_change(plan: AnnualPlan, user: User) -> list[tuple[int, str]]:
    """The projects of which the user may ask something: those on the list first, by its order."""
    seen = Project.objects.visible_to(user).filter(county=plan.county_id)
    listed = dict(
        PlanItem.objects.filter(plan=plan, is_dropped=False, project__in=seen)
        .order_by("position", "pk")
        .values_list("project", "project__name")
    )
    others = seen.exclude(pk__in=listed).order_by("name", "pk").values_list("pk", "name")
    return [*listed.items(), *((pk, f"{name}（未列入）") for pk, name in others)]
