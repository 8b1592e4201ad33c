"""The numbers of orders and notices: by county and year, without gaps."""

from django.db import models

from accounts.models import Unit
from accounts.trail.facts import Derived


class NumberedKind(models.TextChoices):
    ORDER = "order", "项目调度单"
    NOTICE = "notice", "督查通报"
    MEETING = "meeting", "联席会议"


class NumberSeries(models.Model):
    """The last number given in a county's year. It is raised in the transaction that issues, so
    that a number that was not used is not lost, and two who issue at once wait for one another."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="number_series", verbose_name="县"
    )
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("种类", max_length=20, choices=NumberedKind)
    last = models.PositiveIntegerField("已编至", default=0)

    trail = Derived("the numbers of orders, notices and meetings")

    class Meta:
        verbose_name = "编号"
        verbose_name_plural = "编号"
        ordering = ["-year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "kind"], name="one_series_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.year} {self.get_kind_display()} {self.last}"
