"""The county's own holidays."""

from django.db import models

from accounts.models import Unit
from accounts.trail.facts import Kept


class Holiday(models.Model):
    """节假日: a day that the county's own calendar moves, off or made up. It goes before the
    published calendar (DESIGN §4.6); for years of which none is published it is the only one."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="holidays", verbose_name="县"
    )
    day = models.DateField("日期")
    is_workday = models.BooleanField("上班", default=False)
    name = models.CharField("节假日", max_length=40)
    source = models.CharField("依据", max_length=200, blank=True)

    trail = Kept()

    class Meta:
        verbose_name = "节假日"
        verbose_name_plural = "节假日"
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["county", "day"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
