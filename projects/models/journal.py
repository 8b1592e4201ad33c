"""项目记事: dated notes and photos that people lay beside a project by hand."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read
from accounts.trail.facts import Kept
from files.models import KeptFile
from projects.models.register import Project

LONGEST_NOTE = 1000
LONGEST_PHOTO_CAPTION = 100
LONGEST_PHOTO_NAME = 255


class JournalNoteQuerySet(models.QuerySet["JournalNote"]):
    def visible_to(self, user: User) -> "JournalNoteQuerySet":
        """Of the projects that the user sees; one that is for the bureau, of who reads the
        county alone."""
        seen = self.filter(project__in=Project.objects.visible_to(user))
        return seen.filter(Q(is_internal=False) | Q(project__county__in=counties_read(user)))


class JournalNote(models.Model):
    """记事: what somebody has to say of a project, for a day. Nobody changes it: its author writes
    a later one that ``corrects`` it. ``is_internal``: units do not see it."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="journal_notes", verbose_name="项目"
    )
    day = models.DateField("日期")
    text = models.TextField("内容")
    is_internal = models.BooleanField("单位看不到", default=False)
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="corrected_by",
        verbose_name="更正的记事",
    )
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="记事人"
    )
    written_at = models.DateTimeField("记事时间")

    objects = JournalNoteQuerySet.as_manager()
    trail = Kept(quiet=("project", "written_by", "written_at"))

    class Meta:
        verbose_name = "项目记事"
        verbose_name_plural = "项目记事"
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.text[:40]


class NamedColleagueQuerySet(models.QuerySet["NamedColleague"]):
    def unread(self) -> "NamedColleagueQuerySet":
        """Not read, of notes that no later one has corrected."""
        return self.filter(read_at=None, note__corrected_by=None)


class NamedColleague(models.Model):
    """A colleague whom a note names: it stands in their 待办 until they have read it."""

    note = models.ForeignKey(
        JournalNote, on_delete=models.PROTECT, related_name="named", verbose_name="记事"
    )
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="提请阅看的人"
    )
    read_at = models.DateTimeField("阅看时间", null=True)

    objects = NamedColleagueQuerySet.as_manager()
    trail = Kept(says=("person_id",))

    class Meta:
        verbose_name = "提请阅看"
        verbose_name_plural = "提请阅看"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["note", "person"], name="colleague_named_once"),
        ]

    def __str__(self) -> str:
        return f"{self.note}（{self.person}）"


class ProjectPhotoQuerySet(models.QuerySet["ProjectPhoto"]):
    def visible_to(self, user: User) -> "ProjectPhotoQuerySet":
        """Those laid beside a project that the user sees, and what they have themselves sent and
        not yet assigned. What was taken out is of nobody."""
        seen = Project.objects.visible_to(user).values("pk")
        return self.filter(
            Q(placed_at__isnull=False, project__in=seen) | Q(placed_at=None, added_by=user),
            voided_at=None,
        )

    def placed(self) -> "ProjectPhotoQuerySet":
        return self.filter(placed_at__isnull=False, voided_at=None)

    def waiting(self) -> "ProjectPhotoQuerySet":
        """Sent, and not yet assigned."""
        return self.filter(placed_at=None, voided_at=None)


class ProjectPhoto(KeptFile):
    """现场照片: a photo as we encoded it anew, beside a project and a day. It comes by the folder:
    until ``placed_at`` its project and day are what its name and what the camera wrote propose.
    ``unit`` is whose room it takes, None for the bureau's own."""

    folder = "journal"
    unit_path = "unit"

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="project_photos", verbose_name="县"
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        related_name="journal_photos",
        verbose_name="项目",
    )
    taken_on = models.DateField("拍摄日期", null=True)
    caption = models.CharField("说明", max_length=LONGEST_PHOTO_CAPTION, blank=True)
    original_name = models.CharField("文件名", max_length=LONGEST_PHOTO_NAME)
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    added_at = models.DateTimeField("上传时间")
    placed_at = models.DateTimeField("归集时间", null=True)
    voided_at = models.DateTimeField("移除时间", null=True)
    voided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="移除人"
    )
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = ProjectPhotoQuerySet.as_manager()
    trail = Kept(
        free=("version",),
        quiet=(
            "county",
            "file",
            "size",
            "width",
            "height",
            "unit",
            "added_by",
            "added_at",
            "placed_at",
            "voided_at",
            "voided_by",
        ),
    )

    class Meta:
        verbose_name = "现场照片"
        verbose_name_plural = "现场照片"
        ordering = ["-taken_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(placed_at=None) | Q(project__isnull=False, taken_on__isnull=False),
                name="placed_photo_has_project_and_day",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def words(self) -> str:
        """What it is called where it is shown."""
        return self.caption or self.original_name
