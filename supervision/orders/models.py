"""Dispatch orders (项目调度单): asked of a department, with a deadline, until done."""

import datetime

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from files.models import KeptFile
from supervision.problems.models import Problem


class OrderState(models.TextChoices):
    ISSUED = "issued", "待签收"
    ACKNOWLEDGED = "acknowledged", "办理中"
    REPLIED = "replied", "待核查"
    SENT_BACK = "sent_back", "退回重办"
    CLOSED = "closed", "已办结"
    VOIDED = "voided", "已撤销"


# Where the addressee still owes something.
WITH_ADDRESSEE = (OrderState.ISSUED, OrderState.ACKNOWLEDGED, OrderState.SENT_BACK)

ENDED = (OrderState.CLOSED, OrderState.VOIDED)


class DispatchOrderQuerySet(models.QuerySet["DispatchOrder"]):
    def visible_to(self, user: User) -> "DispatchOrderQuerySet":
        return self.filter(
            Q(county__in=counties_read(user)) | Q(addressee__in=reporting_unit_ids(user))
        )

    def addressed_to(self, user: User) -> "DispatchOrderQuerySet":
        """Those that a unit of the user's is to settle."""
        return self.filter(addressee__in=reporting_unit_ids(user))

    def with_addressee(self) -> "DispatchOrderQuerySet":
        return self.filter(state__in=WITH_ADDRESSEE)

    def overdue(self, on: datetime.date) -> "DispatchOrderQuerySet":
        """Unanswered, and past the last day for it."""
        return self.with_addressee().filter(due_on__lt=on)

    def open(self) -> "DispatchOrderQuerySet":
        return self.exclude(state__in=ENDED)

    def ended(self) -> "DispatchOrderQuerySet":
        return self.filter(state__in=ENDED)


class DispatchOrder(models.Model):
    """项目调度单: gives a problem to a unit. Numbered by county and year; due ``workdays`` workdays
    after the day of issue, or after the day on which more time was given. ``first_due_on`` and
    ``first_replied_on`` stay: whether the unit was late is told by them. One that was issued by
    mistake is voided with a reason and keeps its number."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="dispatch_orders", verbose_name="县"
    )
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("编号")
    problem = models.ForeignKey(
        Problem, on_delete=models.PROTECT, related_name="orders", verbose_name="问题"
    )
    addressee = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="orders_received", verbose_name="承办单位"
    )
    request = models.TextField("调度事项和要求")
    issued_on = models.DateField("下达日期")
    workdays = models.PositiveSmallIntegerField("办理时限")
    due_on = models.DateField("办结期限")
    first_due_on = models.DateField("原定期限")
    issued_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="签发人"
    )
    state = models.CharField("状态", max_length=20, choices=OrderState, default=OrderState.ISSUED)
    acknowledged_on = models.DateField("签收日期", null=True)
    replied_on = models.DateField("回复日期", null=True)
    first_replied_on = models.DateField("首次回复日期", null=True)
    closed_on = models.DateField("办结日期", null=True)
    sent_back_times = models.PositiveSmallIntegerField("退回次数", default=0)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = DispatchOrderQuerySet.as_manager()
    trail = Kept(
        free=("version",),
        quiet=(
            "year",
            "number",
            "first_due_on",
            "first_replied_on",
            "sent_back_times",
            "issued_by",
        ),
    )

    class Meta:
        verbose_name = "项目调度单"
        verbose_name_plural = "项目调度单"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "number"], name="order_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="order_number_from_1"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"〔{self.year}〕{self.number}号调度单"

    @property
    def is_with_addressee(self) -> bool:
        return self.state in WITH_ADDRESSEE

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    def is_overdue(self, on: datetime.date) -> bool:
        return self.is_with_addressee and self.due_on < on

    @property
    def days_late(self) -> int:
        """By how many days the first reply missed the first deadline; 0 where it did not."""
        if self.first_replied_on is None:
            return 0
        return max((self.first_replied_on - self.first_due_on).days, 0)


class OrderStep(models.Model):
    """One step of an order, in the words of who took it: never changed."""

    order = models.ForeignKey(
        DispatchOrder, on_delete=models.PROTECT, related_name="steps", verbose_name="调度单"
    )
    to_state = models.CharField("步骤", max_length=20, choices=OrderState)
    text = models.TextField("内容", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("时间")

    trail = Kept()

    class Meta:
        verbose_name = "办理步骤"
        verbose_name_plural = "办理步骤"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.order} {self.get_to_state_display()}"


class OrderAttachment(KeptFile):
    """附件: a PDF or a picture that came with a reply."""

    folder = "orders"
    unit_path = "step__order__addressee"

    step = models.ForeignKey(
        OrderStep, on_delete=models.PROTECT, related_name="attachments", verbose_name="步骤"
    )
    original_name = models.CharField("文件名", max_length=255)
    content_type = models.CharField("类型", max_length=40)

    trail = Kept()

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.original_name


class OrderReminderKind(models.TextChoices):
    BEFORE = "before", "到期前提醒"
    OVERDUE = "overdue", "逾期催办"


class OrderReminder(models.Model):
    """That a unit was told of an order, once before the due date and once after it."""

    order = models.ForeignKey(
        DispatchOrder, on_delete=models.PROTECT, related_name="reminders", verbose_name="调度单"
    )
    kind = models.CharField("种类", max_length=20, choices=OrderReminderKind)
    due_on = models.DateField("办结期限")
    text = models.TextField("内容")
    made_at = models.DateTimeField("时间")

    trail = Kept(quiet=("order", "due_on", "made_at"))

    class Meta:
        verbose_name = "调度单提醒"
        verbose_name_plural = "调度单提醒"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "kind", "due_on"], name="order_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.get_kind_display()}"
