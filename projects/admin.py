"""Reference data of the register: categories, the other names that units write, holidays."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from import_export.fields import Field

from accounts.admin import AuditedAdmin, reference
from accounts.errors import DomainError
from accounts.published import months_published, names_of, published_under
from accounts.trail.reference import edition_of
from measures.money import wan_input
from projects.approvals.admin import ApprovalItemAdmin as _Approvals
from projects.forms import WanField
from projects.milestones.admin import MilestoneStepAdmin as _Milestones
from projects.models import (
    FundMark,
    FundSource,
    Holiday,
    Project,
    ProjectAlias,
    ProjectCategory,
    SizeBand,
    StartEvidence,
    Town,
)
from projects.naming import name_key
from workbooks.exchange import (
    Choice,
    CountyRows,
    Day,
    ExchangingAdmin,
    Named,
    Text,
    WholeNumber,
    YesNo,
)

OF_TOPICS = (_Approvals, _Milestones)
"""Tables of topics of this room, registered where they are written."""


class CategoryRows(CountyRows):
    name = Field("name", "名称", Text())
    position = Field("position", "排序", WholeNumber())

    class Meta:
        model = ProjectCategory
        fields = ("name", "position")
        import_id_fields = ("name",)


@admin.register(ProjectCategory, site=reference)
class ProjectCategoryAdmin(ExchangingAdmin):
    about = "项目按行业分类用的名称和先后次序；可以再归入一个大类（如交通归入基础设施）。"
    taken = "本县已经有这个名称的项目类别。"
    action_create = "category.create"
    action_update = "category.update"
    resource_class = CategoryRows
    fields = ("name", "position", "parent")
    list_display = ("name", "position", "parent")
    list_select_related = ("parent",)
    search_fields = ("name",)

    def check_row(self, row: Any) -> None:
        """There are two levels: what holds others is held by none. Published months are told by
        the wider category as it is now: it stays."""
        _refuse_published_parent(row)
        if row.parent_id is None:
            return
        if row.parent_id == row.pk:
            raise DomainError("大类不能是它自己。", field="parent")
        # As it is now, not as the form read it.
        parent = ProjectCategory.objects.select_related("parent").get(pk=row.parent_id)
        if parent.parent is not None:
            raise DomainError(f"“{parent}”已归入“{parent.parent}”，不能再作大类。", field="parent")
        if row.pk and row.held.exists():
            raise DomainError(f"“{row}”是其他类别的大类，不能再归入别的大类。", field="parent")


def _refuse_published_parent(row: ProjectCategory) -> None:
    before = ProjectCategory.objects.filter(pk=row.pk).first()
    if before is None or before.parent_id == row.parent_id:
        return
    if names := names_of(months_published(row.county, datetime.date.min)):
        raise DomainError(
            f"{names}的数已经发布，改了所属大类会改变它们；"
            "请另登记一个类别，由审定员把项目从某一天起改为那个类别。",
            field="parent",
        )


class AliasRows(CountyRows):
    name = Field("name", "别名", Text())
    project = Field("project", "项目", Named("项目", Project.objects.of_county))

    class Meta:
        model = ProjectAlias
        fields = ("name", "project")
        import_id_fields = ("name",)


@admin.register(ProjectAlias, site=reference)
class ProjectAliasAdmin(ExchangingAdmin):
    about = "单位报表里对项目的其他写法；导入时按别名认出是哪个项目。"
    taken = "这个项目已经有这个别名。"
    action_create = "alias.create"
    action_update = "alias.update"
    county_path = "project__county"
    resource_class = AliasRows
    fields = ("name", "project")
    list_display = ("name", "project")
    list_select_related = ("project",)
    search_fields = ("name", "project__name", "project__pinyin")
    ordering = ("project__name", "name")

    def check_row(self, row: Any) -> None:
        """A name means one project: it is not taken by a name or an alias of another."""
        key, county = name_key(row.name), row.project.county
        if key == name_key(row.project.name):
            raise DomainError(f"“{row.name}”就是项目名称，不必登记为别名。")
        names = Project.objects.of_county(county).order_by().values_list("pk", "name")
        aliases = ProjectAlias.objects.filter(project__county=county).exclude(pk=row.pk)
        for pk, taken in names.union(aliases.values_list("project", "name"), all=True):
            if pk != row.project_id and name_key(taken) == key:
                raise DomainError(f"县内已有名称或别名为“{taken}”的项目，请核对是否同一项目。")


class HolidayRows(CountyRows):
    day = Field("day", "日期", Day())
    is_workday = Field("is_workday", "上班", YesNo())
    name = Field("name", "节假日", Text())
    source = Field("source", "依据", Text())

    class Meta:
        model = Holiday
        fields = ("day", "is_workday", "name", "source")
        import_id_fields = ("day",)


@admin.register(Holiday, site=reference)
class HolidayAdmin(ExchangingAdmin):
    about = "本县的放假和调休，先于国家公布的安排；用于推算截止日和办理期限。"
    taken = "这一天已经登记。"
    action_create = "holiday.create"
    action_update = "holiday.update"
    resource_class = HolidayRows
    fields = ("day", "is_workday", "name", "source")
    list_display = ("day", "name", "is_workday", "source")
    search_fields = ("name",)
    ordering = ("-day",)


class StartEvidenceRows(CountyRows):
    name = Field("name", "要件", Text())
    from_date = Field("from_date", "执行起始", Day())
    until = Field("until", "不再要求自", Day())
    source = Field("source", "依据", Text())

    class Meta:
        model = StartEvidence
        fields = ("name", "from_date", "until", "source")
        import_id_fields = ("name", "from_date")


@admin.register(StartEvidence, site=reference)
class StartEvidenceAdmin(ExchangingAdmin):
    about = "认定开工要看哪些要件（施工许可证、现场照片等）；依据里没有逐项写明的，不能认定。"
    taken = "这个要件从这一天起已经登记。"
    action_create = "start_evidence.create"
    action_update = "start_evidence.update"
    resource_class = StartEvidenceRows
    fields = ("name", "from_date", "until", "source")
    list_display = ("name", "from_date", "until", "source")
    search_fields = ("name",)
    ordering = ("from_date", "pk")


class TownRows(CountyRows):
    name = Field("name", "名称", Text())
    position = Field("position", "排序", WholeNumber())

    class Meta:
        model = Town
        fields = ("name", "position")
        import_id_fields = ("name",)


@admin.register(Town, site=reference)
class TownAdmin(ExchangingAdmin):
    about = "本县的乡镇、街道和先后次序；填项目的属地时从中选，导入时按名称对上。"
    taken = "本县已经有这个名称的乡镇（街道）。"
    action_create = "town.create"
    action_update = "town.update"
    resource_class = TownRows
    fields = ("name", "position")
    list_display = ("name", "position")
    search_fields = ("name",)


class FundSourceRows(CountyRows):
    name = Field("name", "名称", Text())
    mark = Field("mark", "归类", Choice(FundMark.choices))
    position = Field("position", "排序", WholeNumber())

    class Meta:
        model = FundSource
        fields = ("name", "mark", "position")
        import_id_fields = ("name",)


@admin.register(FundSource, site=reference)
class FundSourceAdmin(ExchangingAdmin):
    about = "项目资金从哪里来（中央预算内、省级、专项债券等）和归类；中省预算内、专项债券计入争资。"
    taken = "本县已经有这个名称的资金来源。"
    action_create = "fund_source.create"
    action_update = "fund_source.update"
    resource_class = FundSourceRows
    fields = ("name", "mark", "position")
    list_display = ("name", "mark", "position")
    search_fields = ("name",)


@admin.register(SizeBand, site=reference)
class SizeBandAdmin(AuditedAdmin):
    about = (
        "按总投资给项目分的档，如5亿元以上、1亿至5亿元；自某一天起执行的各档为一套，"
        "改分档时按新的日期另登一套，原来的不动。"
    )
    taken = "这一天起执行的分档里已有这个名称，或已有从这个数起的一档。"
    action_create = "band.create"
    action_update = "band.update"
    fields = ("name", "low", "high", "from_date")
    list_display = ("name", "low_in_wan", "high_in_wan", "from_date")
    search_fields = ("name",)

    @admin.display(description="总投资自（万元）", ordering="low")
    def low_in_wan(self, row: SizeBand) -> str:
        return wan_input(row.low)

    @admin.display(description="至（万元，不含）", ordering="high", empty_value="不限")
    def high_in_wan(self, row: SizeBand) -> str | None:
        return None if row.high is None else wan_input(row.high)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "low":
            return WanField(label="总投资自（万元）", required=True)
        if db_field.name == "high":
            return WanField(label="至（万元，不含）", help_text="不填为不限。")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def check_row(self, row: Any) -> None:
        """A total investment stands in one band of a day, and in a published month in the one in
        which it was published."""
        if row.high is not None and row.high <= row.low:
            raise DomainError("“至”要大于“自”。", field="high")
        _refuse_published_band(row)
        beside = SizeBand.objects.filter(county=row.county, from_date=row.from_date)
        above = Q() if row.high is None else Q(low__lt=row.high)
        meets = beside.filter(Q(high=None) | Q(high__gt=row.low), above).exclude(pk=row.pk)
        if other := meets.first():
            raise DomainError(f"与“{other.name}”重叠，一个总投资只能在一档里。", field="low")


def _refuse_published_band(row: SizeBand) -> None:
    before = SizeBand.objects.filter(pk=row.pk).first()
    if before is not None and edition_of(before) == edition_of(row):
        return
    others = SizeBand.objects.filter(county=row.county).exclude(pk=row.pk).order_by("from_date")
    for day in {row.from_date} | ({before.from_date} if before else set()):
        later = others.filter(from_date__gt=day)
        until = later.values_list("from_date", flat=True).first()
        if names := names_of(published_under(months_published(row.county, day), day, until)):
            raise DomainError(
                f"{names}的数已经发布，当时执行的分档不能再改；请按以后的日期另登一套。",
                field="from_date",
            )
