"""储备项目: what is prepared for later years, before it is of any list; and how much of it is asked
of whom by when."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.trail.dated import Former
from accounts.trail.facts import Kept
from projects.models.register import ProjectCategory
from projects.models.rolls import Declaration, RollLine

LONGEST_TASK_SOURCE = 120


class ReserveItem(RollLine):
    """One reserve project, declared on the first ``from_day`` of its number; ``project`` once it is
    in the register, whose own facts say then in which lists it stands and when it has started.
    ``total_investment`` is in yuan; ``is_preliminary``: its preliminary work is planned."""

    name = models.CharField("项目名称", max_length=200)
    category = models.ForeignKey(
        ProjectCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="项目类别",
    )
    industry = models.CharField("所属行业", max_length=60, blank=True)
    total_investment = models.BigIntegerField("总投资", null=True, blank=True)
    is_preliminary = models.BooleanField("前期工作计划", default=False)
    planned_start = models.DateField("计划开工", null=True, blank=True)
    content = models.TextField("建设内容及规模", blank=True)

    trail = Kept(free=("version",), yuan=("total_investment",), says=("name",))

    class Meta(RollLine.Meta):
        verbose_name = "储备项目"
        verbose_name_plural = "储备项目"
        constraints = [
            *RollLine.Meta.constraints,
            models.CheckConstraint(
                condition=Q(total_investment=None) | Q(total_investment__gte=0),
                name="reserve_total_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReserveDeclaration(Declaration):
    """储备申报."""

    line = models.ForeignKey(
        ReserveItem,
        on_delete=models.PROTECT,
        null=True,
        related_name="declarations",
        verbose_name="储备项目",
    )

    trail = Kept(says=("before", "after"))

    class Meta(Declaration.Meta):
        verbose_name = "储备申报"
        verbose_name_plural = "储备申报"

    def __str__(self) -> str:
        return str(self.after.get("name") or self.line)


class ReservePeriod(models.TextChoices):
    FIRST_HALF = "first", "上半年"
    SECOND_HALF = "second", "下半年"
    YEAR = "year", "全年"


class TaskGiver(models.TextChoices):
    CITY = "city", "市下达"
    COUNTY = "county", "县下达"


class ReserveAsked(models.Model):
    """How many reserve projects, of how much investment in yuan; neither where nothing is asked."""

    number = models.PositiveIntegerField("任务数", null=True, blank=True)
    amount = models.BigIntegerField("任务投资", null=True, blank=True)
    given_by = models.CharField("下达", max_length=10, choices=TaskGiver)
    source = models.CharField("依据", max_length=LONGEST_TASK_SOURCE, blank=True)

    class Meta:
        abstract = True

    @property
    def is_set(self) -> bool:
        return self.number is not None or self.amount is not None


class ReserveTarget(ReserveAsked):
    """储备任务: what the county, or a unit of it, is to declare in a half-year or a year. What was
    asked before is in ``former``."""

    county = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="县")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="承担单位"
    )
    year = models.PositiveSmallIntegerField("年度")
    period = models.CharField("时段", max_length=10, choices=ReservePeriod)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    trail = Kept(free=("version",), yuan=("amount",), says=("unit_id", "year", "period"))

    class Meta:
        verbose_name = "储备任务"
        verbose_name_plural = "储备任务"
        ordering = ["year", "period", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "unit", "year", "period"], name="reserve_target_once"
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="reserve_task_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}{self.year}年{self.get_period_display()}储备任务"


class FormerReserveTarget(ReserveAsked, Former):
    """原储备任务: what was asked until a day (exclusive)."""

    of = "target"

    target = models.ForeignKey(
        ReserveTarget, on_delete=models.PROTECT, related_name="former", verbose_name="储备任务"
    )

    trail = Kept(yuan=("amount",), says=("target_id", "until"))

    class Meta:
        verbose_name = "原储备任务"
        verbose_name_plural = "原储备任务"
        ordering = ["target", "until"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "until"], name="former_reserve_target_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}（{self.until:%Y-%m-%d}前）"
