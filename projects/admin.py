"""Reference data of the register: categories, and the other names that units write."""

from typing import Any

from django.contrib import admin
from import_export.fields import Field

from accounts.admin import reference
from accounts.errors import DomainError
from projects.models import Project, ProjectAlias, ProjectCategory
from projects.naming import name_key
from workbooks.exchange import CountyRows, ExchangingAdmin, Named, Text, WholeNumber


class CategoryRows(CountyRows):
    name = Field("name", "名称", Text())
    position = Field("position", "排序", WholeNumber())

    class Meta:
        model = ProjectCategory
        fields = ("name", "position")
        import_id_fields = ("name",)


@admin.register(ProjectCategory, site=reference)
class ProjectCategoryAdmin(ExchangingAdmin):
    about = "项目按行业分类用的名称和先后次序。"
    taken = "本县已经有这个名称的项目类别。"
    action_create = "category.create"
    action_update = "category.update"
    resource_class = CategoryRows
    fields = ("name", "position")
    list_display = ("name", "position")
    search_fields = ("name",)


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
