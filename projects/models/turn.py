"""What became of a project that the lists of a new year leave out."""

from django.db import models

from accounts.trail.facts import Kept
from projects.models.register import Project


class YearEndFate(models.TextChoices):
    CARRIED = "carried", "结转"
    COMPLETED = "completed", "竣工"
    ENDED = "ended", "终止"


class YearEndAnswer(models.Model):
    """年末去向: of a project that was on a list of the year before ``year`` and is on none of
    ``year``. 结转 goes on outside the lists; 竣工 and 终止 change its stage from the day on."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="year_ends", verbose_name="项目"
    )
    year = models.PositiveSmallIntegerField("年度")
    fate = models.CharField("去向", max_length=20, choices=YearEndFate)
    day = models.DateField("自")
    reason = models.CharField("依据", max_length=200)

    trail = Kept(says=("project_id", "year"))

    class Meta:
        verbose_name = "年末去向"
        verbose_name_plural = "年末去向"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "year"], name="year_end_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.year}年：{self.get_fate_display()}"
