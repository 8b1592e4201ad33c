"""The 台账 of milestones: one line a project and step."""

import datetime

from django.db.models import Q

from accounts.errors import DomainError
from accounts.models import User
from accounts.trail.audit import Trail
from projects.milestones.steps import choices_of_steps, names_of_steps
from projects.models import (
    Milestone,
    MilestoneDeclaration,
    MilestoneKind,
    RollDeed,
)
from projects.rolls.roll import Roll, Term
from projects.services.sites import start_sites


def refuse_unsound(line: Milestone, today: datetime.date) -> None:
    """Raises DomainError for a step that the county's list does not have, a second line of one
    step, and days that cannot be. A plan is of the day from which it holds or later: so what is
    planned moves the figures of no month before."""
    if line.planned_on is None and line.reached_on is None:
        raise DomainError("计划完成和实际完成至少填一个", field="planned_on")
    if line.reached_on is not None and line.reached_on > today:
        raise DomainError("实际完成日期还没有到", field="reached_on")
    same_number = Milestone.objects.standing().filter(county=line.county, serial=line.serial)
    said = dict(same_number.values_list("planned_on", "kind"))
    if line.planned_on and line.planned_on < line.from_day and line.planned_on not in said:
        raise DomainError(
            "计划完成日期不能早于“自”那一天；补登以前的计划，请把“自”填为计划定下的那一天",
            field="planned_on",
        )
    if said and line.kind not in said.values():
        raise DomainError("节点登记后不能改成另一个，登错的请作废后重新登记", field="kind")
    if line.kind not in dict(choices_of_steps(line.county)) and line.kind not in said.values():
        raise DomainError("前期节点目录里没有这个节点", field="kind")
    others = Milestone.objects.current().filter(project=line.project, kind=line.kind)
    if line.until_day is None and others.exclude(serial=line.serial).exists():
        raise DomainError(f"{line.project}已登记这个节点，请在那一行上变更", field="kind")


def start_where_reached(
    audit: Trail, declaration: MilestoneDeclaration, line: Milestone, by: User
) -> None:
    """开工 moves the stage of the project to 在建; the class of the plan stays (DESIGN §4.4)."""
    is_standing = not line.is_void and line.reached_on is not None
    if line.kind == MilestoneKind.START and is_standing:
        start_sites([line.project], audit)


def _planned(line: Milestone) -> str:
    is_own = line.kind not in MilestoneKind.values
    name = names_of_steps(line.county)[line.kind] if is_own else line.get_kind_display()
    return f"前期节点“{name}”到了计划完成的日子，没有登记完成"


MILESTONES = Roll(
    key="milestones",
    name="前期节点",
    line=Milestone,
    declaration=MilestoneDeclaration,
    fields=("kind", "planned_on", "reached_on", "document_number", "note"),
    identity=("kind",),
    noun="个",
    titles={
        "kind": ("节点", "前期工作", "事项"),
        "planned_on": ("计划完成日期", "计划完成时间"),
        "reached_on": ("实际完成日期", "完成时间", "完成日期"),
        "document_number": ("文号",),
    },
    deeds={
        RollDeed.ADD: "登记",
        RollDeed.CHANGE: "变更",
        RollDeed.CORRECT: "更正",
        RollDeed.VOID: "作废",
    },
    choices={"kind": choices_of_steps},
    refuse_unsound=refuse_unsound,
    when_in_force=start_where_reached,
    term=Term("planned_on", _planned, owed=Q(reached_on=None), reads=("county",)),
)
