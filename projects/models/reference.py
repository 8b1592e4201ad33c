"""What a county keeps of itself: its towns, and how it parts projects by their size."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from accounts.trail.facts import Kept


class Town(models.Model):
    """乡镇、街道: where a project lies (属地), in the county's order. A project keeps the name as a
    text: it may lie where the county has no town."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="towns", verbose_name="县"
    )
    name = models.CharField("名称", max_length=40)
    position = models.PositiveIntegerField("排序", default=0)

    trail = Kept()

    class Meta:
        verbose_name = "乡镇（街道）"
        verbose_name_plural = "乡镇（街道）"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["county", "name"], name="town_name_once")]

    def __str__(self) -> str:
        return self.name


class StartEvidence(models.Model):
    """开工认定要件: what the bureau must have seen (施工许可证, 现场照片) before it recognises the
    start of a project that is of ``from_date`` or later, and before ``until``."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="start_evidence", verbose_name="县"
    )
    name = models.CharField("要件", max_length=40)
    from_date = models.DateField("执行起始")
    until = models.DateField("不再要求自", null=True, blank=True)
    source = models.CharField("依据", max_length=200, blank=True)

    trail = Kept()

    class Meta:
        verbose_name = "开工认定要件"
        verbose_name_plural = "开工认定要件"
        ordering = ["from_date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "name", "from_date"], name="start_evidence_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("from_date")),
                name="start_evidence_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.from_date:%Y-%m-%d}起）"


class SizeBand(models.Model):
    """规模分档: 5亿元以上, of total investments from ``low`` to below ``high`` (None: without a
    limit), in yuan. The bands of one day hold together from it on, until a later day has some."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="size_bands", verbose_name="县"
    )
    name = models.CharField("名称", max_length=40)
    low = models.BigIntegerField("总投资自")
    high = models.BigIntegerField("至（不含）", null=True, blank=True)
    from_date = models.DateField("执行起始")

    trail = Kept(yuan=("low", "high"), says=("name", "from_date"))

    class Meta:
        verbose_name = "规模分档"
        verbose_name_plural = "规模分档"
        ordering = ["-from_date", "-low"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "from_date", "name"], name="band_name_once_a_day"
            ),
            models.UniqueConstraint(fields=["county", "from_date", "low"], name="band_begins_once"),
            models.CheckConstraint(
                condition=Q(low__gte=0) & (Q(high=None) | Q(high__gt=F("low"))),
                name="band_ends_above_its_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.from_date:%Y-%m-%d}起）"
