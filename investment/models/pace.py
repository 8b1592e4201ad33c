"""序时进度 as data: how much of the year's plan is due when, by county or list, since a day."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.trail.facts import Kept
from projects.models import AnnualPlan


class PaceKind(models.TextChoices):
    """What a month is held against (KNOWLEDGE §1, pace)."""

    MONTHS = "months", "已过月数 ÷ 12"
    HALVES = "halves", "按半月计"
    QUARTERS = "quarters", "按季度目标"
    CURVE = "curve", "按进度曲线"
    FIXED = "fixed", "某月定值"
    OF_COUNTY = "county", "随全县"


class PaceRule(models.Model):
    """进度规则 of a county, or of one of its lists, from a day on.

    ``shares`` are cumulative per cents with commas, as exact as they were told: four of the
    quarters, twelve of a curve, one of a month; "" of the other kinds. A fixed percentage holds
    for the month of ``from_date`` alone. OF_COUNTY: the list goes by the county's rule again.
    One that ``is_for_choice`` moves no figure by itself: it is there for the papers and the
    figures for which its kind is chosen.
    """

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="pace_rules", verbose_name="县"
    )
    plan = models.ForeignKey(
        AnnualPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pace_rules",
        verbose_name="清单",
    )
    from_date = models.DateField("自")
    kind = models.CharField("口径", max_length=20, choices=PaceKind)
    shares = models.CharField("累计进度", max_length=200, blank=True)
    source = models.CharField("依据", max_length=200)
    is_for_choice = models.BooleanField("仅供选用", default=False)

    trail = Kept()

    class Meta:
        verbose_name = "进度规则"
        verbose_name_plural = "进度规则"
        ordering = ["-from_date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "from_date"],
                condition=Q(plan=None, is_for_choice=False),
                name="pace_of_county_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["plan", "from_date"],
                condition=Q(is_for_choice=False),
                name="pace_of_list_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["county", "from_date", "kind"],
                condition=Q(plan=None, is_for_choice=True),
                name="pace_for_choice_of_county_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["plan", "from_date", "kind"],
                condition=Q(is_for_choice=True),
                name="pace_for_choice_of_list_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.from_date}起）"
