"""Units in and out by spreadsheet. One at a time they are kept on their own pages (管理 → 单位);
whole lists of them come by file, and files are read in this room."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from import_export.fields import Field

from accounts.admin import reference
from accounts.models import Unit, UnitKind, User
from accounts.people.forms import UNIT_KINDS_BELOW_COUNTY
from accounts.people.services import create_unit, update_unit
from accounts.people.services.units import LABELS
from workbooks.exchange import Choice, CountyRows, ExchangingAdmin, Named, Text, WholeNumber, YesNo
from workbooks.users_by_file import UserAdmin

__all__ = ["UnitAdmin", "UserAdmin"]


class UnitRows(CountyRows):
    name = Field("name", LABELS["name"], Text())
    short_name = Field("short_name", LABELS["short_name"], Text(required=False))
    kind = Field("kind", LABELS["kind"], Choice(UNIT_KINDS_BELOW_COUNTY))
    parent = Field(
        "parent",
        LABELS["parent"],
        Named("单位", Unit.objects.within, required=False),
        saves_null_values=False,
    )
    position = Field(
        "position", LABELS["position"], WholeNumber(required=False), saves_null_values=False
    )
    is_active = Field(
        "is_active", LABELS["is_active"], YesNo(required=False), saves_null_values=False
    )

    samples = (
        ("交通运输局", "交通局", UnitKind.DEPARTMENT.label, "", "1", "是"),
        ("城关镇人民政府", "城关镇", UnitKind.TOWNSHIP.label, "", "20", ""),
    )
    defaults = {LABELS["parent"]: "本县", LABELS["position"]: "0", LABELS["is_active"]: "是"}

    class Meta:
        model = Unit
        fields = tuple(LABELS)
        import_order = ("name", "short_name", "kind", "parent", "position", "is_active")
        export_order = import_order
        import_id_fields = ("name",)


@admin.register(Unit, site=reference)
class UnitAdmin(ExchangingAdmin):
    about = "按表格成批导入、导出本县各单位；逐个修改在“单位”页面。"
    pages = ("_changelist",)
    resource_class = UnitRows
    list_display = ("link", "short_name", "kind", "parent", "position", "use")
    list_display_links = None
    list_select_related = ("parent",)
    search_fields = ("name", "short_name")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """The units below the county, which itself is not kept by spreadsheet."""
        return self.model._default_manager.filter(county=self.county(request))

    def address_to_add(self) -> str:
        return reverse("accounts:unit_create")

    def new_row(self, county: Unit) -> Unit:
        return Unit(parent=county)

    def keep_new(self, row: Any, *, county: Unit, by: User) -> Unit:
        return create_unit(**_words(row), by=by)

    def keep_changed(self, row: Any, *, edition: str, county: Unit, by: User) -> Unit:
        return update_unit(unit=row, version=row.version, **_words(row), by=by)

    @admin.display(description="单位名称", ordering="name")
    def link(self, unit: Unit) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("accounts:unit", args=[unit.pk]), unit.name
        )

    @admin.display(description="启用", ordering="is_active")
    def use(self, unit: Unit) -> str:
        return "是" if unit.is_active else "否"


def _words(unit: Unit) -> dict[str, Any]:
    return {field: getattr(unit, field) for field in LABELS}
