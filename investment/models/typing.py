"""What a person is typing into a sheet, before it is anybody's record (DESIGN §4.19)."""

from django.db import models

from accounts.models import Unit, User
from accounts.trail.facts import Free
from investment.models.periods import ReportingPeriod
from projects.models import Project


class Hand(models.TextChoices):
    """Who fills the sheet in. The bureau, which keys for a unit, does not see what the unit has
    not sent."""

    UNIT = "unit", "单位填报"
    BUREAU = "bureau", "代填"


class TypedCellQuerySet(models.QuerySet["TypedCell"]):
    def of_sheet(
        self, unit: Unit, period: ReportingPeriod, by: User, hand: Hand
    ) -> "TypedCellQuerySet":
        """What one person has typed into a unit's sheet. Who reports for the unit and keys for it
        has two sheets, of which neither shows the other's."""
        return self.filter(person=by, period=period, unit=unit, hand=hand)


class TypedCell(models.Model):
    """One cell as a person has typed it and not yet saved it. No figure, check or rebuild reads it.

    ``text`` is raw, as it stood in the box; ``base_text`` is what the box held before, from the
    entry at ``base_version`` (None: no entry yet). ``client`` is the opened page that sent it and
    ``number`` that page's own count: a lower number of the same page is older. Saving the sheet
    makes entries of the cells and removes them.
    """

    # What is typed is no record: it goes with whom and what it is about.
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    hand = models.CharField("由谁填写", max_length=10, choices=Hand.choices, default=Hand.UNIT)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    field = models.CharField("栏目", max_length=30)
    text = models.TextField("所填内容", blank=True)
    base_text = models.TextField("填写前的内容", blank=True)
    base_version = models.PositiveIntegerField("依据版本", null=True)
    client = models.CharField("页面", max_length=20)
    number = models.PositiveBigIntegerField("页面内序号")
    kept_at = models.DateTimeField("保存时间", db_index=True)

    trail = Free("what is being typed, before anybody saves or sends it")

    objects = TypedCellQuerySet.as_manager()

    class Meta:
        verbose_name = "正在填写的内容"
        verbose_name_plural = "正在填写的内容"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "period", "unit", "hand", "project", "field"], name="typed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.field}"

    @property
    def mark(self) -> str:
        """Which page typed it and when in its own count: what a page that shows it has read."""
        return f"{self.client}:{self.number}"
