"""Rules of the lights, as data: each with county, the day it takes force, and its source."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.trail.facts import Kept


class LightFamily(models.TextChoices):
    """How a lag is measured; both are in use (KNOWLEDGE §1, lights)."""

    POINTS = "points", "落后百分点"
    RATIO = "ratio", "占序时比例"


class LightScheme(models.Model):
    """The thresholds of the lights of a county from a day on.

    落后百分点 (points): green down to ``green_limit`` points behind pace, usually 0; yellow down
    to ``amber_limit`` points behind, red beyond. 占序时比例 (ratio): green from ``green_limit``
    per cent of pace, yellow from ``amber_limit`` per cent (武汉: 80 and 60), red below.
    ``start_red_months``: months after the planned month at which 开工滞后 turns red (银川: 3).
    """

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="light_schemes", verbose_name="县"
    )
    from_date = models.DateField("自")
    family = models.CharField("口径", max_length=20, choices=LightFamily)
    green_limit = models.PositiveSmallIntegerField("绿灯界限")
    amber_limit = models.PositiveSmallIntegerField("黄灯界限")
    start_red_months = models.PositiveSmallIntegerField("开工滞后转红月数", default=3)
    source = models.CharField("依据", max_length=200)

    trail = Kept()

    class Meta:
        verbose_name = "亮灯规则"
        verbose_name_plural = "亮灯规则"
        ordering = ["-from_date"]
        constraints = [
            models.UniqueConstraint(fields=["county", "from_date"], name="one_scheme_a_day"),
            models.CheckConstraint(
                condition=Q(family="points", amber_limit__gte=models.F("green_limit"))
                | Q(family="ratio", amber_limit__lte=models.F("green_limit")),
                name="light_limits_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_family_display()}（{self.from_date}起）"
