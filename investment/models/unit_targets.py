"""单位任务: what is asked of units for a year without a project (固定资产投资, 招商引资, 争取资金).
What they report of it is in ``unit_results``.

Amounts are whole numbers in the measure of their indicator: yuan of money, pieces of what is
counted.
"""

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.dated import Former
from accounts.trail.facts import Kept
from measures.money import in_wan
from measures.months import Month

LONGEST_TASK_SOURCE = 200


class TaskSubject(models.TextChoices):
    """What the figures of an indicator's keys begin with."""

    FIXED = "固投", "固定资产投资"
    ATTRACTED = "招商", "招商引资"
    SOUGHT = "争资", "争取资金"
    OTHER = "任务", "其他任务"


class TaskMeasure(models.TextChoices):
    YUAN = "yuan", "万元"
    PIECES = "pieces", "个"
    TIMES = "times", "次"
    BATCHES = "batches", "批次"
    VISITS = "visits", "人次"


class IndicatorKind(models.TextChoices):
    """What a county may ask of its units. Each has one indicator in a county, and its parts; only
    of ``OTHER`` there are as many as the county names."""

    FIXED = "fixed", "固定资产投资"
    ARRIVED = "arrived", "招商引资到位资金"
    CENTRAL = "central", "面向央企招商项目"
    TRIPS = "trips", "外出招商活动"
    BATCHES = "batches", "接待客商批次"
    VISITORS = "visitors", "接待客商人次"
    SOUGHT_PROJECTS = "sought_projects", "争取资金项目"
    SOUGHT = "sought", "争取资金"
    OTHER = "other", "其他指标"


SUBJECT_OF = {
    IndicatorKind.FIXED: TaskSubject.FIXED,
    IndicatorKind.ARRIVED: TaskSubject.ATTRACTED,
    IndicatorKind.CENTRAL: TaskSubject.ATTRACTED,
    IndicatorKind.TRIPS: TaskSubject.ATTRACTED,
    IndicatorKind.BATCHES: TaskSubject.ATTRACTED,
    IndicatorKind.VISITORS: TaskSubject.ATTRACTED,
    IndicatorKind.SOUGHT_PROJECTS: TaskSubject.SOUGHT,
    IndicatorKind.SOUGHT: TaskSubject.SOUGHT,
    IndicatorKind.OTHER: TaskSubject.OTHER,
}

MEASURE_OF = {
    IndicatorKind.FIXED: TaskMeasure.YUAN,
    IndicatorKind.ARRIVED: TaskMeasure.YUAN,
    IndicatorKind.CENTRAL: TaskMeasure.PIECES,
    IndicatorKind.TRIPS: TaskMeasure.TIMES,
    IndicatorKind.BATCHES: TaskMeasure.BATCHES,
    IndicatorKind.VISITORS: TaskMeasure.VISITS,
    IndicatorKind.SOUGHT_PROJECTS: TaskMeasure.PIECES,
    IndicatorKind.SOUGHT: TaskMeasure.YUAN,
}
"""Of ``OTHER`` the county says in what it counts."""

PARTED_BY = {
    IndicatorKind.FIXED: "项目类别",
    IndicatorKind.TRIPS: "带队",
    IndicatorKind.SOUGHT_PROJECTS: "资金来源",
    IndicatorKind.SOUGHT: "资金来源",
}
"""By what a part (其中) is named in the key of a figure; 分项 elsewhere."""
PARTED = "分项"


class UnitIndicator(models.Model):
    """任务指标: what is asked of bearers. ``part_of`` is the indicator of which it is a part, named
    by ``part_name`` (工业投资, the 工业 of 固定资产投资). It is asked of the units in the months
    from ``asked_from`` through ``asked_until``; without a first month the bureau keeps it alone."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="unit_indicators", verbose_name="县"
    )
    kind = models.CharField("种类", max_length=20, choices=IndicatorKind)
    name = models.CharField("指标名称", max_length=40)
    measure = models.CharField("计量单位", max_length=20, choices=TaskMeasure)
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="parts", verbose_name="其中项所属"
    )
    part_name = models.CharField("其中项名称", max_length=20, blank=True)
    asked_from = models.DateField("自哪月起向单位布置", null=True, blank=True)
    asked_until = models.DateField("布置至哪月", null=True, blank=True)
    source = models.CharField("依据", max_length=LONGEST_TASK_SOURCE, blank=True)
    position = models.PositiveSmallIntegerField("次序", default=0)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    trail = Kept(free=("version",))

    class Meta:
        verbose_name = "任务指标"
        verbose_name_plural = "任务指标"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="unit_indicator_name_once"),
            models.UniqueConstraint(
                fields=["county", "kind"],
                condition=Q(part_of=None) & ~Q(kind="other"),
                name="unit_indicator_kind_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_money(self) -> bool:
        return self.measure == TaskMeasure.YUAN

    @property
    def label(self) -> str:
        """With its measure, as heads of columns have it: 固定资产投资（万元）."""
        return f"{self.name}（{self.get_measure_display()}）"

    def is_asked_in(self, month: Month) -> bool:
        if self.asked_from is None or Month.of(self.asked_from) > month:
            return False
        return self.asked_until is None or month <= Month.of(self.asked_until)

    def words(self, amount: int | None) -> str:
        """An amount with its measure: 1,200万元, 15个; — of None."""
        if amount is None:
            return "—"
        return in_wan(amount) if self.is_money else f"{amount:,}{self.get_measure_display()}"


class BearerRole(models.TextChoices):
    BEARER = "bearer", "任务单位"
    GROUP = "group", "产业招商组"
    CITY = "city", "全市（只作对比）"


class Bearer(models.Model):
    """任务单位: who bears a task, a unit of the county, or by name alone what is none and the
    bureau keeps (省市重点工程). ``CITY`` bears nothing: it is only held against the county's."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="bearers", verbose_name="县"
    )
    name = models.CharField("名称", max_length=100)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="bears", verbose_name="单位"
    )
    role = models.CharField("种类", max_length=20, choices=BearerRole, default=BearerRole.BEARER)
    position = models.PositiveSmallIntegerField("次序", default=0)

    trail = Kept()

    class Meta:
        verbose_name = "任务单位"
        verbose_name_plural = "任务单位"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="bearer_name_once"),
            models.UniqueConstraint(
                fields=["county", "unit"], condition=~Q(unit=None), name="bearer_of_a_unit_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AskedOfBearer(models.Model):
    """``amount`` None: it is asked to report, and no number is set."""

    amount = models.BigIntegerField("年度任务", null=True, blank=True)
    source = models.CharField("依据", max_length=LONGEST_TASK_SOURCE, blank=True)

    class Meta:
        abstract = True


class UnitTargetQuerySet(models.QuerySet["UnitTarget"]):
    def visible_to(self, user: User) -> "UnitTargetQuerySet":
        own = Q(bearer__unit__in=reporting_unit_ids(user))
        return self.filter(Q(indicator__county__in=counties_read(user)) | own)


class UnitTarget(AskedOfBearer):
    """年度任务: what of an indicator a bearer is to have completed in a year. What was asked before
    is in ``former``."""

    indicator = models.ForeignKey(
        UnitIndicator, on_delete=models.PROTECT, related_name="targets", verbose_name="任务指标"
    )
    bearer = models.ForeignKey(
        Bearer, on_delete=models.PROTECT, related_name="targets", verbose_name="任务单位"
    )
    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = UnitTargetQuerySet.as_manager()
    trail = Kept(free=("version",), says=("indicator_id", "bearer_id", "year"))

    class Meta:
        verbose_name = "年度任务"
        verbose_name_plural = "年度任务"
        ordering = ["year", "indicator", "bearer"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "bearer", "year"], name="unit_target_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="unit_target_not_below_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bearer} {self.year}年{self.indicator}"


class FormerUnitTarget(AskedOfBearer, Former):
    """原年度任务: what was asked until a day (exclusive)."""

    of = "target"

    target = models.ForeignKey(
        UnitTarget, on_delete=models.PROTECT, related_name="former", verbose_name="年度任务"
    )

    trail = Kept(says=("target_id", "until"))

    class Meta:
        verbose_name = "原年度任务"
        verbose_name_plural = "原年度任务"
        ordering = ["target", "until"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "until"], name="former_unit_target_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}（{self.until:%Y-%m-%d}前）"
