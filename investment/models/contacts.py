"""Whom the bureau calls about a unit's month, and what was said on the telephone."""

import datetime

from django.db import models
from django.db.models import F, Q

from accounts.models import Unit, User
from accounts.people.telephones import check_telephone
from accounts.trail.facts import Kept
from investment.models.periods import ReportingPeriod


class ContactRole(models.TextChoices):
    """In the order in which they are called."""

    REPORTER = "reporter", "填报员"
    DEPUTY = "deputy", "分管领导"
    HEAD = "head", "主要领导"


class UnitContactQuerySet(models.QuerySet["UnitContact"]):
    def current(self) -> "UnitContactQuerySet":
        return self.filter(until=None)

    def on(self, day: datetime.date) -> "UnitContactQuerySet":
        """Who it was on ``day``."""
        began = Q(from_date=None) | Q(from_date__lte=day)
        return self.filter(began, Q(until=None) | Q(until__gt=day))


class UnitContact(models.Model):
    """单位联系人: a person of a unit who is called when its month is missing; no account needed,
    ``user`` is that of one who signs in. From a day (None: since it is known) until a day
    (exclusive)."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="contacts", verbose_name="单位"
    )
    role = models.CharField("身份", max_length=20, choices=ContactRole)
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("电话", max_length=40, blank=True, validators=[check_telephone])
    position = models.PositiveSmallIntegerField("排序", default=0)
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="as_contact",
        verbose_name="用户",
    )
    from_date = models.DateField("自", null=True, blank=True)
    until = models.DateField("至", null=True, blank=True)

    objects = UnitContactQuerySet.as_manager()
    trail = Kept(quiet=("unit", "position"), says=("role", "name"))

    class Meta:
        verbose_name = "单位联系人"
        verbose_name_plural = "单位联系人"
        ordering = ["unit", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "role", "name"], condition=Q(until=None), name="contact_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(from_date=None) | Q(until__gt=F("from_date")),
                name="contact_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_role_display()}{self.name}"


class CallAnswer(models.TextChoices):
    PROMISED = "promised", "答应补报"
    SIGNING = "signing", "正在审签"
    HINDERED = "hindered", "有困难"
    NOBODY = "nobody", "无人接听"


class ReportingCall(models.Model):
    """催报记录: a call about a unit's missing month: whom, what they answered, and the day they
    promised. ``whom`` are the words of that day: 填报员陈交通."""

    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="calls", verbose_name="填报期"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="calls", verbose_name="单位"
    )
    whom = models.CharField("接电话的人", max_length=60)
    answer = models.CharField("答复", max_length=20, choices=CallAnswer)
    promised_on = models.DateField("承诺日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    called_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="打电话的人"
    )
    called_at = models.DateTimeField("时间")

    trail = Kept(quiet=("called_by", "called_at"))

    class Meta:
        verbose_name = "催报记录"
        verbose_name_plural = "催报记录"
        ordering = ["-called_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit} {self.period} {self.whom}"

    @property
    def words(self) -> str:
        """答应补报（8月7日前）：会计出差."""
        promised = f"（{self.promised_on:%-m月%-d日}前）" if self.promised_on else ""
        return f"{self.get_answer_display()}{promised}{f'：{self.note}' if self.note else ''}"
