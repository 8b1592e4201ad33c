"""What the bureau does with an entry beside its state: returns of it, looks at it, and the reasons
of returns that a county has ready."""

from django.db import models
from django.db.models import F, OuterRef, Subquery

from accounts.models import Unit, User
from accounts.trail.facts import Kept
from investment.models.entries import MonthlyEntry

FIRST_SHAPE = 1
"""How ``EntryReturn.content`` is written: the fields of an EntryDraft, amounts in yuan, days as
text."""


class EntryReturnQuerySet(models.QuerySet["EntryReturn"]):
    def last_of_each(self) -> "EntryReturnQuerySet":
        newest = EntryReturn.objects.filter(entry=OuterRef("entry")).order_by("-pk")
        return self.filter(pk=Subquery(newest.values("pk")[:1]))


class EntryReturn(models.Model):
    """退回: that an entry went back to its unit, why, and what it said then. What the unit sends
    afterwards is held against ``content``: the same again was not mended."""

    entry = models.ForeignKey(
        MonthlyEntry, on_delete=models.PROTECT, related_name="returns", verbose_name="月度进度"
    )
    reason = models.TextField("退回理由")
    returned_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="退回人"
    )
    returned_at = models.DateTimeField("退回时间")
    content = models.JSONField("退回时的内容")
    shape = models.PositiveSmallIntegerField("内容格式", default=FIRST_SHAPE, editable=False)

    objects = EntryReturnQuerySet.as_manager()
    trail = Kept(quiet=("entry", "reason", "returned_by", "returned_at", "content", "shape"))

    class Meta:
        verbose_name = "退回"
        verbose_name_plural = "退回"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.entry} 退回"


class LookKind(models.TextChoices):
    ENTRY = "entry", "已看"
    VERIFIED = "verified", "已知悉核定数"


class EntryLookQuerySet(models.QuerySet["EntryLook"]):
    def at_entry(self) -> "EntryLookQuerySet":
        """Of the bureau at what a unit sent, as the entry now stands."""
        return self.filter(kind=LookKind.ENTRY, version=F("entry__version"))


class EntryLook(models.Model):
    """已看: that somebody looked at an entry as it stood at a version. A changed entry is unseen
    again. The bureau looks at what a unit sent, the unit at the 核定数 that stands beside it."""

    entry = models.ForeignKey(
        MonthlyEntry, on_delete=models.PROTECT, related_name="looks", verbose_name="月度进度"
    )
    kind = models.CharField("看的是", max_length=20, choices=LookKind)
    version = models.PositiveIntegerField("版本")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="看的人")
    at = models.DateTimeField("时间")

    objects = EntryLookQuerySet.as_manager()
    trail = Kept(quiet=("entry", "kind", "version", "by", "at"))

    class Meta:
        verbose_name = "已看"
        verbose_name_plural = "已看"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "kind", "version"], name="looked_at_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_kind_display()}"


class ReadyReason(models.Model):
    """常用退回理由: what the bureau of a county often writes when it returns an entry."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="ready_reasons", verbose_name="县"
    )
    text = models.CharField("理由", max_length=100)
    position = models.PositiveSmallIntegerField("排序", default=0)

    trail = Kept()

    class Meta:
        verbose_name = "常用退回理由"
        verbose_name_plural = "常用退回理由"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "text"], name="ready_reason_once"),
        ]

    def __str__(self) -> str:
        return self.text
