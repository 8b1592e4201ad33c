"""佐证材料: photos and documents that a unit lays beside its figures of a project's month."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Unit, User
from accounts.rights import ON_BEHALF, counties_read, counties_where, reporting_unit_ids
from accounts.trail.facts import Kept
from files.models import KeptFile
from investment.models.entries import MonthlyEntry
from investment.models.periods import ReportingPeriod
from investment.models.reviews import EntryReturn
from projects.models import Part, Project, ProjectUnit

LONGEST_CAPTION = 100


_OF_ENTRY = Q(project=OuterRef("project"), period=OuterRef("period"))
_BY_ITS_UNIT = Q(unit=OuterRef("unit")) | Q(unit=OuterRef("unit__successor"))
"""An entry that was sent by who laid it there, or by the unit as which that went on."""


def _went_back() -> Exists:
    """Whether it was sent: its entry went back since it was laid there."""
    returned = EntryReturn.objects.filter(
        entry__project=OuterRef("project"),
        entry__period=OuterRef("period"),
        returned_at__gte=OuterRef("added_at"),
    )
    return Exists(returned)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User) -> "EvidenceQuerySet":
        """All that a reporter's own unit, or one that was closed and whose projects it reports now,
        has laid beside its figures, and what a person of the
        bureau has laid there themselves for 代填; else that of an entry that was sent, to who may
        see the entry; and what was sent before the entry went back, to the unit that mends it now.

        What was taken out again is of those who laid it alone: it was never sent, or not as the
        figures stand now, and one reason for taking it out is that it must not be read. That it
        was there, its name and who took it out, stands in the trail.
        """
        units = reporting_unit_ids(user)
        sent = MonthlyEntry.objects.sent().filter(_OF_ENTRY)
        reported = ProjectUnit.objects.current().filter(part=Part.REPORTING, unit__in=units)
        return self.filter(
            Q(unit__in=units)
            | Q(unit__is_active=False, project__in=reported.values("project"))
            | Q(
                added_by=user,
                period__county__in=counties_where(user, "entry.enter", answer=ON_BEHALF),
            )
            | Q(
                Q(period__county__in=counties_read(user))
                | Q(project__in=Project.objects.visible_to(user)),
                Exists(sent.filter(_BY_ITS_UNIT)) | Q(Exists(sent), _went_back()),
                voided_at=None,
            )
            | Q(_went_back(), project__in=reported.values("project"), voided_at=None)
        )

    def approved(self) -> "EvidenceQuerySet":
        """What stands beside approved figures and was sent with them, or before they went back."""
        entries = MonthlyEntry.objects.approved().filter(_OF_ENTRY)
        was_sent = Exists(entries.filter(_BY_ITS_UNIT)) | Q(Exists(entries), _went_back())
        return self.standing().filter(was_sent)

    def beside(self, entry: MonthlyEntry) -> "EvidenceQuerySet":
        """What its unit has laid beside it, and what went back with it before."""
        own = self.filter(project=entry.project_id, period=entry.period_id)
        by_unit = Q(unit=entry.unit_id) | Q(unit__successor=entry.unit_id)
        return own.filter(by_unit | Q(_went_back()))

    def of_month(self, unit: Unit | int, period: ReportingPeriod | int) -> "EvidenceQuerySet":
        return self.filter(unit=unit, period=period)

    def standing(self) -> "EvidenceQuerySet":
        return self.filter(voided_at=None)


class Evidence(KeptFile):
    """佐证材料: one photo, encoded anew, or one document as it came. It belongs to the project's
    month and the unit, whether there is an entry yet or not. It is never deleted, only voided while
    the unit may still change its figures."""

    folder = "evidence"
    unit_path = "unit"

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="evidence", verbose_name="项目"
    )
    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="evidence", verbose_name="填报期"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="evidence", verbose_name="填报单位"
    )
    original_name = models.CharField("文件名", max_length=255)
    content_type = models.CharField("类型", max_length=100)
    width = models.PositiveIntegerField("宽", null=True)
    height = models.PositiveIntegerField("高", null=True)
    caption = models.CharField("说明", max_length=LONGEST_CAPTION, blank=True)
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    added_at = models.DateTimeField("上传时间")
    voided_at = models.DateTimeField("移除时间", null=True)
    voided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="移除人"
    )
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = EvidenceQuerySet.as_manager()
    trail = Kept(
        free=("version",),
        quiet=(
            "file",
            "content_type",
            "size",
            "width",
            "height",
            "added_by",
            "added_at",
            "voided_at",
            "voided_by",
        ),
    )

    class Meta:
        verbose_name = "佐证材料"
        verbose_name_plural = "佐证材料"
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "period", "unit", "sha256"],
                condition=Q(voided_at=None),
                name="evidence_once",
            ),
        ]
        indexes = [models.Index(fields=["period", "unit"], name="evidence_of_month")]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None

    @property
    def is_photo(self) -> bool:
        return self.width is not None

    @property
    def words(self) -> str:
        """What it is called where it is shown."""
        return self.caption or self.original_name
