"""Problems: what keeps a project from going on, and where it was seen."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from projects.models import Project


class ProblemCategory(models.TextChoices):
    """What is in the way (third and fifth source document)."""

    FUNDS = "funds", "资金"
    LAND = "land", "用地"
    CLEARANCE = "clearance", "征迁"
    APPROVALS = "approvals", "手续"
    SITE = "site", "施工环境"
    MARKET = "market", "市场"
    OWNER = "owner", "主体变更"
    ORGANISATION = "organisation", "施工组织"


class Severity(models.TextChoices):
    """General ones become a dispatch order; major ones go up at once (third source document:
    重大推进问题及时呈报县政府, 一般问题由发改委开具项目调度单)."""

    GENERAL = "general", "一般"
    MAJOR = "major", "重大"


class ProblemSource(models.TextChoices):
    UNIT = "unit", "单位反映"
    CONTACT = "contact", "联系人反映"
    INSPECTION = "inspection", "督查发现"
    LIGHT = "light", "亮灯提出"


class ProblemState(models.TextChoices):
    OPEN = "open", "未解决"
    SOLVED = "solved", "已解决"


class ProblemQuerySet(models.QuerySet["Problem"]):
    def visible_to(self, user: User) -> "ProblemQuerySet":
        """Those of the counties the user reads; a unit's on projects that it has a part in, and
        those that it is asked to settle."""
        # A query of its own, no branch of the OR: config/tests/test_partial_indexes.py says why.
        own = Problem.objects.filter(project__in=Project.objects.visible_to(user)).values("pk")
        units = reporting_unit_ids(user)
        asked = Problem.objects.filter(orders__addressee__in=units).values("pk")
        return self.filter(Q(county__in=counties_read(user)) | Q(pk__in=own) | Q(pk__in=asked))

    def open(self) -> "ProblemQuerySet":
        return self.filter(state=ProblemState.OPEN)

    def major(self) -> "ProblemQuerySet":
        return self.filter(severity=Severity.MAJOR)


class Problem(models.Model):
    """问题: a difficulty of one project. One that a light proposed keeps the month, the word of the
    light and its reason, as they were. ``reported_up_at``: when a major one went up (专报)."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="problems", verbose_name="县"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="problems", verbose_name="项目"
    )
    category = models.CharField("类别", max_length=20, choices=ProblemCategory)
    severity = models.CharField("程度", max_length=20, choices=Severity, default=Severity.GENERAL)
    text = models.TextField("问题")
    suggestion = models.TextField("建议", blank=True)
    source = models.CharField("来源", max_length=20, choices=ProblemSource)
    light_month = models.CharField("亮灯月份", max_length=7, blank=True)
    light_word = models.CharField("亮灯", max_length=20, blank=True)
    light_reason = models.CharField("亮灯原因", max_length=200, blank=True)
    raised_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="提出人"
    )
    raised_on = models.DateField("提出日期")
    reported_up_at = models.DateTimeField("专报时间", null=True)
    state = models.CharField("状态", max_length=20, choices=ProblemState, default=ProblemState.OPEN)
    solution = models.TextField("解决情况", blank=True)
    solved_on = models.DateField("解决日期", null=True)
    solved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="销号人"
    )
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = ProblemQuerySet.as_manager()
    trail = Kept(free=("version",), quiet=("project", "raised_by", "raised_on", "solved_by"))

    class Meta:
        verbose_name = "问题"
        verbose_name_plural = "问题"
        ordering = ["-raised_on", "-pk"]
        constraints = [
            # Of a project one problem at a time is open that a light proposed.
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(source="light", state="open"),
                name="one_open_problem_of_a_light",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_category_display()}问题"

    @property
    def is_open(self) -> bool:
        return self.state == ProblemState.OPEN

    @property
    def is_major(self) -> bool:
        return self.severity == Severity.MAJOR
