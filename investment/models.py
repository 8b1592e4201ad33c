"""What units report: the window of a month, and one project's month in it."""

import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rules import county_ids_read, reporting_unit_ids
from measures.months import Month
from projects.models import Project
from workbooks.models import Upload


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def visible_to(self, user: User) -> "ReportingPeriodQuerySet":
        """The periods of every county in which the user holds a role."""
        return self.filter(county__in={held.county_id for held in user.held_roles})

    def open(self) -> "ReportingPeriodQuerySet":
        return self.filter(closed_at=None)


class ReportingPeriod(models.Model):
    """填报期: the window of one month of one county. Open until it is closed; units may
    report after ``due_on``, late."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="reporting_periods", verbose_name="县"
    )
    year = models.PositiveSmallIntegerField("年度")
    month = models.PositiveSmallIntegerField("月份")
    due_on = models.DateField("填报截止")
    closed_at = models.DateTimeField("关闭时间", null=True, blank=True)

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "填报期"
        verbose_name_plural = "填报期"
        ordering = ["-year", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "month"], name="period_once"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12), name="period_month_1_to_12"
            ),
        ]

    def __str__(self) -> str:
        return self.as_month.label

    @property
    def as_month(self) -> Month:
        return Month(self.year, self.month)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_overdue(self, on: datetime.date) -> bool:
        return on > self.due_on


class EntryState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    REVIEWED = "reviewed", "待审定"
    APPROVED = "approved", "已审定"
    RETURNED = "returned", "已退回"


class ZeroReason(models.TextChoices):
    """Why a month has no money (DESIGN §4.3: reported zero with a reason)."""

    NOT_STARTED = "not_started", "未开工"
    SUSPENDED = "suspended", "停工"
    WINTER = "winter", "冬休"
    SETTLEMENT = "settlement", "结算未到"
    COMPLETED = "completed", "已完工"
    OTHER = "other", "其他"


class KeyedConsent(models.TextChoices):
    """What the unit says of an entry that the bureau keyed for it (代录)."""

    WAITING = "waiting", "待单位确认"
    CONFIRMED = "confirmed", "单位已确认"
    OBJECTED = "objected", "单位有异议"


class MonthlyEntryQuerySet(models.QuerySet["MonthlyEntry"]):
    def visible_to(self, user: User) -> "MonthlyEntryQuerySet":
        """The whole county's for who reads it; for a reporter those of the projects his unit
        has a part in."""
        return self.filter(
            Q(project__county__in=county_ids_read(user))
            | Q(project__in=Project.objects.visible_to(user))
        )

    def approved(self) -> "MonthlyEntryQuerySet":
        return self.filter(state=EntryState.APPROVED)

    def waiting(self) -> "MonthlyEntryQuerySet":
        """Submitted but not yet approved."""
        return self.filter(state__in=[EntryState.SUBMITTED, EntryState.REVIEWED])

    def sent(self) -> "MonthlyEntryQuerySet":
        """What the units have sent and the bureau has not returned: waiting or approved."""
        return self.exclude(state__in=[EntryState.DRAFT, EntryState.RETURNED])

    def of_year_through(self, month: Month) -> "MonthlyEntryQuerySet":
        """January to ``month`` of its year."""
        return self.filter(year=month.year, month__lte=month.month)


class MonthlyEntry(models.Model):
    """月度进度: what one project did in one month, as it was sent. Amounts in yuan.

    ``month_amount``, ``year_to_date`` and ``correction`` are the unit's (上报数), each may be
    absent; ``verified_*`` are the bureau's signed figures beside them (核定数). Every write is
    conditional on ``version``.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="entries", verbose_name="项目"
    )
    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="entries", verbose_name="填报期"
    )
    year = models.PositiveSmallIntegerField("年度")
    month = models.PositiveSmallIntegerField("月份")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="entries", verbose_name="填报单位"
    )

    month_amount = models.BigIntegerField("本月完成投资", null=True, blank=True)
    year_to_date = models.BigIntegerField("本年累计完成投资", null=True, blank=True)
    correction = models.BigIntegerField("补报或冲减", null=True, blank=True)
    zero_reason = models.CharField("零投资原因", max_length=20, choices=ZeroReason, blank=True)
    progress = models.TextField("形象进度", blank=True)
    problem = models.TextField("存在问题", blank=True)
    suggestion = models.TextField("建议", blank=True)
    actual_start = models.DateField("实际开工日期", null=True, blank=True)
    explanation = models.TextField("情况说明", blank=True)

    state = models.CharField("状态", max_length=20, choices=EntryState, default=EntryState.DRAFT)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="上报人"
    )
    submitted_at = models.DateTimeField("上报时间", null=True)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="审定人"
    )
    approved_at = models.DateTimeField("审定时间", null=True)
    returned_reason = models.TextField("退回理由", blank=True)

    keyed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="代录人"
    )
    keyed_source = models.CharField("代录来源", max_length=200, blank=True)
    keyed_consent = models.CharField("单位意见", max_length=20, choices=KeyedConsent, blank=True)
    keyed_objection = models.TextField("异议", blank=True)

    verified_month_amount = models.BigIntegerField("本月核定数", null=True, blank=True)
    verified_year_to_date = models.BigIntegerField("累计核定数", null=True, blank=True)
    verified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="核定人"
    )
    verified_at = models.DateTimeField("核定时间", null=True)
    verified_reason = models.TextField("核定理由", blank=True)

    objects = MonthlyEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "月度进度"
        verbose_name_plural = "月度进度"
        ordering = ["year", "month", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "year", "month"], name="entry_once"),
        ]
        indexes = [
            # Covers the facts query; include= is dropped silently on SQLite (KNOWLEDGE §3).
            models.Index(
                fields=["year", "month", "state", "project", "year_to_date", "month_amount"],
                name="entry_facts",
            ),
            models.Index(fields=["period", "unit", "state"], name="entry_review"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.as_month.label}"

    @property
    def as_month(self) -> Month:
        return Month(self.year, self.month)

    @property
    def is_editable(self) -> bool:
        return self.state in (EntryState.DRAFT, EntryState.RETURNED)


class EntrySource(models.Model):
    """Which upload, sheet, row and cells gave an entry its figures.

    ``cells`` maps a field to its cell (``{"year_to_date": "G12"}``); ``before`` and ``after`` are
    the entry's columns as they were and as the upload left them, ``before`` None where it made
    the entry. ``entry_version`` is the version it left: an entry that still has it was not
    touched since, and can be put back. ``undone_at`` is when it was.
    """

    entry = models.ForeignKey(
        MonthlyEntry, on_delete=models.PROTECT, related_name="sources", verbose_name="月度进度"
    )
    upload = models.ForeignKey(
        Upload, on_delete=models.PROTECT, related_name="entry_sources", verbose_name="上传文件"
    )
    sheet = models.CharField("工作表", max_length=100)
    row = models.PositiveIntegerField("行")
    cells = models.JSONField("单元格", default=dict)
    before = models.JSONField("导入前", null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField("导入后", encoder=DjangoJSONEncoder)
    entry_version = models.PositiveIntegerField("导入后版本")
    applied_at = models.DateTimeField("导入时间")
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "数字来源"
        verbose_name_plural = "数字来源"
        ordering = ["-applied_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "entry"], name="source_once_per_upload"),
        ]

    def __str__(self) -> str:
        return f"{self.upload} {self.sheet}第{self.row}行"


class UndoneUpload(models.Model):
    """An applied upload that was taken back, once; what it could put back is told by its
    sources' ``undone_at``."""

    upload = models.OneToOneField(
        Upload, on_delete=models.PROTECT, related_name="undone", verbose_name="上传文件"
    )
    undone_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="撤销人"
    )
    undone_at = models.DateTimeField("撤销时间")

    class Meta:
        verbose_name = "撤销的导入"
        verbose_name_plural = "撤销的导入"

    def __str__(self) -> str:
        return str(self.upload)


class SignedSheetQuerySet(models.QuerySet["SignedSheet"]):
    def visible_to(self, user: User) -> "SignedSheetQuerySet":
        """A reporter's own units' sheets; those of a county to who reads the county."""
        return self.filter(
            Q(unit__in=reporting_unit_ids(user)) | Q(period__county__in=county_ids_read(user))
        )

    def of_month(self, unit: Unit, period: ReportingPeriod) -> "SignedSheetQuerySet":
        return self.filter(unit=unit, period=period)

    def standing(self) -> "SignedSheetQuerySet":
        return self.filter(voided_at=None)


def signed_sheet_path(sheet: "SignedSheet", filename: str) -> str:
    """By content: the name it came under is the user's and may say anything."""
    return f"signed/{sheet.sha256[:2]}/{sheet.sha256}"


class SignedSheet(models.Model):
    """签章表: a photo or scan of the signed and stamped sheet of a unit's month, as it came.
    It is never removed, only voided with a reason."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="signed_sheets", verbose_name="填报单位"
    )
    period = models.ForeignKey(
        ReportingPeriod,
        on_delete=models.PROTECT,
        related_name="signed_sheets",
        verbose_name="填报期",
    )
    file = models.FileField("文件", upload_to=signed_sheet_path, max_length=255)
    original_name = models.CharField("文件名", max_length=255)
    content_type = models.CharField("类型", max_length=40)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("字节数")
    uploaded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    voided_at = models.DateTimeField("作废时间", null=True)
    voided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="作废人"
    )
    void_reason = models.CharField("作废理由", max_length=200, blank=True)

    objects = SignedSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "签章表"
        verbose_name_plural = "签章表"
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period", "sha256"],
                condition=Q(voided_at=None),
                name="signed_sheet_once",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None

    def content(self) -> bytes:
        """The file as it came, byte for byte."""
        with self.file.open("rb") as stream:
            return stream.read()
