"""What units report of their tasks month by month, in the measure of the indicator."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from accounts.trail.proposals import SAID_BY_ITS_LINE, Proposal
from investment.models.entries import WAITING, EntryState
from investment.models.periods import ReportingPeriod
from investment.models.unit_targets import LONGEST_TASK_SOURCE, Bearer, UnitIndicator
from measures.months import Month
from workbooks.models import Upload, UploadSource


class UnitResultQuerySet(models.QuerySet["UnitResult"]):
    def visible_to(self, user: User) -> "UnitResultQuerySet":
        """The whole county's for who reads it; for a reporter those of his unit."""
        own = Q(bearer__unit__in=reporting_unit_ids(user))
        return self.filter(Q(indicator__county__in=counties_read(user)) | own)

    def waiting(self) -> "UnitResultQuerySet":
        return self.filter(state__in=WAITING)


class UnitResult(models.Model):
    """任务完成情况: what of an indicator a bearer did in one month, as it was sent.

    ``month_amount`` and ``year_to_date`` may each be absent: a total that is left empty is the sum
    of the months. A typed 0 says that nothing was done; where there is no row, nothing is known.
    ``period`` is None of months before units reported here, which the bureau entered (上年基数).
    ``is_resent``: sent again, after it was returned, as it was. ``keyed_source`` is whence the
    bureau has what it entered itself. Every write is conditional on ``version``.
    """

    indicator = models.ForeignKey(
        UnitIndicator, on_delete=models.PROTECT, related_name="results", verbose_name="任务指标"
    )
    bearer = models.ForeignKey(
        Bearer, on_delete=models.PROTECT, related_name="results", verbose_name="任务单位"
    )
    period = models.ForeignKey(
        ReportingPeriod,
        on_delete=models.PROTECT,
        null=True,
        related_name="unit_results",
        verbose_name="填报期",
    )
    year = models.PositiveSmallIntegerField("年度")
    month = models.PositiveSmallIntegerField("月份")
    months_covered = models.PositiveSmallIntegerField("涵盖月数", default=1, editable=False)
    month_amount = models.BigIntegerField("本月完成", null=True, blank=True)
    year_to_date = models.BigIntegerField("本年累计", null=True, blank=True)
    note = models.TextField("情况说明", blank=True)

    state = models.CharField("状态", max_length=20, choices=EntryState, default=EntryState.DRAFT)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="报送人"
    )
    submitted_at = models.DateTimeField("报送时间", null=True)
    received_on = models.DateField("收到日期", null=True)
    returned_times = models.PositiveSmallIntegerField("退回次数", default=0, editable=False)
    returned_reason = models.TextField("退回理由", blank=True)
    is_resent = models.BooleanField("退回后未改再报", default=False)
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="审核人"
    )
    reviewed_at = models.DateTimeField("审核时间", null=True)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="审定人"
    )
    approved_at = models.DateTimeField("审定时间", null=True)
    keyed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="代填人"
    )
    keyed_source = models.CharField("代填来源", max_length=LONGEST_TASK_SOURCE, blank=True)

    objects = UnitResultQuerySet.as_manager()
    trail = Kept(
        free=("version",),
        says=("indicator_id", "bearer_id", "year", "month"),
        quiet=(
            "period",
            "months_covered",
            "submitted_by",
            "submitted_at",
            "returned_times",
            "reviewed_by",
            "reviewed_at",
            "approved_by",
            "approved_at",
            "keyed_by",
        ),
    )

    class Meta:
        verbose_name = "任务完成情况"
        verbose_name_plural = "任务完成情况"
        ordering = ["year", "month", "indicator", "bearer"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "bearer", "year", "month"], name="unit_result_once_a_month"
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12)
                & Q(months_covered__gte=1, months_covered__lte=F("month")),
                name="unit_result_of_a_month",
            ),
        ]
        indexes = [
            models.Index(fields=["year", "month", "state"], name="unit_result_facts"),
        ]

    def __str__(self) -> str:
        return f"{self.bearer} {self.as_month.label}{self.indicator}"

    @property
    def as_month(self) -> Month:
        return Month(self.year, self.month)

    @property
    def is_editable(self) -> bool:
        return self.state in (EntryState.DRAFT, EntryState.RETURNED)

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_told(self) -> bool:
        """Whether it says a number."""
        return self.month_amount is not None or self.year_to_date is not None


class UnitResultSource(UploadSource):
    """Which upload, sheet, row and cell gave a result. ``before`` is what stood of it then, None
    where nothing did, ``after`` what the file wrote; a result that is still at ``result_version``
    was not touched since, and can be put back."""

    # Two kinds of sources of one room cannot have one name.
    upload = models.ForeignKey(
        Upload,
        on_delete=models.PROTECT,
        related_name="unit_result_sources",
        verbose_name="上传文件",
    )
    result = models.ForeignKey(
        UnitResult, on_delete=models.PROTECT, related_name="sources", verbose_name="任务完成情况"
    )
    result_version = models.PositiveIntegerField("导入后版本")

    class Meta(UploadSource.Meta):
        verbose_name = "任务完成情况来源"
        verbose_name_plural = "任务完成情况来源"
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "result"], name="unit_result_source_once_per_upload"
            ),
        ]


class UnitResultProposal(Proposal):
    """任务更正申请: what an approved result is to say instead. The old numbers stay here."""

    result = models.ForeignKey(
        UnitResult, on_delete=models.PROTECT, related_name="proposals", verbose_name="任务完成情况"
    )
    result_version = models.PositiveIntegerField("依据版本")
    old_month_amount = models.BigIntegerField("原本月完成", null=True)
    old_year_to_date = models.BigIntegerField("原本年累计", null=True)
    month_amount = models.BigIntegerField("新本月完成", null=True)
    year_to_date = models.BigIntegerField("新本年累计", null=True)

    trail = Kept(quiet=SAID_BY_ITS_LINE)

    class Meta:
        verbose_name = "任务更正申请"
        verbose_name_plural = "任务更正申请"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["result"], condition=Q(state="waiting"), name="one_task_correction_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result}更正"
