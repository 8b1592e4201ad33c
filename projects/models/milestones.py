"""前期节点: the steps that a project passes before it is built, planned and reached."""

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.trail.facts import Kept
from projects.models.register import Project
from projects.models.rolls import Declaration, RollLine


class MilestoneKind(models.TextChoices):
    """前期节点 that figures count, in the order in which projects pass them."""

    INITIATED = "initiated", "前期工作启动"
    PLANNING = "planning", "规划"
    EXPERT_REVIEW = "expert_review", "专家评审"
    FEASIBILITY = "feasibility", "可研"
    ENVIRONMENT = "environment", "环评"
    ENERGY = "energy", "能评"
    WATER = "water", "水保"
    PRELIMINARY_DESIGN = "preliminary_design", "初设"
    WORKING_DRAWINGS = "working_drawings", "施工图"
    TENDER = "tender", "招标"
    START = "start", "开工"


MILESTONE_ORDER = {kind: place for place, kind in enumerate(MilestoneKind.values)}


OWN = "own-"
"""Begins the key of a step of a county's own."""


class MilestoneStep(models.Model):
    """A step of the county's own list: how it calls one that figures count (``kind``), in what
    place, with what word it is printed when it is reached (可研完成), and whether units are asked
    for it; or a step of its own, which is planned, followed and listed, and in no figure of how far
    projects have come. A county without rows has the list of the house."""

    county = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="县")
    kind = models.CharField("对应统计节点", max_length=20, choices=MilestoneKind, blank=True)
    name = models.CharField("节点名称", max_length=20)
    words = models.CharField("完成时的写法", max_length=30, blank=True)
    position = models.PositiveIntegerField("排序", default=0)
    is_asked = models.BooleanField("要求填报", default=False)

    trail = Kept(says=("name",))

    class Meta:
        verbose_name = "前期节点目录"
        verbose_name_plural = "前期节点目录"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="milestone_step_once"),
            models.UniqueConstraint(
                fields=["county", "kind"], condition=~Q(kind=""), name="milestone_kind_called_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """By which a milestone names its step."""
        return self.kind or f"{OWN}{self.pk}"


class Milestone(RollLine):
    """A step of a project. A status list tells only that a step was reached by its date, so
    ``reached_on`` may be the day on which it was first known.

    Milestones that came before there was a 台账 were told without the columns that every line has:
    those the trail leaves free. No figure reads them; from which day a plan holds, ``planned_on``
    bounds (``projects.milestones.roll``).
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="milestones", verbose_name="项目"
    )
    kind = models.CharField("前期节点", max_length=20)
    planned_on = models.DateField("计划完成", null=True, blank=True)
    reached_on = models.DateField("实际完成", null=True, blank=True)
    document_number = models.CharField("批复文号", max_length=60, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    trail = Kept(free=("version", "county", "unit", "serial", "from_day"), says=("kind",))

    class Meta(RollLine.Meta):
        verbose_name = "前期节点"
        verbose_name_plural = "前期节点"
        constraints: ClassVar = [
            *RollLine.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "kind"],
                condition=Q(is_void=False, until_day=None),
                name="milestone_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_kind_display()}"

    def get_kind_display(self) -> str:
        """The step as the house calls it; of one of the county's own, by a question."""
        if self.kind.startswith(OWN):
            own = MilestoneStep.objects.filter(pk=self.kind.removeprefix(OWN)).first()
            return own.name if own else step_label(self.kind)
        return step_label(self.kind)

    def is_overdue(self, on: datetime.date) -> bool:
        """Whether the day that was planned has passed by ``on`` and the step was not reached."""
        is_reached = self.reached_on is not None and self.reached_on <= on
        return self.planned_on is not None and self.planned_on < on and not is_reached


def step_label(kind: str) -> str:
    return MilestoneKind(kind).label if kind in MilestoneKind.values else "其他节点"


class MilestoneDeclaration(Declaration):
    """前期节点申报."""

    line = models.ForeignKey(
        Milestone,
        on_delete=models.PROTECT,
        null=True,
        related_name="declarations",
        verbose_name="前期节点",
    )

    trail = Kept(says=("before", "after"))

    class Meta(Declaration.Meta):
        verbose_name = "前期节点申报"
        verbose_name_plural = "前期节点申报"

    def __str__(self) -> str:
        return f"{self.project} 前期节点"
