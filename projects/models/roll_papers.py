"""What hangs on the lines of any 台账: papers, and answers that were read."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.trail.facts import Free, Kept
from files.models import KeptFile
from projects.models.adjustments import LONGEST_PAPER_NAME
from workbooks.models import Upload, UploadSource


class RollPaper(KeptFile):
    """附件 of a line: a batch of papers of approval, a voucher. It hangs on the number of the line,
    and until that is given on the declaration of a new one, which are of the table of ``roll``."""

    folder = "rolls"
    unit_path = "unit"

    county = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="县")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="填报单位"
    )
    roll = models.CharField("台账", max_length=40)
    serial = models.PositiveIntegerField("编号", null=True)
    declaration = models.PositiveBigIntegerField("申报", null=True)
    original_name = models.CharField("文件名", max_length=LONGEST_PAPER_NAME)
    content_type = models.CharField("类型", max_length=100)
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    added_at = models.DateTimeField("上传时间")

    trail = Kept(
        quiet=(
            "file",
            "size",
            "content_type",
            "county_id",
            "unit_id",
            "roll",
            "serial",
            "declaration",
            "added_by_id",
            "added_at",
        )
    )

    class Meta:
        verbose_name = "台账附件"
        verbose_name_plural = "台账附件"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "roll", "serial", "sha256"],
                condition=Q(serial__isnull=False),
                name="roll_paper_once_a_line",
            ),
            models.CheckConstraint(
                condition=Q(serial__isnull=False) | Q(declaration__isnull=False),
                name="roll_paper_hangs_on_something",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name


class ReadReturn(models.Model):
    """That who declared has read why it was sent back, and lets it be."""

    roll = models.CharField("台账", max_length=40)
    declaration = models.PositiveBigIntegerField("申报")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="用户")
    at = models.DateTimeField("时间")

    trail = Free("what a person wants to be asked of no more; the answer itself is kept")

    class Meta:
        verbose_name = "已知晓的退回"
        verbose_name_plural = "已知晓的退回"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["roll", "declaration"], name="read_return_once")
        ]

    def __str__(self) -> str:
        return f"{self.roll} {self.declaration}"


class RollSource(UploadSource):
    """Which workbook, sheet and row declared a line of the table of ``roll``."""

    # Two kinds of sources of one room cannot have one name.
    upload = models.ForeignKey(
        Upload, on_delete=models.PROTECT, related_name="roll_sources", verbose_name="上传文件"
    )
    roll = models.CharField("台账", max_length=40)
    declaration = models.PositiveBigIntegerField("申报")

    class Meta(UploadSource.Meta):
        verbose_name = "台账申报来源"
        verbose_name_plural = "台账申报来源"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["upload", "declaration"], name="roll_source_once_per_upload"
            )
        ]
