"""The signed and stamped sheets of a unit's month, as they came."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from files.models import KeptFile
from investment.models.periods import ReportingPeriod


class SignedSheetQuerySet(models.QuerySet["SignedSheet"]):
    def visible_to(self, user: User) -> "SignedSheetQuerySet":
        """A reporter's own units' sheets; those of a county to who reads the county."""
        return self.filter(
            Q(unit__in=reporting_unit_ids(user)) | Q(period__county__in=counties_read(user))
        )

    def of_month(self, unit: Unit, period: ReportingPeriod) -> "SignedSheetQuerySet":
        return self.filter(unit=unit, period=period)

    def standing(self) -> "SignedSheetQuerySet":
        return self.filter(voided_at=None)


class SignedSheet(KeptFile):
    """签章表: a photo or scan of the signed and stamped sheet of a unit's month, as it came.
    It is never removed, only voided with a reason."""

    folder = "signed"
    unit_path = "unit"

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="signed_sheets", verbose_name="填报单位"
    )
    period = models.ForeignKey(
        ReportingPeriod,
        on_delete=models.PROTECT,
        related_name="signed_sheets",
        verbose_name="填报期",
    )
    original_name = models.CharField("文件名", max_length=255)
    content_type = models.CharField("类型", max_length=40)
    uploaded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    voided_at = models.DateTimeField("作废时间", null=True)
    voided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="作废人"
    )
    void_reason = models.CharField("作废理由", max_length=200, blank=True)

    objects = SignedSheetQuerySet.as_manager()
    trail = Kept(
        quiet=(
            "file",
            "content_type",
            "size",
            "uploaded_by",
            "uploaded_at",
            "voided_at",
            "voided_by",
        )
    )

    class Meta:
        verbose_name = "签章表"
        verbose_name_plural = "签章表"
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period", "sha256"],
                condition=Q(voided_at=None),
                name="signed_sheet_once",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None
