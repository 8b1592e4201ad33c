"""The lists of a year and the projects that stand on them."""

import datetime

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read
from accounts.trail.facts import Kept
from measures.phases import Phases
from projects.models.register import Project


class Tier(models.TextChoices):
    PROVINCIAL = "provincial", "省级"
    MUNICIPAL = "municipal", "市级"
    COUNTY = "county", "县级"
    LISTED = "listed", "挂牌"


class PlanCategory(models.TextChoices):
    NEW = "new", "新建"
    CONTINUING = "continuing", "续建"
    PRELIMINARY = "preliminary", "前期"


class PlanState(models.TextChoices):
    """How far a list has come (DESIGN §4.18). Until it is issued the bureau rewrites it freely."""

    DRAFT = "", "征求意见稿"
    SUBMITTED = "submitted", "送审稿"
    ISSUED = "issued", "印发"


USUAL_BASE = (PlanCategory.NEW.value, PlanCategory.CONTINUING.value)
"""The classes whose lines count in the rate of a list that says nothing else: 全部."""


_TIERS = {tier: place for place, tier in enumerate(Tier.values)}

Order = tuple[int, int, int]
OwnRank = tuple[bool, bool, Order]


def order_of_list(tier: str, place: int, pk: int | None) -> Order:
    """By which the lists of a year stand: by tier, and by place within it."""
    return _TIERS[tier], place, pk or 0


def own_rank(tier: str, key: str, place: int, pk: int | None) -> OwnRank:
    """By which one list speaks for a project that is on several: the county's own first, of several
    the one that is called by its tier."""
    is_own = tier == Tier.COUNTY
    return not is_own, is_own and key != Tier.COUNTY.label, order_of_list(tier, place, pk)


class AnnualPlanQuerySet(models.QuerySet["AnnualPlan"]):
    def in_use(self, on: datetime.date) -> "AnnualPlanQuerySet":
        """Those that were not closed by ``on``."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on))

    def visible_to(self, user: User) -> "AnnualPlanQuerySet":
        """Whole lists for who reads the county; a reporter sees lists with own lines."""
        own = PlanItem.objects.filter(project__in=Project.objects.visible_to(user)).values("plan")
        return self.filter(Q(county__in=counties_read(user)) | Q(pk__in=own))

    def in_order(self) -> "AnnualPlanQuerySet":
        """The latest year first, then by tier, and by place within a tier."""
        ranks = [models.When(tier=tier, then=rank) for rank, tier in enumerate(Tier.values)]
        return self.order_by(
            "-year", models.Case(*ranks, output_field=models.IntegerField()), "place", "pk"
        )


class AnnualPlan(models.Model):
    """年度计划清单: one list of one county, year and tier, of which there may be several.

    ``key`` names it in figures, ``place`` is its position among the lists of its tier. ``base``
    are the classes whose lines count in its rate (计入完成率), with commas; "" of a list that is
    as most are. ``titles`` are those of files that were read into it, one a line, as they are
    compared (``projects.intake.lists``): a file with one of them is known again. From ``closed_on``
    on there is no such list any more; what it said of the months before stays. ``drafted_from`` is
    the list of the year before whose unfinished lines it began with (``projects.turn.drafting``).
    """

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="annual_plans", verbose_name="县"
    )
    year = models.PositiveSmallIntegerField("年度")
    tier = models.CharField("级别", max_length=20, choices=Tier)
    name = models.CharField("清单名称", max_length=100)
    key = models.CharField("指标名", max_length=20)
    document_number = models.CharField("文号", max_length=60, blank=True)
    place = models.PositiveSmallIntegerField("排序", default=0)
    state = models.CharField(
        "状态", max_length=20, choices=PlanState, default=PlanState.DRAFT, blank=True
    )
    issued_on = models.DateField("印发日期", null=True, blank=True)
    closed_on = models.DateField("停用日期", null=True, blank=True)
    base = models.CharField("计入完成率", max_length=60, blank=True)
    titles = models.TextField("文件标题", blank=True)
    drafted_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name="拟自清单",
    )
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = AnnualPlanQuerySet.as_manager()
    trail = Kept(free=("version",), quiet=("titles",))

    class Meta:
        verbose_name = "年度计划清单"
        verbose_name_plural = "年度计划清单"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "key"], name="plan_key_once"),
            models.UniqueConstraint(fields=["drafted_from"], name="one_list_drafted_from_a_list"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rate_base(self) -> tuple[str, ...]:
        """The classes whose lines count in the list's rate."""
        return tuple(self.base.split(",")) if self.base else USUAL_BASE

    @property
    def is_issued(self) -> bool:
        return self.state == PlanState.ISSUED

    def is_issued_on(self, day: datetime.date) -> bool:
        """Whether it was issued by ``day``; one of which no day is known always was."""
        return self.is_issued and (self.issued_on is None or self.issued_on <= day)

    def is_in_use(self, on: datetime.date) -> bool:
        return self.closed_on is None or self.closed_on > on

    @property
    def own_rank(self) -> OwnRank:
        return own_rank(self.tier, self.key, self.place, self.pk)

    @property
    def order(self) -> Order:
        return order_of_list(self.tier, self.place, self.pk)


ONLY_DRAFTED = Q(plan__drafted_from__isnull=False, planned_investment=None)
"""Lines that go over from the list of the year before, of which nobody said yet what the new one
plans."""


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def standing(self) -> "PlanItemQuerySet":
        """The lines that are on their list today."""
        return self.filter(is_dropped=False)


class PlanItem(models.Model):
    """A project's line in one list. ``planned_investment`` in yuan, None for 前期 lines, and of
    others while it is not known what a list that was only drafted plans for them;
    ``planned_start`` is the first day of the planned month. ``phases`` spread the year's amount
    over months or quarters (``measures.phases``), "" where the list does not. ``listed_name`` is
    the name as this list prints it (列入名称), "" where that is the project's. What held before,
    also before a line was listed or until it was dropped (退出), is in ``former_terms``."""

    plan = models.ForeignKey(
        AnnualPlan, on_delete=models.PROTECT, related_name="items", verbose_name="清单"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="plan_items", verbose_name="项目"
    )
    position = models.PositiveIntegerField("序号", default=0)
    category = models.CharField("计划类别", max_length=20, choices=PlanCategory)
    planned_investment = models.BigIntegerField("年度计划投资", null=True, blank=True)
    phases = models.TextField("分期计划投资", blank=True)
    planned_start = models.DateField("计划开工", null=True, blank=True)
    planned_completion = models.DateField("计划竣工", null=True, blank=True)
    annual_task = models.TextField("年度建设任务", blank=True)
    listed_name = models.CharField("列入名称", max_length=200, blank=True)
    is_dropped = models.BooleanField("已退出", default=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = PlanItemQuerySet.as_manager()
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

    @property
    def is_only_drafted(self) -> bool:
        """As ``ONLY_DRAFTED`` has it."""
        return self.plan.drafted_from_id is not None and self.planned_investment is None

    @property
    def spread(self) -> Phases:
        """The year's amount over months or quarters."""
        return Phases.read(self.phases)

    @property
    def phase_fault(self) -> str:
        """How its months or quarters are not those of its year; "" where they are."""
        return self.spread.mismatch(self.planned_investment)
