"""One project's month, as it was sent, and what was proposed to change in it since."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from accounts.trail.proposals import Proposal
from investment.models.periods import ReportingPeriod
from measures.months import Month
from projects.models import Part, Project, ProjectUnit


class EntryState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    REVIEWED = "reviewed", "待审定"
    APPROVED = "approved", "已审定"
    RETURNED = "returned", "已退回"


WAITING = (EntryState.SUBMITTED, EntryState.REVIEWED)
"""Sent, and not approved yet."""


def stage_of(state: str, *, is_reviewed_first: bool) -> str:
    """Where an entry is, as people are told it: 待审核 waits for review, 待审定 for approval. What
    was sent waits for approval at once where the county asks for no review before it."""
    if state == EntryState.SUBMITTED and not is_reviewed_first:
        return EntryState.REVIEWED
    return state


class ZeroReason(models.TextChoices):
    """Why a month has no money (DESIGN §4.3: reported zero with a reason)."""

    NOT_STARTED = "not_started", "未开工"
    SUSPENDED = "suspended", "停工"
    WINTER = "winter", "冬休"
    SETTLEMENT = "settlement", "结算未到"
    COMPLETED = "completed", "已完工"
    OTHER = "other", "其他"


class KeyedConsent(models.TextChoices):
    """What the unit says of an entry that the bureau keyed for it (代填)."""

    WAITING = "waiting", "待单位确认"
    CONFIRMED = "confirmed", "单位已确认"
    OBJECTED = "objected", "单位有异议"
    SILENT = "silent", "视同无异议"


CONSENTED = (KeyedConsent.CONFIRMED, KeyedConsent.SILENT)
"""By a word of the unit, its signed sheet, or by its silence where the county's rule says so."""


def entry_label(project: Project, month: Month) -> str:
    """What an entry is called: 镇区道路改造工程 2019年7月."""
    return f"{project} {month.label}"


class MonthlyEntryQuerySet(models.QuerySet["MonthlyEntry"]):
    def visible_to(self, user: User) -> "MonthlyEntryQuerySet":
        """The whole county's for who reads it; for a reporter those of the projects his unit
        has a part in, and what it has itself reported of others before they were handed over."""
        return self.filter(
            Q(project__county__in=counties_read(user))
            | Q(project__in=Project.objects.visible_to(user))
            | Q(unit__in=reporting_unit_ids(user))
        )

    def answered_by(self, unit_ids: Collection[int]) -> "MonthlyEntryQuerySet":
        """What these units have sent, and what was sent of their projects by one closed since."""
        inherited = ProjectUnit.objects.current().filter(part=Part.REPORTING, unit__in=unit_ids)
        return self.filter(
            Q(unit__in=unit_ids) | Q(unit__is_active=False, project__in=inherited.values("project"))
        )

    def approved(self) -> "MonthlyEntryQuerySet":
        return self.filter(state=EntryState.APPROVED)

    def waiting(self) -> "MonthlyEntryQuerySet":
        """Submitted but not yet approved."""
        return self.filter(state__in=WAITING)

    def sent(self) -> "MonthlyEntryQuerySet":
        """What the units have sent and the bureau has not returned: waiting or approved."""
        return self.exclude(state__in=[EntryState.DRAFT, EntryState.RETURNED])

    def verified(self) -> "MonthlyEntryQuerySet":
        """Those beside which a 核定数 stands."""
        return self.exclude(verified_month_amount=None, verified_year_to_date=None)

    def of_year_through(self, month: Month) -> "MonthlyEntryQuerySet":
        """January to ``month`` of its year."""
        return self.filter(year=month.year, month__lte=month.month)


class MonthlyEntry(models.Model):
    """月度进度: what one project did in one month, as it was sent. Amounts in yuan.

    ``month_amount``, ``year_to_date`` and ``correction`` are the unit's (上报数), each may be
    absent; ``verified_*`` are the bureau's signed figures beside them (核定数). ``is_estimate``
    marks figures that the unit has yet to confirm (预计数). ``received_on`` is the day, in
    Shanghai, on which the bureau first had them: lateness goes by it. ``months_covered`` is that
    of its period. ``extra`` are the values of 附加指标 (``investment.extra.values``). Every write
    is conditional on ``version``.
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
    is_estimate = models.BooleanField("预计数", default=False)
    extra = models.JSONField("附加指标", default=dict, blank=True)
    months_covered = models.PositiveSmallIntegerField("涵盖月数", default=1, editable=False)

    state = models.CharField("状态", max_length=20, choices=EntryState, default=EntryState.DRAFT)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="报送人"
    )
    submitted_at = models.DateTimeField("报送时间", null=True)
    received_on = models.DateField("收到日期", null=True)
    returned_times = models.PositiveSmallIntegerField("退回次数", default=0, editable=False)
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="审核人"
    )
    reviewed_at = models.DateTimeField("审核时间", null=True)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="审定人"
    )
    approved_at = models.DateTimeField("审定时间", null=True)
    approved_reason = models.TextField("审定理由", blank=True)
    returned_reason = models.TextField("退回理由", blank=True)

    keyed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="代填人"
    )
    keyed_source = models.CharField("代填来源", max_length=200, blank=True)
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
    trail = Kept(
        free=("version",),
        yuan=(
            "month_amount",
            "year_to_date",
            "correction",
            "verified_month_amount",
            "verified_year_to_date",
        ),
        quiet=(
            "project",
            "period",
            "year",
            "month",
            "months_covered",
            "submitted_by",
            "submitted_at",
            "returned_times",
            "reviewed_by",
            "reviewed_at",
            "approved_by",
            "approved_at",
            "keyed_by",
            "verified_by",
            "verified_at",
            "verified_reason",
        ),
    )

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
        return entry_label(self.project, self.as_month)

    @property
    def as_month(self) -> Month:
        return Month(self.year, self.month)

    @property
    def is_of_one_hand(self) -> bool:
        """Whether one person has done two of entering, reviewing and approving (同一人办理)."""
        hands = (self.submitted_by_id, self.reviewed_by_id, self.approved_by_id)
        known = [hand for hand in hands if hand is not None]
        return len(set(known)) < len(known)

    @property
    def is_editable(self) -> bool:
        return self.state in (EntryState.DRAFT, EntryState.RETURNED)

    def is_left_by_another(self, unit_id: int) -> bool:
        """Whether it is a draft that a former unit never sent: its own, and not ``unit_id``'s to
        see, unless that unit is closed by now."""
        is_draft = self.state == EntryState.DRAFT and self.unit_id != unit_id
        return is_draft and self.unit.is_active

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_verified(self) -> bool:
        """Whether a 核定数 stands beside what the unit sent."""
        return self.verified_month_amount is not None or self.verified_year_to_date is not None

    @property
    def adopted_month_amount(self) -> int | None:
        """The month's 核定数 where there is one, else what the unit sent; in yuan."""
        if self.verified_month_amount is not None:
            return self.verified_month_amount
        return self.month_amount


class ProposalKind(models.TextChoices):
    CORRECTION = "correction", "更正"
    VERIFICATION = "verification", "核定"


class EntryProposal(Proposal):
    """更正或核定申请: a change of an entry that takes force when an approver says so.

    A correction changes the unit's own fields of an approved entry, a verification sets 核定数
    beside them. ``before`` and ``after`` are those fields as they stood at ``entry_version`` and
    as they are to be (amounts in yuan, dates as text): the old values stay here for good.
    """

    entry = models.ForeignKey(
        MonthlyEntry, on_delete=models.PROTECT, related_name="proposals", verbose_name="月度进度"
    )
    kind = models.CharField("种类", max_length=20, choices=ProposalKind)
    entry_version = models.PositiveIntegerField("依据版本")
    before = models.JSONField("原值")
    after = models.JSONField("新值")

    trail = Kept(says=("before", "after"))

    class Meta:
        verbose_name = "更正或核定申请"
        verbose_name_plural = "更正和核定申请"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state="waiting"), name="one_proposal_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_kind_display()}"
