"""时段目标: what is asked of a list as a whole by the end of a month (一季度30亿元, 上半年50%)."""

from fractions import Fraction

from django.db import models
from django.db.models import Q

from accounts.trail.dated import Former
from accounts.trail.facts import Kept
from measures.money import in_wan
from measures.phases import span_label
from measures.rates import rate_in_words
from projects.models.plans import AnnualPlan

LONGEST_SOURCE = 120


class Asked(models.Model):
    """An amount in yuan, or a share of the list's plan in parts of ten thousand (50% is 5000);
    neither where nothing is asked. ``source`` is who asks, with the number of the document."""

    amount = models.BigIntegerField("目标投资额", null=True, blank=True)
    share = models.PositiveIntegerField("目标完成率", null=True, blank=True)
    source = models.CharField("依据", max_length=LONGEST_SOURCE, blank=True)

    class Meta:
        abstract = True

    @property
    def is_set(self) -> bool:
        return self.amount is not None or self.share is not None

    @property
    def words(self) -> str:
        """300,000万元, 年度计划的50%; 没有目标."""
        if self.amount is not None:
            return in_wan(self.amount)
        if self.share is None:
            return "没有目标"
        return f"年度计划的{rate_in_words(Fraction(self.share, 10_000))}"


class ListTarget(Asked):
    """What a list is to have completed from January through ``month``. What was asked before is in
    ``former``."""

    plan = models.ForeignKey(
        AnnualPlan, on_delete=models.PROTECT, related_name="targets", verbose_name="清单"
    )
    month = models.PositiveSmallIntegerField("至几月")

    trail = Kept(yuan=("amount",), says=("plan_id", "month"))

    class Meta:
        verbose_name = "时段目标"
        verbose_name_plural = "时段目标"
        ordering = ["plan", "month"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "month"], name="target_once_a_month"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(share=None), name="target_of_one_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}：{self.label}目标"

    @property
    def label(self) -> str:
        """一季度, 上半年, 1—5月."""
        return span_label(1, self.month)


class FormerTarget(Asked, Former):
    """原目标: what was asked of a list until a day (exclusive)."""

    of = "target"

    target = models.ForeignKey(
        ListTarget, on_delete=models.PROTECT, related_name="former", verbose_name="时段目标"
    )

    trail = Kept(yuan=("amount",), says=("target_id", "until"))

    class Meta:
        verbose_name = "原时段目标"
        verbose_name_plural = "原时段目标"
        ordering = ["target", "until"]
        constraints = [
            models.UniqueConstraint(fields=["target", "until"], name="former_target_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.target}（{self.until:%Y-%m-%d}前）"
