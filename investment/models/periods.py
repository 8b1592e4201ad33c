"""When units report: the rules of the calendar, holidays, the window of a month, and who was
given longer or reminded."""

import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit, User
from accounts.rights import reporting_unit_ids
from accounts.trail.facts import Kept
from accounts.trail.proposals import SAID_BY_ITS_LINE, Proposal, ProposalState
from files.sizes import LARGEST, MEGABYTE
from measures.months import Month


class ReportingRule(models.Model):
    """填报规则: how the months of a county are reported from a day on.

    A month opens on ``open_day`` of its own days (the last day where it has fewer) and is due on
    ``due_day`` of the next month, or the next workday; ``close_after`` days later it closes,
    None: not by itself. ``has_joint_start``: January and February are one period.
    ``has_review``: a second pair of eyes before approval. ``consent_after`` workdays of silence the
    unit consents to what was keyed for it, None: silence says nothing. ``has_one_hand``: one person
    may hold all roles (一人多岗); nothing is blocked then, and what one hand did is marked.
    ``asks_weekly``: every Friday units write a line of each project (investment/weekly).
    Reminders go out ``remind_before`` days before the due date and ``remind_after`` days after it.
    Of 佐证材料 a unit lays at most ``evidence_most`` beside a project's month, each of at most
    ``evidence_megabytes``.
    """

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="reporting_rules", verbose_name="县"
    )
    from_date = models.DateField("自")
    open_day = models.PositiveSmallIntegerField("每月几日开启", default=25)
    due_day = models.PositiveSmallIntegerField("次月几日截止", default=5)
    close_after = models.PositiveSmallIntegerField("截止几日后关闭", null=True, blank=True)
    has_joint_start = models.BooleanField("1—2月合并填报", default=False)
    has_review = models.BooleanField("审定前须先审核", default=False)
    consent_after = models.PositiveSmallIntegerField(
        "代填几个工作日未答复视同无异议", null=True, blank=True
    )
    has_one_hand = models.BooleanField("一人多岗", default=False)
    asks_weekly = models.BooleanField("每周五写动态", default=False)
    remind_before = models.PositiveSmallIntegerField("截止前几日提醒", default=2)
    remind_after = models.PositiveSmallIntegerField("截止后几日提醒", default=1)
    evidence_most = models.PositiveSmallIntegerField(
        "佐证材料至多几份", default=9, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    evidence_megabytes = models.PositiveSmallIntegerField(
        "佐证材料每份至多几MB",
        default=LARGEST // MEGABYTE,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST // MEGABYTE)],
    )
    source = models.CharField("依据", max_length=200)

    trail = Kept()

    class Meta:
        verbose_name = "填报规则"
        verbose_name_plural = "填报规则"
        ordering = ["-from_date"]
        constraints = [
            models.UniqueConstraint(fields=["county", "from_date"], name="one_rule_a_day"),
            models.CheckConstraint(
                condition=Q(open_day__gte=1, open_day__lte=31, due_day__gte=1, due_day__lte=28),
                name="rule_days_in_month",
            ),
        ]

    def __str__(self) -> str:
        return f"次月{self.due_day}日截止（{self.from_date}起）"


class PublishedAs(models.TextChoices):
    """What the bureau has declared the month's figures to be; nothing, and it is 初步."""

    NOT = "not", "未发布"
    FLASH = "flash", "快报"
    FINAL = "final", "定数"


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def visible_to(self, user: User) -> "ReportingPeriodQuerySet":
        """The periods of every county in which the user holds a role."""
        return self.filter(county__in={held.county_id for held in user.held_roles})

    def open(self) -> "ReportingPeriodQuerySet":
        return self.filter(closed_at=None)

    def published(self) -> "ReportingPeriodQuerySet":
        return self.filter(published_as__in=(PublishedAs.FLASH, PublishedAs.FINAL))

    def open_to(self, unit_id: int, on: datetime.date) -> "ReportingPeriodQuerySet":
        """Those that a unit may report on a day: open ones, and closed ones that it was given
        longer for."""
        extended = PeriodExtension.objects.running(on).filter(unit=unit_id)
        return self.filter(Q(closed_at=None) | Q(pk__in=extended.values("period")))


class ReportingPeriod(models.Model):
    """填报期: the window of one month of one county. Open until it is closed; units may
    report after ``due_on``, late. ``months_covered`` is 2 for January and February together, a
    period of February; ``closes_on`` is the last day on which it is open, None: until closed.
    ``is_history``: units never reported it here, the bureau brings it in (补录).
    ``published_as`` is "" where the period is from before months were published, and ``tick`` has
    yet to say what it was (docs/decisions/0010)."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="reporting_periods", verbose_name="县"
    )
    year = models.PositiveSmallIntegerField("年度")
    month = models.PositiveSmallIntegerField("月份")
    due_on = models.DateField("填报截止")
    months_covered = models.PositiveSmallIntegerField("涵盖月数", default=1)
    closes_on = models.DateField("自动关闭日期", null=True, blank=True)
    closed_at = models.DateTimeField("关闭时间", null=True, blank=True)
    is_history = models.BooleanField("历史补录", default=False)
    published_as = models.CharField(
        "发布", max_length=20, choices=PublishedAs, default=PublishedAs.NOT, blank=True
    )
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="发布人"
    )
    published_at = models.DateTimeField("发布时间", null=True)

    objects = ReportingPeriodQuerySet.as_manager()
    trail = Kept(quiet=("published_as", "published_by", "published_at"))

    class Meta:
        verbose_name = "填报期"
        verbose_name_plural = "填报期"
        ordering = ["-year", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "month"], name="period_once"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12), name="period_month_1_to_12"
            ),
            models.CheckConstraint(
                condition=Q(months_covered__gte=1, months_covered__lte=F("month")),
                name="period_within_its_year",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """2019年6月; 2019年1—2月 where it covers more than one."""
        if self.months_covered == 1:
            return self.as_month.label
        return f"{self.year}年{self.first_month}—{self.month}月"

    @property
    def first_month(self) -> int:
        return self.month - self.months_covered + 1

    @property
    def as_month(self) -> Month:
        return Month(self.year, self.month)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_published(self) -> bool:
        return self.published_as in (PublishedAs.FLASH, PublishedAs.FINAL)

    def is_overdue(self, on: datetime.date) -> bool:
        return on > self.due_on


class PeriodExtensionQuerySet(models.QuerySet["PeriodExtension"]):
    def approved(self) -> "PeriodExtensionQuerySet":
        return self.filter(state=ProposalState.ACCEPTED)

    def running(self, on: datetime.date) -> "PeriodExtensionQuerySet":
        """Approved, and not over on that day."""
        return self.approved().filter(until__gte=on)


class PeriodExtension(Proposal):
    """延期: one unit may report a period until a later day, also after it was closed; given by
    an approver with a reason, and over when the day is."""

    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="extensions", verbose_name="填报期"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="extensions", verbose_name="单位"
    )
    until = models.DateField("延至")

    objects = PeriodExtensionQuerySet.as_manager()
    trail = Kept(quiet=SAID_BY_ITS_LINE)

    class Meta:
        verbose_name = "延期"
        verbose_name_plural = "延期"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit"],
                condition=Q(state="waiting"),
                name="one_extension_waiting",
            ),
            models.UniqueConstraint(
                fields=["period", "unit", "until", "reason"],
                condition=Q(state__in=["waiting", "accepted"]),
                name="extension_given_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}延至{self.until:%Y-%m-%d}"


class PeriodDeed(models.TextChoices):
    OPEN = "open", "开启"
    CLOSE = "close", "关闭"


class PeriodProposal(Proposal):
    """开启或关闭申请: what is asked to be done with a month, which may have no period yet."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="period_proposals", verbose_name="县"
    )
    year = models.PositiveSmallIntegerField("年度")
    month = models.PositiveSmallIntegerField("月份")
    deed = models.CharField("申请事项", max_length=20, choices=PeriodDeed)

    trail = Kept(quiet=SAID_BY_ITS_LINE)

    class Meta:
        verbose_name = "开启或关闭申请"
        verbose_name_plural = "开启或关闭申请"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year", "month"],
                condition=Q(state="waiting"),
                name="one_deed_proposed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()}{self.as_month.label}填报期"

    @property
    def as_month(self) -> Month:
        return Month(self.year, self.month)


class ReminderKind(models.TextChoices):
    BEFORE = "before", "截止前提醒"
    AFTER = "after", "逾期催报"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: User) -> "ReminderQuerySet":
        """A reporter's own units'."""
        return self.filter(unit__in=reporting_unit_ids(user))


class Reminder(models.Model):
    """提醒: that a unit was told of a month it has not reported, once before and once after the
    due date. ``text`` is what it was told; ``emailed_to`` the addresses it went to, if any."""

    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="reminders", verbose_name="填报期"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="reminders", verbose_name="单位"
    )
    kind = models.CharField("种类", max_length=20, choices=ReminderKind)
    text = models.TextField("内容")
    made_at = models.DateTimeField("时间")
    emailed_to = models.JSONField("邮件发往", default=list)

    objects = ReminderQuerySet.as_manager()
    trail = Kept(free=("emailed_to",))

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "unit", "kind"], name="reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period} {self.get_kind_display()}"
