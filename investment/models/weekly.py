"""每周动态: one line a project from its contact every Friday, as the third source document asks,
summed up for Monday's meeting."""

from django.db import models

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from projects.models import Project

LONGEST_LINE = 200


class WeeklyNoteQuerySet(models.QuerySet["WeeklyNote"]):
    def visible_to(self, user: User) -> "WeeklyNoteQuerySet":
        """All of the counties that the user reads; a reporter's own units'."""
        own = models.Q(unit__in=reporting_unit_ids(user))
        return self.filter(models.Q(county__in=counties_read(user)) | own)


class WeeklyNote(models.Model):
    """What changed on a project in the week that ends on ``friday``, and what it needs. ``source``
    says from what the bureau keyed it for the unit (电话, 微信); empty: the unit wrote it."""

    county = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="县")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="weekly_notes", verbose_name="单位"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="weekly_notes", verbose_name="项目"
    )
    friday = models.DateField("周五")
    changed = models.CharField("本周进展", max_length=LONGEST_LINE)
    needed = models.CharField("需要协调", max_length=LONGEST_LINE, blank=True)
    source = models.CharField("代录来源", max_length=60, blank=True)
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="填写人"
    )
    written_at = models.DateTimeField("填写时间")
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = WeeklyNoteQuerySet.as_manager()
    trail = Kept(free=("version",), says=("project_id", "friday"))

    class Meta:
        verbose_name = "每周动态"
        verbose_name_plural = "每周动态"
        ordering = ["friday", "unit", "project"]
        constraints = [
            models.UniqueConstraint(fields=["project", "friday"], name="weekly_note_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project}（{self.friday:%-m月%-d日}）"


class WeeklyReminder(models.Model):
    """每周动态提醒: that a unit was told, once, that nothing of its week was written."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    friday = models.DateField("周五")
    text = models.TextField("内容")
    made_at = models.DateTimeField("时间")

    trail = Kept()

    class Meta:
        verbose_name = "每周动态提醒"
        verbose_name_plural = "每周动态提醒"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "friday"], name="weekly_reminded_once"),
        ]

    def __str__(self) -> str:
        return self.text
