"""The register: projects, the units' parts in them, plan lists, milestones."""

import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from accounts.trail.proposals import Proposal
from projects.naming import LONGEST_PINYIN


class ProjectCategory(models.Model):
    """项目类别: 交通, 工业, 文化旅游 …; reference data of a county. ``parent`` is the wider
    category that holds it (基础设施 of 交通), where the county has two levels."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="project_categories", verbose_name="县"
    )
    name = models.CharField("名称", max_length=40)
    position = models.PositiveIntegerField("排序", default=0)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="held",
        verbose_name="所属大类",
    )

    trail = Kept()

    class Meta:
        verbose_name = "项目类别"
        verbose_name_plural = "项目类别"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="category_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class InvestorType(models.TextChoices):
    GOVERNMENT = "government", "政府投资"
    PRIVATE = "private", "民间投资"


class ConstructionNature(models.TextChoices):
    NEW = "new", "新建"
    EXTENSION = "extension", "扩建"
    REBUILD = "rebuild", "改建"
    RELOCATION = "relocation", "迁建"


class ApprovalType(models.TextChoices):
    """项目类型 of the national repository: by which way the project is let be."""

    APPROVED = "approved", "审批"
    LICENSED = "licensed", "核准"
    FILED = "filed", "备案"


class Stage(models.TextChoices):
    RESERVE = "reserve", "储备"
    PRELIMINARY = "preliminary", "前期"
    CONSTRUCTION = "construction", "在建"
    SUSPENDED = "suspended", "停工"
    SUBSTANTIAL = "substantial", "基本建成"
    COMPLETED = "completed", "竣工"
    OPERATION = "operation", "投产"
    ENDED = "ended", "终止"


class ProjectQuerySet(models.QuerySet["Project"]):
    def of_county(self, county: Unit) -> "ProjectQuerySet":
        return self.filter(county=county)

    def visible_to(self, user: User) -> "ProjectQuerySet":
        """Every project of the counties the user reads; for a reporter those his unit has a
        part in (data/rights.csv, "project, view")."""
        parts = ProjectUnit.objects.filter(unit__in=reporting_unit_ids(user), until=None)
        return self.filter(Q(county__in=counties_read(user)) | Q(pk__in=parts.values("project")))

    def reported_by(self, unit: Unit) -> "ProjectQuerySet":
        """The projects whose reporting unit ``unit`` is today."""
        return self.filter(
            pk__in=ProjectUnit.objects.filter(unit=unit, part=Part.REPORTING, until=None).values(
                "project"
            )
        )

    def reported_through(self, unit: Unit, day: datetime.date) -> "ProjectQuerySet":
        """The projects of which ``unit`` reports the month that ends on ``day``, or reported it
        before it was closed."""
        reports = ProjectUnit.objects.answering_for(day).filter(unit=unit)
        reported = ProjectUnit.objects.reporting_on(day).filter(unit=unit)
        return self.filter(
            Q(pk__in=reports.values("project")) | Q(pk__in=reported.values("project"))
        )

    def named_like(self, text: str) -> "ProjectQuerySet":
        """Search in names, aliases, codes and pinyin, its initials or in full."""
        return self.filter(
            Q(name__icontains=text)
            | Q(code__icontains=text)
            | Q(pinyin__icontains=text.lower())
            | Q(pk__in=ProjectAlias.objects.filter(name__icontains=text).values("project"))
        )


class Project(models.Model):
    """One construction project (重点项目). Amounts are in yuan (元)."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="projects", verbose_name="县"
    )
    name = models.CharField("项目名称", max_length=200)
    pinyin = models.CharField("拼音", max_length=LONGEST_PINYIN, blank=True, editable=False)
    code = models.CharField("项目代码", max_length=40, blank=True, db_index=True)
    category = models.ForeignKey(
        ProjectCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name="项目类别",
    )
    is_productive = models.BooleanField("产业项目", default=False)
    investor_type = models.CharField("投资主体", max_length=20, choices=InvestorType, blank=True)
    construction_nature = models.CharField(
        "建设性质", max_length=20, choices=ConstructionNature, blank=True
    )
    total_investment = models.BigIntegerField("总投资", null=True, blank=True)
    invested_before = models.BigIntegerField("截至上年底累计完成投资", null=True, blank=True)
    invested_before_year = models.PositiveSmallIntegerField("上年底所指年度", null=True, blank=True)
    construction_start_year = models.PositiveSmallIntegerField("建设起年", null=True, blank=True)
    construction_end_year = models.PositiveSmallIntegerField("建设止年", null=True, blank=True)
    content = models.TextField("建设内容及规模", blank=True)
    location = models.CharField("建设地点", max_length=200, blank=True)
    town = models.CharField("属地", max_length=40, blank=True)
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=40, blank=True)
    approval_type = models.CharField(
        "审批核准备案", max_length=20, choices=ApprovalType, blank=True
    )
    industry = models.CharField("国标行业", max_length=60, blank=True)
    legal_person = models.CharField("项目法人", max_length=100, blank=True)
    legal_person_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    stage = models.CharField("阶段", max_length=20, choices=Stage, default=Stage.RESERVE)
    actual_start = models.DateField("实际开工日期", null=True, blank=True)
    substantially_complete_on = models.DateField("基本建成日期", null=True, blank=True)
    completed_on = models.DateField("竣工日期", null=True, blank=True)
    in_production_on = models.DateField("投产日期", null=True, blank=True)
    in_use_on = models.DateField("投用日期", null=True, blank=True)
    start_recognised_on = models.DateField("认定开工日期", null=True, blank=True)
    start_evidence = models.CharField("开工认定依据", max_length=200, blank=True)
    package = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="packaged",
        verbose_name="所属打包项目",
    )
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = ProjectQuerySet.as_manager()
    trail = Kept(free=("pinyin", "version"), yuan=("total_investment", "invested_before"))

    class Meta:
        verbose_name = "重点项目"
        verbose_name_plural = "重点项目"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="project_name_once"),
            models.CheckConstraint(
                condition=Q(total_investment=None) | Q(total_investment__gte=0),
                name="total_investment_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(start_recognised_on=None) | ~Q(start_evidence=""),
                name="start_recognised_on_evidence",
                violation_error_message="认定开工须写明依据。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectAlias(models.Model):
    """Another name under which units write a project."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="aliases", verbose_name="项目"
    )
    name = models.CharField("别名", max_length=200, db_index=True)

    trail = Kept()

    class Meta:
        verbose_name = "项目别名"
        verbose_name_plural = "项目别名"
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="alias_once_per_project"),
        ]

    def __str__(self) -> str:
        return self.name


class Part(models.TextChoices):
    REPORTING = "reporting", "填报单位"
    RESPONSIBLE = "responsible", "责任单位"
    CONSTRUCTION = "construction", "建设单位"
    SUPERVISING = "supervising", "主管单位"
    LOCAL = "local", "属地"
    LINKED = "linked", "包抓单位"


class ProjectUnitQuerySet(models.QuerySet["ProjectUnit"]):
    def on(self, day: datetime.date) -> "ProjectUnitQuerySet":
        """The parts in force on ``day``."""
        return self.filter(from_date__lte=day).filter(Q(until=None) | Q(until__gt=day))

    def current(self) -> "ProjectUnitQuerySet":
        return self.filter(until=None)

    def reporting_on(self, day: datetime.date) -> "ProjectUnitQuerySet":
        """Who reported each project on ``day``; for a day before all of them the first."""
        return self.filter(_is_first_on(day), part=Part.REPORTING)

    def answering_for(self, day: datetime.date) -> "ProjectUnitQuerySet":
        """Who reports, at any time, the month that ends on ``day``: the unit that reported the
        project then, whoever does since; where that unit is closed by now, who does today, and
        where nobody does, still that unit."""
        then = ProjectUnit.objects.reporting_on(day)
        without_end = ProjectUnit.objects.current().filter(
            project=OuterRef("project"), part=Part.REPORTING
        )
        stands = _is_first_on(day) & (Q(unit__is_active=True) | ~Exists(without_end))
        inherits = Exists(then.filter(project=OuterRef("project"), unit__is_active=False))
        return self.filter(stands | Q(inherits, until=None), part=Part.REPORTING)


def _is_first_on(day: datetime.date) -> Q:
    """Of a part as 填报单位: that it is not over on ``day``, and none before it is."""
    earlier = ProjectUnit.objects.filter(
        project=OuterRef("project"),
        part=Part.REPORTING,
        until__gt=day,
        from_date__lt=OuterRef("from_date"),
    )
    return Q(~Exists(earlier), Q(until=None) | Q(until__gt=day))


class ProjectUnit(models.Model):
    """A unit's part in a project, from a day (inclusive) until a day (exclusive)."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="unit_parts", verbose_name="项目"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="project_parts", verbose_name="单位"
    )
    part = models.CharField("关系", max_length=20, choices=Part)
    from_date = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    objects = ProjectUnitQuerySet.as_manager()
    trail = Kept(says=("part", "unit_id"))

    class Meta:
        verbose_name = "项目单位关系"
        verbose_name_plural = "项目单位关系"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(part="reporting", until=None),
                name="one_reporting_unit",
            ),
            models.UniqueConstraint(
                fields=["project", "unit", "part"],
                condition=Q(until=None),
                name="part_held_once",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("from_date")), name="part_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_part_display()}"


class LeadOfficial(models.Model):
    """包抓领导: the one county leader who answers for a project, from a day until a day. ``name``
    is what is printed, as the plan has it (a name or an office); ``leader`` is who is meant, where
    that is known."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="lead_officials", verbose_name="项目"
    )
    name = models.CharField("包抓领导", max_length=60)
    leader = models.ForeignKey(
        "projects.Leader",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led",
        verbose_name="领导",
    )
    from_date = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    trail = Kept(says=("name",))

    class Meta:
        verbose_name = "包抓领导"
        verbose_name_plural = "包抓领导"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(until=None), name="one_lead_official"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectProposal(Proposal):
    """资料修改申请: a change of master data that takes force when an approver says so.

    ``before`` and ``after`` are the fields as they stood and as they are to be (projects/kept.py),
    from ``from_day`` on (None: from the day of the answer), or, as a correction, all the while.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="proposals", verbose_name="项目"
    )
    before = models.JSONField("原值")
    after = models.JSONField("新值")
    from_day = models.DateField("自", null=True)
    is_correction = models.BooleanField("更正", default=False)

    trail = Kept(says=("before", "after"))

    class Meta:
        verbose_name = "资料修改申请"
        verbose_name_plural = "资料修改申请"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "proposed_by"],
                condition=Q(state="waiting"),
                name="one_change_proposed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} 资料修改"
