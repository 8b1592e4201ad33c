"""The lists of a year and the projects that stand on them."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read
from accounts.trail.facts import Kept
from projects.models.register import Project


class Tier(models.TextChoices):
    PROVINCIAL = "provincial", "省级"
    MUNICIPAL = "municipal", "市级"
    COUNTY = "county", "县级"
    LISTED = "listed", "挂牌"


class AnnualPlanQuerySet(models.QuerySet["AnnualPlan"]):
    def visible_to(self, user: User) -> "AnnualPlanQuerySet":
        """Whole lists for who reads the county; a reporter sees lists with own lines."""
        own = PlanItem.objects.filter(project__in=Project.objects.visible_to(user)).values("plan")
        return self.filter(Q(county__in=counties_read(user)) | Q(pk__in=own))


class AnnualPlan(models.Model):
    """年度计划清单: one list of one county, year and tier. ``key`` names it in figures."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="annual_plans", verbose_name="县"
    )
    year = models.PositiveSmallIntegerField("年度")
    tier = models.CharField("级别", max_length=20, choices=Tier)
    name = models.CharField("清单名称", max_length=100)
    key = models.CharField("指标名", max_length=20)
    document_number = models.CharField("文号", max_length=60, blank=True)

    objects = AnnualPlanQuerySet.as_manager()
    trail = Kept()

    class Meta:
        verbose_name = "年度计划清单"
        verbose_name_plural = "年度计划清单"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "key"], name="plan_key_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PlanCategory(models.TextChoices):
    NEW = "new", "新建"
    CONTINUING = "continuing", "续建"
    PRELIMINARY = "preliminary", "前期"


class PlanItem(models.Model):
    """A project's line in one list. ``planned_investment`` in yuan, None for 前期 lines;
    ``planned_start`` is the first day of the planned month. What held before, also before a line
    was listed or until it was dropped (退出), is in ``former_terms``."""

    plan = models.ForeignKey(
        AnnualPlan, on_delete=models.PROTECT, related_name="items", verbose_name="清单"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="plan_items", verbose_name="项目"
    )
    position = models.PositiveIntegerField("序号", default=0)
    category = models.CharField("计划类别", max_length=20, choices=PlanCategory)
    planned_investment = models.BigIntegerField("年度计划投资", null=True, blank=True)
    planned_start = models.DateField("计划开工", null=True, blank=True)
    planned_completion = models.DateField("计划竣工", null=True, blank=True)
    annual_task = models.TextField("年度建设任务", blank=True)
    is_dropped = models.BooleanField("已退出", default=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    trail = Kept(free=("version",), yuan=("planned_investment",), says=("plan_id",))

    class Meta:
        verbose_name = "列入计划的项目"
        verbose_name_plural = "列入计划的项目"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "project"], name="project_once_in_plan"),
            models.CheckConstraint(
                condition=Q(planned_investment=None) | Q(planned_investment__gte=0),
                name="planned_investment_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}：{self.project}"


class MilestoneKind(models.TextChoices):
    """前期节点, in the order in which projects pass them."""

    INITIATED = "initiated", "前期工作启动"
    PLANNING = "planning", "规划"
    EXPERT_REVIEW = "expert_review", "专家评审"
    FEASIBILITY = "feasibility", "可研"
    ENVIRONMENT = "environment", "环评"
    PRELIMINARY_DESIGN = "preliminary_design", "初设"
    WORKING_DRAWINGS = "working_drawings", "施工图"
    TENDER = "tender", "招标"
    START = "start", "开工"


MILESTONE_ORDER = {kind: place for place, kind in enumerate(MilestoneKind.values)}


class Milestone(models.Model):
    """A step of a preliminary project. A status list tells only that a step was reached by
    its date, so ``reached_on`` may be the day on which it was first known."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="milestones", verbose_name="项目"
    )
    kind = models.CharField("前期节点", max_length=20, choices=MilestoneKind)
    planned_on = models.DateField("计划完成", null=True, blank=True)
    reached_on = models.DateField("实际完成", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    trail = Kept(says=("kind",))

    class Meta:
        verbose_name = "前期节点"
        verbose_name_plural = "前期节点"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind"], name="milestone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_kind_display()}"
