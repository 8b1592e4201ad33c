"""What counts as what in the figures that units report (口径), in the bureau's own sentences."""

import datetime

from django.db import models

from accounts.models import Unit
from accounts.trail.facts import Kept


class DefinedSubject(models.TextChoices):
    """What a sentence is about, in the order in which they are printed."""

    INVESTMENT = "investment", "完成投资"
    LAND = "land", "土地费"
    EQUIPMENT = "equipment", "设备购置"
    ADVANCE = "advance", "预付款"
    START = "start", "开工"
    PRODUCTIVE = "productive", "产业项目"


class DefinitionQuerySet(models.QuerySet["Definition"]):
    def in_force(self, county: Unit, on: datetime.date) -> list["Definition"]:
        """The latest sentence of each subject by the day, in the order of the subjects; one
        query."""
        found = self.filter(county=county, from_date__lte=on).order_by("from_date", "pk")
        latest = {each.subject: each for each in found}
        return [latest[subject] for subject in DefinedSubject.values if subject in latest]


class Definition(models.Model):
    """口径: a sentence that says what counts, from a day until a later one of its subject."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="definitions", verbose_name="县"
    )
    subject = models.CharField("事项", max_length=20, choices=DefinedSubject)
    text = models.CharField("口径", max_length=300)
    from_date = models.DateField("执行起始")
    source = models.CharField("依据", max_length=200)

    objects = DefinitionQuerySet.as_manager()
    trail = Kept()

    class Meta:
        verbose_name = "填报口径"
        verbose_name_plural = "填报口径"
        ordering = ["-from_date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "subject", "from_date"], name="defined_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}（{self.from_date}起）"

    @property
    def words(self) -> str:
        """开工：永久性工程正式破土为开工（《…》，2019年1月1日起）。"""
        text, since = self.text.rstrip("。"), f"{self.from_date:%Y年%-m月%-d日}起"
        return f"{self.get_subject_display()}：{text}（{self.source}，{since}）。"
