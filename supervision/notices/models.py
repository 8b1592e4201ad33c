"""Supervision notices (督查通报): numbered, issued once, withdrawn only by a later one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from projects.models import Part, Project
from supervision.orders.models import DispatchOrder
from supervision.problems.models import Problem

if TYPE_CHECKING:
    from supervision.notices.consequences import Consequence


class NoticeState(models.TextChoices):
    DRAFT = "draft", "起草中"
    ISSUED = "issued", "已印发"


class NoticeItemKind(models.TextChoices):
    PRAISE = "praise", "通报表扬"
    REMIND = "remind", "提醒"
    CRITICISE = "criticise", "通报批评"
    SUMMON = "summon", "约谈"


class SupervisionNoticeQuerySet(models.QuerySet["SupervisionNotice"]):
    def visible_to(self, user: User) -> "SupervisionNoticeQuerySet":
        """Drafts too for who reads the county; a unit sees issued ones that name it."""
        named = NoticeItem.objects.filter(unit__in=reporting_unit_ids(user)).values("notice")
        withdrawn = NoticeWithdrawal.objects.filter(item__unit__in=reporting_unit_ids(user))
        own = Q(pk__in=named) | Q(pk__in=withdrawn.values("notice"))
        return self.filter(Q(county__in=counties_read(user)) | (Q(state=NoticeState.ISSUED) & own))

    def issued(self) -> "SupervisionNoticeQuerySet":
        return self.filter(state=NoticeState.ISSUED)

    def drafts(self) -> "SupervisionNoticeQuerySet":
        return self.filter(state=NoticeState.DRAFT)


class SupervisionNotice(models.Model):
    """督查通报 of the facts at ``year``-``month``. Its number 第N期 is given as it is issued;
    ``body`` keeps what it then said (paragraphs and the table), and nothing of it changes after."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="supervision_notices", verbose_name="县"
    )
    year = models.PositiveSmallIntegerField("截止年度")
    month = models.PositiveSmallIntegerField("截止月份")
    plan_key = models.CharField("清单", max_length=20)
    title = models.CharField("标题", max_length=100)
    document_number = models.CharField("文号", max_length=60, blank=True)
    signer = models.CharField("签发人", max_length=40, blank=True)
    joint_issuers = models.CharField("联合印发单位", max_length=200, blank=True)
    demands = models.TextField("工作要求", blank=True)
    state = models.CharField("状态", max_length=20, choices=NoticeState, default=NoticeState.DRAFT)
    issue_year = models.PositiveSmallIntegerField("印发年度", null=True)
    number = models.PositiveIntegerField("期号", null=True)
    issued_on = models.DateField("印发日期", null=True)
    issued_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="印发人"
    )
    body = models.JSONField("正文", default=dict)
    drafted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="起草人"
    )
    drafted_on = models.DateField("起草日期")
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = SupervisionNoticeQuerySet.as_manager()
    trail = Kept(
        free=("version",),
        digests=("body",),
        quiet=("body", "issued_by", "drafted_by", "drafted_on"),
    )

    class Meta:
        verbose_name = "督查通报"
        verbose_name_plural = "督查通报"
        ordering = [models.F("issue_year").desc(nulls_first=True), "-number", "-pk"]
        constraints = [
            # Drafts have no number, and none is not equal to none.
            models.UniqueConstraint(
                fields=["county", "issue_year", "number"], name="notice_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number=None)
                | Q(state="issued", number__isnull=False, number__gte=1),
                name="issued_notice_has_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.issue_words}）"

    @property
    def issue_words(self) -> str:
        return f"{self.issue_year}年第{self.number}期" if self.is_issued else "草稿"

    @property
    def is_issued(self) -> bool:
        return self.state == NoticeState.ISSUED


class NoticeItemQuerySet(models.QuerySet["NoticeItem"]):
    def issued(self) -> "NoticeItemQuerySet":
        return self.filter(notice__state=NoticeState.ISSUED)

    def standing(self) -> "NoticeItemQuerySet":
        """Those that no issued notice has taken back."""
        taken_back = NoticeWithdrawal.objects.filter(notice__state=NoticeState.ISSUED)
        return self.exclude(pk__in=taken_back.values("item"))


class NoticeTarget(models.TextChoices):
    """In what a unit is named: its part in the project, or that an order was addressed to it."""

    RESPONSIBLE = Part.RESPONSIBLE.value, "责任单位"
    CONSTRUCTION = Part.CONSTRUCTION.value, "建设单位"
    LINKED = Part.LINKED.value, "包抓单位"
    REPORTING = Part.REPORTING.value, "填报单位"
    ADDRESSEE = "addressee", "承办单位"


class NoticeItem(models.Model):
    """One unit named in a notice, in its part, for what: praised, reminded, criticised, summoned.
    The order or the problem that led to it is its evidence."""

    # What it led to, as ``notices.selectors.items_seen`` reads it for a page.
    consequences: "Sequence[Consequence]" = ()

    notice = models.ForeignKey(
        SupervisionNotice, on_delete=models.PROTECT, related_name="items", verbose_name="通报"
    )
    kind = models.CharField("种类", max_length=20, choices=NoticeItemKind)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="notice_items", verbose_name="单位"
    )
    part = models.CharField("身份", max_length=20, choices=NoticeTarget)
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notice_items",
        verbose_name="项目",
    )
    order = models.ForeignKey(
        DispatchOrder,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notice_items",
        verbose_name="调度单",
    )
    problem = models.ForeignKey(
        Problem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notice_items",
        verbose_name="问题",
    )
    text = models.TextField("事由")

    objects = NoticeItemQuerySet.as_manager()
    trail = Kept()

    class Meta:
        verbose_name = "通报事项"
        verbose_name_plural = "通报事项"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "order"],
                condition=Q(order__isnull=False),
                name="order_once_in_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.unit}"

    @property
    def words(self) -> str:
        """For what, with the project named."""
        if self.project is None or self.project.name in self.text:
            return self.text
        return f"{self.project.name}，{self.text}"


class NoticeWithdrawal(models.Model):
    """What a later notice takes back of an earlier one, with the reason; takes effect as that
    later notice is issued."""

    notice = models.ForeignKey(
        SupervisionNotice, on_delete=models.PROTECT, related_name="withdrawals", verbose_name="通报"
    )
    item = models.OneToOneField(
        NoticeItem, on_delete=models.PROTECT, related_name="withdrawal", verbose_name="撤销的事项"
    )
    reason = models.CharField("撤销理由", max_length=200)

    trail = Kept()

    class Meta:
        verbose_name = "撤销"
        verbose_name_plural = "撤销"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"撤销 {self.item}"
