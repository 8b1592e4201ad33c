"""The titles by which a county's units call the columns of their workbooks, and the reasons for
which the bureau often returns an entry. The table of titles is kept in workbooks/; its page stands
here, from where all vocabularies are in sight."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from import_export.fields import Field

from accounts import clock
from accounts.admin import reference
from accounts.errors import DomainError
from accounts.models import Unit
from accounts.trail.words import tell_key
from investment.intake import MONTHLY_TABLE, recognised_workbook
from investment.intake.monthly_columns import MONTHLY
from investment.intake.recognised import RECOGNISED_TABLE
from investment.models import (
    ContactRole,
    DefinedSubject,
    Definition,
    ReadyReason,
    UnitContact,
)
from projects.intake import PLAN_TABLE, PRELIMINARY_TABLE, plan_workbook, preliminary_workbook
from workbooks.exchange import Choice, CountyRows, Day, ExchangingAdmin, Named, Text, WholeNumber
from workbooks.meanings import IGNORED, UNIT_OF_MONEY
from workbooks.models import HeaderAlias

VOCABULARIES = (
    MONTHLY,
    plan_workbook.VOCABULARY,
    preliminary_workbook.VOCABULARY,
    recognised_workbook.VOCABULARY,
)
LABELS = {column.key: column.label for vocabulary in VOCABULARIES for column in vocabulary}
TARGETS = LABELS | {IGNORED: "不用", UNIT_OF_MONEY: "金额单位"}
TABLES = (MONTHLY_TABLE, PLAN_TABLE, PRELIMINARY_TABLE, RECOGNISED_TABLE)
NOUNS = {kind.key: kind.noun for kind in TABLES}
tell_key("workbooks.headeralias", "column_key", words=lambda key: LABELS.get(key, key))
tell_key("workbooks.columnmeaning", "target", words=lambda key: TARGETS.get(key, key))
tell_key("workbooks.columnmeaning", "kind", words=lambda key: NOUNS.get(key, key))


class HeaderAliasRows(CountyRows):
    column_key = Field("column_key", "列", Choice(list(LABELS.items())))
    alias = Field("alias", "列名", Text())

    class Meta:
        model = HeaderAlias
        fields = ("column_key", "alias")
        import_id_fields = ("column_key", "alias")


@admin.register(HeaderAlias, site=reference)
class HeaderAliasAdmin(ExchangingAdmin):
    about = "本县报表里各列的其他标题；导入时除系统认识的标题外，也按这些标题找列。"
    taken = "这一列已经有这个列名。"
    action_create = "header.create"
    action_update = "header.update"
    resource_class = HeaderAliasRows
    fields = ("column_key", "alias")
    list_display = ("alias", "column")
    search_fields = ("alias",)
    ordering = ("column_key", "alias")

    @admin.display(description="列", ordering="column_key")
    def column(self, row: HeaderAlias) -> str:
        return LABELS.get(row.column_key, row.column_key)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "column_key":
            return forms.ChoiceField(
                label=db_field.verbose_name, choices=[("", "（请选择）"), *LABELS.items()]
            )
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "alias":
            field.help_text = "年份、月份写作 {年}、{月}，起止月份写作 {起月}-{月}月。"
        return field

    def check_row(self, row: Any) -> None:
        """Within one kind of workbook a title means one column."""
        others = HeaderAlias.objects.of_county(row.county).filter(alias=row.alias)
        for other in others.exclude(pk=row.pk).exclude(column_key=row.column_key):
            for vocabulary in VOCABULARIES:
                if {row.column_key, other.column_key} <= {column.key for column in vocabulary}:
                    label = LABELS[other.column_key]
                    raise DomainError(f"列名“{row.alias}”已经指“{label}”列，不能再指另一列。")


class ReadyReasonRows(CountyRows):
    text = Field("text", "理由", Text())
    position = Field("position", "排序", WholeNumber())

    class Meta:
        model = ReadyReason
        fields = ("text", "position")
        import_id_fields = ("text",)


@admin.register(ReadyReason, site=reference)
class ReadyReasonAdmin(ExchangingAdmin):
    about = (
        "审核时退回单位常写的理由，在逐条审核页上按数字键选用，选了还可以改。"
        "一条也没有登记时，用系统自带的几条。"
    )
    taken = "本县已经有这条理由。"
    action_create = "reason.create"
    action_update = "reason.update"
    resource_class = ReadyReasonRows
    fields = ("text", "position")
    list_display = ("text", "position")
    search_fields = ("text",)


class ContactRows(CountyRows):
    unit = Field("unit", "单位", Named("单位", lambda county: Unit.objects.within(county)))
    role = Field("role", "身份", Choice(ContactRole.choices))
    name = Field("name", "姓名", Text())
    phone = Field("phone", "电话", Text(required=False))
    position = Field("position", "排序", WholeNumber())
    from_date = Field("from_date", "自", Day(required=False))
    until = Field("until", "至", Day(required=False))

    class Meta:
        model = UnitContact
        fields = ("unit", "role", "name", "phone", "position", "from_date", "until")
        import_id_fields = ("unit", "role", "name", "from_date")


@admin.register(UnitContact, site=reference)
class UnitContactAdmin(ExchangingAdmin):
    about = "各单位的填报员、分管领导、主要领导和电话，催报时用；不需要账号。"
    taken = "这个单位已经登记这个人。"
    action_create = "contact.create"
    action_update = "contact.update"
    county_path = "unit__county"
    resource_class = ContactRows
    fields = ("unit", "role", "name", "phone", "user", "position", "from_date", "until")
    list_display = ("name", "unit", "role", "phone", "user", "from_date", "until")
    list_select_related = ("unit", "user")
    search_fields = ("name", "unit__name", "phone")
    ordering = ("unit__position", "unit", "position")

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "user":
            field.empty_label = "（不登录）"
        return field

    def check_row(self, row: Any) -> None:
        """Days that hang together, none of them to come."""
        if row.until and row.from_date and row.until <= row.from_date:
            raise DomainError("“至”要在“自”之后；“至”的当天已经不是联系人。", field="until")
        for name, day in (("from_date", row.from_date), ("until", row.until)):
            if day and day > clock.today():
                raise DomainError("不能填以后的日期，请到那一天再登记。", field=name)


class DefinitionRows(CountyRows):
    subject = Field("subject", "事项", Choice(DefinedSubject.choices))
    text = Field("text", "口径", Text())
    from_date = Field("from_date", "执行起始", Day())
    source = Field("source", "依据", Text())

    class Meta:
        model = Definition
        fields = ("subject", "text", "from_date", "source")
        import_id_fields = ("subject", "from_date")


@admin.register(Definition, site=reference)
class DefinitionAdmin(ExchangingAdmin):
    about = (
        "完成投资、开工、产业项目等按什么口径填，从某一天起执行；"
        "显示在填报表的列名旁、下载的模板里和汇总表下面。改口径时另登一条，原来的不动。"
    )
    taken = "这个事项在这一天已经有一条口径。"
    action_create = "definition.create"
    action_update = "definition.update"
    resource_class = DefinitionRows
    fields = ("subject", "text", "from_date", "source")
    list_display = ("subject", "text", "from_date", "source")
    search_fields = ("text", "source")
    ordering = ("subject", "-from_date")
