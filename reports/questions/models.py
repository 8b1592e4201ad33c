"""临时名单: projects picked for a moment, kept under a name with what is asked of them."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read, may_in_part
from accounts.trail.facts import Kept
from projects.models import Project

AS_MATTER = "#"


class SelectionKind(models.TextChoices):
    LIST = "list", "名单"
    VISIT = "visit", "观摩"
    TOUR = "tour", "拉练"
    START = "start", "集中开工"


class NamedSelectionQuerySet(models.QuerySet["NamedSelection"]):
    def visible_to(self, user: User) -> "NamedSelectionQuerySet":
        """The user's own, and those that the bureau shares with who reads the county."""
        if not may_in_part(user, "view.keep"):
            return self.none()
        shared = Q(is_shared=True, county__in=counties_read(user))
        return self.filter(Q(made_by=user) | shared, is_withdrawn=False)


class NamedSelection(models.Model):
    """``columns`` are the names of what is shown (reports.questions.columns), parted by commas.
    ``year`` and ``month`` are the cut-off; None: the published month of whenever it is opened. An
    activity has its day and the place where it sets out; its projects are its stops."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="selections", verbose_name="县"
    )
    name = models.CharField("名称", max_length=60)
    kind = models.CharField(
        "种类", max_length=10, choices=SelectionKind, default=SelectionKind.LIST
    )
    on = models.DateField("活动日期", null=True, blank=True)
    place = models.CharField("集合地点", max_length=100, blank=True)
    columns = models.CharField("显示的列", max_length=200)
    by_month = models.BooleanField("逐月列出", default=False)
    year = models.PositiveSmallIntegerField("截止年份", null=True)
    month = models.PositiveSmallIntegerField("截止月份", null=True)
    is_shared = models.BooleanField("全局共享", default=False)
    is_withdrawn = models.BooleanField("已撤销", default=False)
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="selections", verbose_name="建立人"
    )
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = NamedSelectionQuerySet.as_manager()
    trail = Kept(free=("version",))

    class Meta:
        verbose_name = "临时名单"
        verbose_name_plural = "临时名单"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["made_by", "name"],
                condition=Q(is_withdrawn=False),
                name="selection_name_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def as_matter(self) -> str:
        """As a paper about it has it, beside the keys of lists (``reports.sheets``)."""
        return f"{AS_MATTER}{self.pk}"

    def stops_seen_by(self, user: User) -> "models.QuerySet[SelectedProject]":
        """Its projects that the user may see today, whoever put them there."""
        seen = Project.objects.visible_to(user)
        return self.selected.filter(project__in=seen).select_related("project")

    @property
    def is_activity(self) -> bool:
        return self.kind != SelectionKind.LIST


class SelectedProject(models.Model):
    """A project of a selection; ``position`` is its place, the order of the stops."""

    selection = models.ForeignKey(
        NamedSelection, on_delete=models.PROTECT, related_name="selected", verbose_name="临时名单"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="selected_in", verbose_name="项目"
    )
    position = models.PositiveSmallIntegerField("次序")
    note = models.CharField("备注", max_length=100, blank=True)

    trail = Kept(says=("project_id",))

    class Meta:
        verbose_name = "名单项目"
        verbose_name_plural = "名单项目"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "project"], name="project_once_in_a_selection"
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)
