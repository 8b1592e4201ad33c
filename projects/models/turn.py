"""What became of a project that the lists of a new year leave out, and what is being chosen for a
list of the next year."""

from django.db import models

from accounts.trail.facts import Free, Kept
from projects.models.plans import AnnualPlan, PlanCategory
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


_UNDER_WAY = Free("what is being chosen, before a list is drafted or proposed of it")


class NextListSheet(models.Model):
    """What is being chosen for the list of the year after ``plan``, until that is drafted.
    ``version`` counts how often a page of it was kept."""

    plan = models.OneToOneField(
        AnnualPlan, on_delete=models.CASCADE, related_name="+", verbose_name="清单"
    )
    name = models.CharField("清单名称", max_length=100, blank=True)
    reason = models.CharField("依据", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    trail = _UNDER_WAY

    class Meta:
        verbose_name = "下年清单的拟订"
        verbose_name_plural = "下年清单的拟订"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.plan}的下年清单"


class NextListChoice(models.Model):
    """What a line is to become: a class, or "" where it does not go over. ``proposed`` is what was
    proposed when it was chosen: once something else is, it is to be looked at again. ``version`` is
    that of the sheet with which it was kept."""

    sheet = models.ForeignKey(
        NextListSheet, on_delete=models.CASCADE, related_name="choices", verbose_name="拟订"
    )
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="+", verbose_name="项目"
    )
    category = models.CharField("列入类别", max_length=20, choices=PlanCategory, blank=True)
    proposed = models.CharField("原拟类别", max_length=20, choices=PlanCategory, blank=True)
    version = models.PositiveIntegerField("版本")

    trail = _UNDER_WAY

    class Meta:
        verbose_name = "下年清单的选择"
        verbose_name_plural = "下年清单的选择"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "project"], name="next_list_chosen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project}：{self.get_category_display() or '不列入'}"
