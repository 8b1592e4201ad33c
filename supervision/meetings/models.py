"""Joint meetings (联席会议): the agenda, what was decided, and what became of it."""

import datetime

from django.db import models
from django.db.models import Case, F, Q, When

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from projects.models import Project
from supervision.problems.models import Problem


class JointMeetingQuerySet(models.QuerySet["JointMeeting"]):
    def visible_to(self, user: User) -> "JointMeetingQuerySet":
        return self.filter(county__in=counties_read(user))


class JointMeeting(models.Model):
    """联席会议, the 第N次 of a county's year; its minutes are its agenda and decisions."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="joint_meetings", verbose_name="县"
    )
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("次数")
    held_on = models.DateField("会议日期")
    place = models.CharField("地点", max_length=60, blank=True)
    chair = models.CharField("主持人", max_length=40, blank=True)
    attendees = models.TextField("参加人员", blank=True)
    called_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="召集人"
    )
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = JointMeetingQuerySet.as_manager()
    trail = Kept(free=("version",), quiet=("year", "number", "called_by"))

    class Meta:
        verbose_name = "联席会议"
        verbose_name_plural = "联席会议"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year", "number"], name="meeting_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年第{self.number}次联席会议"


class AgendaItem(models.Model):
    """议题: an open major problem, a project that lags, or a matter in words."""

    meeting = models.ForeignKey(
        JointMeeting, on_delete=models.PROTECT, related_name="agenda", verbose_name="会议"
    )
    title = models.CharField("议题", max_length=200)
    problem = models.ForeignKey(
        Problem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name="问题",
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name="项目",
    )

    trail = Kept(quiet=("meeting", "problem", "project"))

    class Meta:
        verbose_name = "议题"
        verbose_name_plural = "议题"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "problem"],
                condition=Q(problem__isnull=False),
                name="problem_once_on_agenda",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingDecisionQuerySet(models.QuerySet["MeetingDecision"]):
    def visible_to(self, user: User) -> "MeetingDecisionQuerySet":
        return self.filter(
            Q(item__meeting__county__in=counties_read(user)) | Q(owner__in=reporting_unit_ids(user))
        )

    def with_owner(self) -> "MeetingDecisionQuerySet":
        """Not reported, or sent back."""
        return self.filter(reported_on=None)

    def waiting_for_check(self) -> "MeetingDecisionQuerySet":
        return self.filter(reported_on__isnull=False, checked_by=None)

    def overdue(self, on: datetime.date) -> "MeetingDecisionQuerySet":
        return self.with_owner().filter(due_on__lt=on)

    def in_order_of_work(self) -> "MeetingDecisionQuerySet":
        """What the owner still has to do, then what waits for the bureau, then what is done."""
        stage = Case(When(reported_on=None, then=0), When(checked_by=None, then=1), default=2)
        latest = F("done_on").desc(nulls_first=True)
        return self.annotate(stage=stage).order_by("stage", latest, "due_on", "pk")


class MeetingDecision(models.Model):
    """议定事项: what was decided, who does it and by when. Its owner reports what became of it, and
    the bureau confirms that or sends it back with a word (``returned``). What was reported stays
    when it is sent back, for the owner to mend; ``reported_on`` says whether it stands."""

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="decisions", verbose_name="议题"
    )
    text = models.TextField("议定事项")
    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="meeting_decisions", verbose_name="责任单位"
    )
    due_on = models.DateField("完成时限")
    outcome = models.TextField("落实情况", blank=True)
    done_on = models.DateField("完成日期", null=True)
    reported_on = models.DateField("报告日期", null=True)
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="核查人"
    )
    returned = models.TextField("退回意见", blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = MeetingDecisionQuerySet.as_manager()
    trail = Kept(free=("version",), quiet=("item",))

    class Meta:
        verbose_name = "议定事项"
        verbose_name_plural = "议定事项"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_on=None) | Q(done_on__isnull=False),
                name="decision_reported_with_day",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(reported_on__isnull=False),
                name="decision_checked_once_reported",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def is_with_owner(self) -> bool:
        return self.reported_on is None

    @property
    def is_waiting(self) -> bool:
        """For the bureau to check what was reported."""
        return self.reported_on is not None and self.checked_by_id is None

    @property
    def is_done(self) -> bool:
        return self.checked_by_id is not None

    def is_overdue(self, on: datetime.date) -> bool:
        return self.is_with_owner and self.due_on < on
