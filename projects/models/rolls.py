"""What every 台账 is made of: its lines, and what is declared of them. Abstract tables for those of
each subject (``projects.rolls``)."""

import datetime
from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from accounts.trail.proposals import Proposal
from projects.models.register import Project

Line = TypeVar("Line", bound="RollLine")
Declared = TypeVar("Declared", bound="Declaration")


def _seen_by(user: User) -> Q:
    """All of the counties that the user reads; for a reporter what is of his units, and of the
    projects that his unit has a part in."""
    projects = Project.objects.visible_to(user)
    return (
        Q(county__in=counties_read(user))
        | Q(unit__in=reporting_unit_ids(user))
        | Q(project__in=projects.values("pk"))
    )


class RollLineQuerySet(models.QuerySet[Line]):
    def standing(self) -> "RollLineQuerySet[Line]":
        """Without those that were never so."""
        return self.filter(is_void=False)

    def current(self) -> "RollLineQuerySet[Line]":
        """What holds today and has no end."""
        return self.standing().filter(until_day=None)

    def holding_on(self, day: datetime.date) -> "RollLineQuerySet[Line]":
        """What held on ``day``: of each number one line at most."""
        ends = Q(until_day=None) | Q(until_day__gt=day)
        return self.standing().filter(ends, from_day__lte=day)

    def of_county(self, county: Unit) -> "RollLineQuerySet[Line]":
        return self.filter(county=county)

    def visible_to(self, user: User) -> "RollLineQuerySet[Line]":
        return self.filter(_seen_by(user))


class RollLine(models.Model):
    """One line of a 台账: what holds of one thing from a day on, until another line of the same
    number follows, or the thing is done with (销号).

    A change closes the line on its day and opens the next under the same ``serial``; a correction
    writes the line anew, and a line that was never so is void. What was known before is the
    trail's to say. A subclass adds what it counts; its columns are nullable where a unit may not
    know them yet: unknown is not zero.
    """

    county = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="县")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="填报单位"
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="项目",
    )
    serial = models.PositiveIntegerField("编号")
    from_day = models.DateField("自")
    until_day = models.DateField("至（不含）", null=True, blank=True)
    is_void = models.BooleanField("已作废", default=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    OF_EVERY_LINE: ClassVar[tuple[str, ...]] = (
        "id",
        "county_id",
        "unit_id",
        "project_id",
        "serial",
        "from_day",
        "until_day",
        "is_void",
        "version",
    )

    objects = RollLineQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["serial", "from_day"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "serial", "from_day"],
                condition=Q(is_void=False),
                name="%(class)s_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["county", "serial"],
                condition=Q(is_void=False, until_day=None),
                name="%(class)s_one_open",
            ),
            models.CheckConstraint(
                condition=Q(until_day=None) | Q(until_day__gt=F("from_day")),
                name="%(class)s_ends_after_it_begins",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.until_day is None and not self.is_void


class RollDeed(models.TextChoices):
    """What a declaration asks. ``DONE`` ends the line on a day, ``REOPEN`` takes that back;
    ``VOID`` says that the line was never so, and what it followed holds on in its place."""

    ADD = "add", "新增"
    CHANGE = "change", "变更"
    CORRECT = "correct", "更正"
    DONE = "done", "销号"
    REOPEN = "reopen", "恢复"
    VOID = "void", "作废"


class DeclarationQuerySet(models.QuerySet[Declared]):
    def visible_to(self, user: User) -> "DeclarationQuerySet[Declared]":
        return self.filter(_seen_by(user))


class Declaration(Proposal):
    """申报: a new line of a 台账, or what is to become of one, which takes force when the bureau
    confirms it. ``before`` and ``after`` are raw values by the names of columns, ``day`` is the one
    from which it holds. A subclass has ``line``, a key of its own table, empty for a new one; the
    line was read at ``line_version``. ``mark`` tells a second press from a second line.
    """

    county = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="县")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="填报单位"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="项目"
    )
    deed = models.CharField("申报事项", max_length=10, choices=RollDeed)
    day = models.DateField("自")
    before = models.JSONField("原值", default=dict)
    after = models.JSONField("新值", default=dict)
    line_version = models.PositiveIntegerField("所据版本", null=True)
    mark = models.CharField("标记", max_length=64)
    upload = models.ForeignKey(
        "workbooks.Upload",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="来自文件",
    )

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(state="waiting", line__isnull=False),
                name="%(class)s_one_waits",
            ),
            models.UniqueConstraint(
                fields=["county", "mark"],
                condition=Q(state="waiting", line__isnull=True),
                name="%(class)s_sent_once",
            ),
        ]


class RollReminder(models.Model):
    """台账提醒: that a unit was told, once, of what is due of a line. ``roll`` is the key of its
    台账 and ``serial`` the line's number; ``text`` is what the unit was told."""

    county = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="县")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    roll = models.CharField("台账", max_length=20)
    serial = models.PositiveIntegerField("编号")
    due_on = models.DateField("到期日")
    text = models.TextField("内容")
    made_at = models.DateTimeField("时间")

    trail = Kept()

    class Meta:
        verbose_name = "台账提醒"
        verbose_name_plural = "台账提醒"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "roll", "serial", "due_on"], name="reminded_of_line_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text
