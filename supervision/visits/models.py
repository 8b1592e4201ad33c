"""Inspections (督查): visits, what was found there, and the photos of it."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from files.models import KeptFile
from projects.models import Project, ProjectUnit
from supervision.problems.models import Problem


class InspectionKind(models.TextChoices):
    JOINT = "joint", "月度联合督查"
    UNANNOUNCED = "unannounced", "暗访"
    SECOND_LOOK = "second_look", "回头看"


class Voidable(models.Model):
    """Never removed: what was recorded by mistake is voided with a reason, and counts nowhere."""

    voided_at = models.DateTimeField("作废时间", null=True)
    voided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="作废人"
    )
    void_reason = models.CharField("作废理由", max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, user: User) -> "InspectionQuerySet":
        return self.filter(county__in=counties_read(user))

    def standing(self) -> "InspectionQuerySet":
        return self.filter(voided_at=None)


class Inspection(Voidable):
    """督查: one visit on one day, by whom. A second look names the visit that it looks back at."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="inspections", verbose_name="县"
    )
    kind = models.CharField("方式", max_length=20, choices=InspectionKind)
    visited_on = models.DateField("督查日期")
    team = models.CharField("督查人员", max_length=200)
    looks_back_at = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="second_looks",
        verbose_name="回头看的督查",
    )
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="记录人"
    )
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = InspectionQuerySet.as_manager()
    trail = Kept(free=("version",), quiet=("voided_at", "voided_by", "recorded_by"))

    class Meta:
        verbose_name = "督查"
        verbose_name_plural = "督查"
        ordering = ["-visited_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.visited_on:%Y-%m-%d} {self.get_kind_display()}"


# A finding that is neither voided itself nor of a visit that was.
_STANDING = Q(voided_at=None, inspection__voided_at=None)


class InspectionFindingQuerySet(models.QuerySet["InspectionFinding"]):
    def visible_to(self, user: User) -> "InspectionFindingQuerySet":
        """Those of the counties the user reads; for a reporter those that became a problem of a
        project that his unit has a part in. What was voided he does not see."""
        parts = ProjectUnit.objects.current().filter(unit__in=reporting_unit_ids(user))
        return self.filter(
            Q(inspection__county__in=counties_read(user))
            | Q(
                _STANDING,
                problem__isnull=False,
                project__in=parts.values("project"),
            )
        )

    def standing(self) -> "InspectionFindingQuerySet":
        return self.filter(_STANDING)


class InspectionFinding(Voidable):
    """督查发现 at one project: closed on the spot (``settled`` says how), or a problem."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="findings", verbose_name="督查"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="inspection_findings", verbose_name="项目"
    )
    text = models.TextField("发现的情况")
    settled = models.TextField("现场解决情况", blank=True)
    problem = models.OneToOneField(
        Problem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="finding",
        verbose_name="转为问题",
    )
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = InspectionFindingQuerySet.as_manager()
    trail = Kept(free=("version",), quiet=("voided_at", "voided_by", "inspection", "project"))

    class Meta:
        verbose_name = "督查发现"
        verbose_name_plural = "督查发现"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.project}：{self.text[:30]}"

    @property
    def is_closed(self) -> bool:
        return bool(self.settled) or self.problem_id is not None


class FindingPhoto(KeptFile):
    """A photo as we encoded it anew: whatever else the file carried is gone."""

    folder = "inspections"

    finding = models.ForeignKey(
        InspectionFinding, on_delete=models.PROTECT, related_name="photos", verbose_name="督查发现"
    )
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    added_at = models.DateTimeField("上传时间")

    trail = Kept(quiet=("finding", "file", "size", "width", "height", "added_by", "added_at"))

    class Meta:
        verbose_name = "照片"
        verbose_name_plural = "照片"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"照片{self.pk}"
