"""Which upload gave an entry its figures."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.models import User
from accounts.trail.facts import Derived, Kept
from investment.models.entries import MonthlyEntry
from workbooks.models import Upload


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

    trail = Derived("the uploaded workbook, which is kept")

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

    trail = Kept()

    class Meta:
        verbose_name = "撤销的导入"
        verbose_name_plural = "撤销的导入"

    def __str__(self) -> str:
        return str(self.upload)
