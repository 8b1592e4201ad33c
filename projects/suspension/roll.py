"""The 台账 of stops, and what a confirmed one does to its project."""

import datetime

from accounts.errors import DomainError, WrongState
from accounts.models import User
from accounts.trail.audit import Trail
from projects.models import (
    Project,
    RollDeed,
    Stage,
    Suspension,
    SuspensionDeclaration,
    SuspensionReason,
)
from projects.rolls.roll import Roll, Term
from projects.services.master_data import update_project

LONGEST = datetime.timedelta(days=92)
"""A quarter: after that a reason is said anew."""

OUTSIDE_CONSULTATION = (
    SuspensionReason.SAFETY,
    SuspensionReason.ENVIRONMENT,
    SuspensionReason.WAGES,
)
"""No meeting asks another authority to give way in these: 安全生产, 生态环境, 农民工工资."""


def refuse_unsound(line: Suspension, today: datetime.date) -> None:
    """A stop is of a project that is being built, once at a time, and its reason holds for a
    quarter at most."""
    project = line.project
    if project is not None and project.stage not in (Stage.CONSTRUCTION, Stage.SUSPENDED):
        label = Stage(project.stage).label
        raise DomainError(f"项目现在的阶段是“{label}”，只有在建项目可以申报停工", field="project")
    if line.review_on <= line.from_day:
        raise DomainError("复核日期要晚于停工或续报的日期", field="review_on")
    if line.review_on > line.from_day + LONGEST:
        last = line.from_day + LONGEST
        raise DomainError(
            f"停工原因最长三个月复核一次，复核日期请填{last:%Y-%m-%d}或更早", field="review_on"
        )
    others = Suspension.objects.current().filter(county=line.county, project=project)
    standing = others.exclude(serial=line.serial).first()
    if standing is not None and line.is_open:
        raise DomainError(
            f"项目已在停工台账（第{standing.serial}号，自{standing.from_day:%Y-%m-%d}），"
            "请在那一行续报或复工",
            field="project",
        )


def put_stage(audit: Trail, declaration: SuspensionDeclaration, line: Suspension, by: User) -> None:
    """The project stands still from the day of its stop, and is at work again from the day on
    which it resumes. Raises WrongState for a stop that is voided after it was over."""
    deed = RollDeed(declaration.deed)
    if deed in (RollDeed.CHANGE, RollDeed.CORRECT):
        return
    if deed == RollDeed.VOID and line.until_day is not None:
        raise WrongState("这次停工已经复工：请先撤销复工，再作废")
    if deed == RollDeed.VOID and Suspension.objects.current().filter(project=line.project).exists():
        # The line before it holds on: only its renewal was taken back.
        return
    assert line.project_id is not None
    stands_still = deed in (RollDeed.ADD, RollDeed.REOPEN)
    project = Project.objects.get(pk=line.project_id)
    update_project(
        project=project,
        by=by,
        version=project.version,
        changes={"stage": Stage.SUSPENDED if stands_still else Stage.CONSTRUCTION},
        today=declaration.day,
        from_day=line.from_day if deed == RollDeed.VOID else declaration.day,
        reason=declaration.reason or f"停工台账第{line.serial}号：{DEEDS[deed]}",
    )


def _words(line: Suspension) -> str:
    return f"停工（{line.get_reason_kind_display()}）须复核：写明原因，或报复工"


DEEDS = {
    RollDeed.ADD: "停工",
    RollDeed.CHANGE: "续报原因",
    RollDeed.CORRECT: "更正",
    RollDeed.DONE: "复工",
    RollDeed.REOPEN: "撤销复工",
    RollDeed.VOID: "作废",
}

SUSPENSIONS = Roll(
    key="suspension",
    name="停工",
    line=Suspension,
    declaration=SuspensionDeclaration,
    fields=("reason_kind", "reason_words", "review_on"),
    identity=(),
    noun="项",
    deeds=DEEDS,
    titles={"reason_kind": ("停工原因", "原因"), "review_on": ("复核日期", "下次复核")},
    refuse_unsound=refuse_unsound,
    when_in_force=put_stage,
    term=Term("review_on", _words),
)
