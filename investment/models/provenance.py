"""Which upload gave an entry its figures."""

from django.db import models

from investment.models.entries import MonthlyEntry
from workbooks.models import UploadSource


class EntrySource(UploadSource):
    """Which upload, sheet, row and cells gave an entry its figures.

    ``before`` and ``after`` are the entry's columns as they were and as the upload left them,
    ``before`` None where it made the entry. ``entry_version`` is the version it left: an entry
    that still has it was not touched since, and can be put back.
    """

    entry = models.ForeignKey(
        MonthlyEntry, on_delete=models.PROTECT, related_name="sources", verbose_name="月度进度"
    )
    entry_version = models.PositiveIntegerField("导入后版本")

    class Meta(UploadSource.Meta):
        verbose_name = "数字来源"
        verbose_name_plural = "数字来源"
        constraints = [
            models.UniqueConstraint(fields=["upload", "entry"], name="source_once_per_upload"),
        ]
