"""Changes of a list that is in force (中期调整): what is asked for, and the batches in which it
takes force."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from files.models import KeptFile
from projects.models.plans import AnnualPlan, PlanItem
from projects.models.register import Project
from workbooks.models import Upload

LONGEST_REASON = 400
LONGEST_PAPER_NAME = 255


class AdjustmentState(models.TextChoices):
    DRAFT = "draft", "拟订中"
    SUBMITTED = "submitted", "待审定"
    IN_FORCE = "in_force", "已生效"
    DISCARDED = "discarded", "已放弃"


DRAFTED = (AdjustmentState.DRAFT, AdjustmentState.SUBMITTED)
"""What may still be put in force."""


class PlanAdjustmentQuerySet(models.QuerySet["PlanAdjustment"]):
    def visible_to(self, user: User) -> "PlanAdjustmentQuerySet":
        return self.filter(plan__county__in=counties_read(user))

    def in_force(self) -> "PlanAdjustmentQuerySet":
        return self.filter(state=AdjustmentState.IN_FORCE)


class PlanAdjustment(models.Model):
    """调整方案 of one list: its changes take force together, on ``effective_on``. The number of
    its document may follow later (待补). Taken back, it is a draft again."""

    plan = models.ForeignKey(
        AnnualPlan, on_delete=models.PROTECT, related_name="adjustments", verbose_name="清单"
    )
    name = models.CharField("方案名称", max_length=100)
    note = models.TextField("说明", blank=True)
    state = models.CharField(
        "状态", max_length=20, choices=AdjustmentState, default=AdjustmentState.DRAFT
    )
    drafted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="拟订人"
    )
    drafted_at = models.DateTimeField("拟订时间")
    upload = models.ForeignKey(
        Upload,
        on_delete=models.PROTECT,
        null=True,
        related_name="adjustments",
        verbose_name="来自工作簿",
    )
    # The lines that the workbook does not have, while nobody has said what becomes of them.
    left_out = models.JSONField("文件没有列出的项目", default=list)
    meeting = models.CharField("审定会议", max_length=100, blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    effective_on = models.DateField("生效日期", null=True)
    in_force_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="审定人"
    )
    in_force_at = models.DateTimeField("审定时间", null=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = PlanAdjustmentQuerySet.as_manager()
    trail = Kept(free=("version",), quiet=("drafted_by", "drafted_at", "in_force_by", "left_out"))

    class Meta:
        verbose_name = "调整方案"
        verbose_name_plural = "调整方案"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(effective_on__isnull=False),
                name="adjustment_in_force_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}：{self.name}"

    @property
    def is_draft(self) -> bool:
        return self.state in DRAFTED

    @property
    def is_in_force(self) -> bool:
        return self.state == AdjustmentState.IN_FORCE

    @property
    def wants_number(self) -> bool:
        """Whether its 文号 is still to be filled in."""
        return self.is_in_force and not self.document_number


class ChangeKind(models.TextChoices):
    RAISE = "raise", "调增"
    CUT = "cut", "调减"
    ADD = "add", "新增"
    DROP = "drop", "退出"
    RENAME = "rename", "更名"
    OWNER = "owner", "更换业主"
    CLASS = "class", "调类"
    TERMS = "terms", "改计划"
    DETAILS = "details", "改资料"


class ChangeState(models.TextChoices):
    WAITING = "waiting", "待处理"
    GATHERED = "gathered", "已列入方案"
    REFUSED = "refused", "未采纳"
    WITHDRAWN = "withdrawn", "已撤回"


class PlanChangeQuerySet(models.QuerySet["PlanChange"]):
    def visible_to(self, user: User) -> "PlanChangeQuerySet":
        """All for who reads the county; for others what their own unit asked for."""
        return self.filter(
            Q(plan__county__in=counties_read(user)) | Q(unit__in=reporting_unit_ids(user))
        )

    def waiting(self) -> "PlanChangeQuerySet":
        return self.filter(state=ChangeState.WAITING)


class PlanChange(models.Model):
    """调整申请: one change of one line, asked for by a unit, or by the bureau (no ``unit``).

    ``terms`` are the columns of the line that change, ``details`` those of the project, raw as
    ``projects.kept`` has them, with ``unit_id`` or ``unit`` (by name, of one that is not there yet)
    for its 责任单位, ``category`` by name, and ``lead_official``. ``stood`` are the values that
    stood there when it was asked, ``{"terms": …, "details": …}``. A project that is not in the
    register has a ``name`` alone until the change takes force.
    """

    plan = models.ForeignKey(
        AnnualPlan, on_delete=models.PROTECT, related_name="changes", verbose_name="清单"
    )
    adjustment = models.ForeignKey(
        PlanAdjustment,
        on_delete=models.PROTECT,
        null=True,
        related_name="changes",
        verbose_name="调整方案",
    )
    kind = models.CharField("调整事项", max_length=20, choices=ChangeKind)
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        related_name="plan_changes",
        verbose_name="项目",
    )
    item = models.ForeignKey(
        PlanItem,
        on_delete=models.PROTECT,
        null=True,
        related_name="changes",
        verbose_name="列入计划的项目",
    )
    name = models.CharField("项目名称", max_length=200)
    terms = models.JSONField("计划改为", default=dict)
    details = models.JSONField("资料改为", default=dict)
    stood = models.JSONField("原为", default=dict)
    reason = models.TextField("理由", blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="申请单位"
    )
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="提出人"
    )
    asked_at = models.DateTimeField("提出时间")
    state = models.CharField(
        "状态", max_length=20, choices=ChangeState, default=ChangeState.WAITING
    )
    answer = models.TextField("答复", blank=True)
    # At which versions it left what it changed: whether anything was built on it since.
    item_version = models.PositiveIntegerField(null=True, editable=False)
    project_version = models.PositiveIntegerField(null=True, editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = PlanChangeQuerySet.as_manager()
    trail = Kept(
        free=("version", "item_version", "project_version"),
        quiet=("asked_by", "asked_at", "plan", "item", "project"),
        says=("kind", "name"),
    )

    class Meta:
        verbose_name = "调整申请"
        verbose_name_plural = "调整申请"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.name}"

    @property
    def state_words(self) -> str:
        """待处理; of one in a plan what became of that."""
        if self.adjustment is not None and self.adjustment.is_in_force:
            return self.adjustment.get_state_display()
        return self.get_state_display()


class PlanPaper(KeptFile):
    """附件 of a request: why it is asked for."""

    folder = "adjustments"
    unit_path = "change__unit"

    change = models.ForeignKey(
        PlanChange, on_delete=models.PROTECT, related_name="papers", verbose_name="调整申请"
    )
    original_name = models.CharField("文件名", max_length=LONGEST_PAPER_NAME)
    content_type = models.CharField("类型", max_length=100)

    trail = Kept(quiet=("file", "size", "content_type", "change"))

    class Meta:
        verbose_name = "调整申请附件"
        verbose_name_plural = "调整申请附件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.original_name
