"""停工: that a project stands still, and until when its reason holds without being looked at."""

from django.db import models

from accounts.trail.facts import Kept
from projects.models.rolls import Declaration, RollLine


class SuspensionReason(models.TextChoices):
    """Why a site stands still; the words explain, the kind is counted."""

    LAND = "land", "征地拆迁"
    FUNDS = "funds", "资金不到位"
    APPROVAL = "approval", "手续不全"
    DESIGN = "design", "设计变更"
    CONTRACTOR = "contractor", "施工单位原因"
    WEATHER = "weather", "冬季或汛期"
    SAFETY = "safety", "安全生产"
    ENVIRONMENT = "environment", "生态环境"
    WAGES = "wages", "农民工工资"
    OTHER = "other", "其他"


class Suspension(RollLine):
    """One stop of one project: from its first day until it resumes (复工). ``review_on`` is the day
    by which the unit says anew why; each renewal is a change with another day."""

    reason_kind = models.CharField("停工原因", max_length=20, choices=SuspensionReason)
    reason_words = models.TextField("情况说明", blank=True)
    review_on = models.DateField("复核日期")

    trail = Kept(free=("version",), says=("project_id",))

    class Meta(RollLine.Meta):
        verbose_name = "停工"
        verbose_name_plural = "停工"

    def __str__(self) -> str:
        return f"{self.project}停工"


class SuspensionDeclaration(Declaration):
    """停工申报: a stop, its renewal, or that it is over."""

    line = models.ForeignKey(
        Suspension,
        on_delete=models.PROTECT,
        null=True,
        related_name="declarations",
        verbose_name="停工",
    )

    trail = Kept(says=("before", "after"))

    class Meta(Declaration.Meta):
        verbose_name = "停工申报"
        verbose_name_plural = "停工申报"

    def __str__(self) -> str:
        return str(self.project)
