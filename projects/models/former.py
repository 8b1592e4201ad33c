"""What held before: of a project, and of its line in a list."""

from django.db import models

from accounts.trail.dated import Former
from accounts.trail.facts import Kept
from projects.models.plans import PlanCategory, PlanItem
from projects.models.register import (
    ConstructionNature,
    InvestorType,
    Project,
    ProjectCategory,
    Stage,
)


class FormerDetails(Former):
    """原资料: what a project was until a day (exclusive); amounts in yuan. What a figure reads of
    a project is dated; its own dates (开工, 建成) date themselves."""

    of = "project"

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="former_details", verbose_name="项目"
    )
    name = models.CharField("项目名称", max_length=200)
    category = models.ForeignKey(
        ProjectCategory,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="项目类别",
    )
    is_productive = models.BooleanField("产业项目", default=False)
    investor_type = models.CharField("投资主体", max_length=20, choices=InvestorType, blank=True)
    construction_nature = models.CharField(
        "建设性质", max_length=20, choices=ConstructionNature, blank=True
    )
    total_investment = models.BigIntegerField("总投资", null=True)
    invested_before = models.BigIntegerField("截至上年底累计完成投资", null=True)
    invested_before_year = models.PositiveSmallIntegerField("上年底所指年度", null=True)
    stage = models.CharField("阶段", max_length=20, choices=Stage)
    package = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="所属打包项目"
    )

    town = models.CharField("属地", max_length=40, blank=True)

    trail = Kept(yuan=("total_investment", "invested_before"), says=("project_id", "until"))

    class Meta:
        verbose_name = "原资料"
        verbose_name_plural = "原资料"
        ordering = ["project", "until"]
        constraints = [
            models.UniqueConstraint(fields=["project", "until"], name="former_details_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.until:%Y-%m-%d}前）"


class FormerTerms(Former):
    """原计划: what a list asked of a project until a day (exclusive); in yuan. The earliest are
    those of the year's beginning (年初计划)."""

    of = "item"

    item = models.ForeignKey(
        PlanItem,
        on_delete=models.PROTECT,
        related_name="former_terms",
        verbose_name="列入计划的项目",
    )
    category = models.CharField("计划类别", max_length=20, choices=PlanCategory)
    planned_investment = models.BigIntegerField("年度计划投资", null=True)
    phases = models.TextField("分期计划投资", blank=True)
    planned_start = models.DateField("计划开工", null=True)
    planned_completion = models.DateField("计划竣工", null=True)
    annual_task = models.TextField("年度建设任务", blank=True)
    listed_name = models.CharField("列入名称", max_length=200, blank=True)
    is_dropped = models.BooleanField("已退出", default=False)

    trail = Kept(yuan=("planned_investment",), says=("item_id", "until"))

    class Meta:
        verbose_name = "原计划"
        verbose_name_plural = "原计划"
        ordering = ["item", "until"]
        constraints = [
            models.UniqueConstraint(fields=["item", "until"], name="former_terms_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.item}（{self.until:%Y-%m-%d}前）"
