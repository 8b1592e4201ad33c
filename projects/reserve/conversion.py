"""A reserve project becomes one of the register, and of a list, in one step. From then on the facts
of its project say in which lists it stands and when it has started."""

import datetime
from collections.abc import Mapping
from typing import Any

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import User
from accounts.trail.audit import Told, audited
from accounts.trail.claims import claim
from accounts.trail.facts import changed_row, facts_of
from accounts.trail.holding import hold
from projects.adjustments.services import ask
from projects.adjustments.wanted import wanted_by
from projects.lists.lines import put_on_list
from projects.models import (
    AnnualPlan,
    ChangeKind,
    PlanChange,
    PlanItem,
    Project,
    ReserveItem,
    Stage,
)
from projects.reserve.rules import takes_into_lists
from projects.services import create_project

CHANGED_MEANWHILE = "这个储备项目已被他人修改，没有保存，请核对后重新提交。"

OF_THE_LINE = ("category", "planned_investment", "planned_start", "annual_task")
"""What is said of the line when a project is taken into a list."""


def take_into_list(
    *,
    item: ReserveItem,
    version: int,
    plan: AnnualPlan,
    values: Mapping[str, Any],
    reason: str,
    by: User,
    today: datetime.date,
) -> PlanItem | PlanChange:
    """Enter the reserve project, read at ``version``, in the register where it is not there yet,
    and put it on the list; on one that is issued, ask for it as an adjustment (调整申请).
    ``values`` by the names of OF_THE_LINE. Raises NotAllowed, WrongState for a list that is closed
    or has it already, DomainError, Stale."""
    if not takes_into_lists(by, item.county):
        raise NotAllowed("只有审核员和审定员可以把储备项目列入清单")
    with audited(by=by, reason=reason.strip()):
        project = item.project or _registered(item, version, by, today)
        if not plan.is_issued:
            return put_on_list(plan=plan, project=project, values=values, by=by)
        listed = PlanItem.objects.filter(plan=plan, project=project).first()
        wanted = wanted_by(
            ChangeKind.ADD,
            project=project,
            item=listed,
            category=values["category"],
            amount=values.get("planned_investment"),
            planned_start=values.get("planned_start"),
        )
        return ask(
            plan=plan, kind=ChangeKind.ADD, project=project, wanted=wanted, reason=reason, by=by
        )


def link_project(
    *, item: ReserveItem, version: int, project: Project | None, reason: str, by: User
) -> ReserveItem:
    """Say which project of the register the reserve project, read at ``version``, is; none where
    that was said by mistake. Raises NotAllowed, DomainError without a reason and for a project that
    another reserve project is, Stale."""
    if not takes_into_lists(by, item.county):
        raise NotAllowed("只有审核员和审定员可以登记对应项目")
    if not reason.strip():
        raise DomainError("请写明依据", field="reason")
    with audited(by=by, reason=reason.strip()):
        return _linked(item, version, project, by)


def _registered(item: ReserveItem, version: int, by: User, today: datetime.date) -> Project:
    stage = Stage.PRELIMINARY if item.is_preliminary else Stage.RESERVE
    project = create_project(
        county=item.county,
        by=by,
        facts={
            "name": item.name,
            "category": item.category,
            "total_investment": item.total_investment,
            "content": item.content,
            "stage": stage,
        },
        reporting=item.unit,
        on=today,
    )
    _linked(item, version, project, by)
    return project


def _linked(item: ReserveItem, version: int, project: Project | None, by: User) -> ReserveItem:
    """All lines of its number are of the project: it was always the same undertaking."""
    with audited(by=by) as audit:
        hold(item.county)
        of_county = ReserveItem.objects.of_county(item.county).standing()
        if project is not None:
            if project.county_id != item.county_id:
                raise NotAllowed("没有这个项目")
            other = of_county.filter(project=project).exclude(serial=item.serial).first()
            if other is not None:
                raise DomainError(f"“{project}”已对应储备项目“{other}”", field="project")
        now = ReserveItem.objects.get(pk=item.pk)
        if now.version != version:
            raise Stale(CHANGED_MEANWHILE)
        if now.is_void or now.project_id == (project.pk if project else None):
            raise WrongState("没有改动，或这个储备项目已经作废")
        rows: list[Told] = []
        for line in of_county.filter(serial=item.serial).order_by("from_day"):
            before = facts_of(line)
            claim(line, project=project)
            rows.append((line, changed_row(before, line)))
        audit.record(item, "reserve.link", county=item.county, rows=rows)
    # The one that was read is left as it was: what is taken back leaves it unlinked.
    return ReserveItem.objects.get(pk=item.pk)
