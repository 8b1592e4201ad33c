"""The county's checklist of approvals, as reference data."""

import datetime
from typing import Any

from django.contrib import admin
from import_export.fields import Field

from accounts.admin import reference
from accounts.errors import DomainError
from accounts.models import Unit
from accounts.published import months_published, names_of, published_under
from projects.models import ApprovalItem, InvestorType, ProjectCategory
from workbooks.exchange import Choice, CountyRows, Day, ExchangingAdmin, Named, Text, WholeNumber


class InvestorWord(Choice):
    """Blank of who asks no matter by whom it is paid."""

    empty = ""


class ApprovalItemRows(CountyRows):
    name = Field("name", "手续事项", Text())
    department = Field("department", "主管部门", Named("单位", Unit.objects.within, required=False))
    office = Field("office", "县外主管部门", Text(required=False))
    category = Field(
        "category",
        "适用类别",
        Named(
            "项目类别",
            lambda county: ProjectCategory.objects.filter(county=county),
            required=False,
        ),
    )
    investor_type = Field(
        "investor_type", "适用主体", InvestorWord(list(InvestorType.choices), required=False)
    )
    position = Field("position", "排序", WholeNumber())
    from_date = Field("from_date", "执行起始", Day())
    until = Field("until", "不再要求自", Day(required=False))

    class Meta:
        model = ApprovalItem
        fields = (
            "name",
            "department",
            "office",
            "category",
            "investor_type",
            "position",
            "from_date",
            "until",
        )
        import_id_fields = ("name",)


@admin.register(ApprovalItem, site=reference)
class ApprovalItemAdmin(ExchangingAdmin):
    about = (
        "项目开工前要办的手续，由哪个部门办，哪类项目、哪类投资主体要办（不填为都要办）；"
        "大类包括它下面的类别。自执行起始日起进入手续清单，不再要求的填“不再要求自”。"
    )
    taken = "本县的手续清单里已经有这一项。"
    action_create = "approval_item.create"
    action_update = "approval_item.update"
    resource_class = ApprovalItemRows
    fields = ApprovalItemRows.Meta.fields
    list_display = ("name", "competent_office", "category", "investor_type", "from_date", "until")
    list_select_related = ("department", "category")
    search_fields = ("name",)

    @admin.display(description="主管部门", empty_value="—")
    def competent_office(self, row: ApprovalItem) -> str:
        return row.competent or "—"

    def check_row(self, row: Any) -> None:
        """A published month keeps the checklist by which it was published."""
        if row.until is not None and row.until <= row.from_date:
            raise DomainError("“不再要求自”要晚于执行起始。", field="until")
        if row.department is not None and row.office:
            raise DomainError("县内部门和县外部门只填一个。", field="office")
        _refuse_published_item(row)


def _refuse_published_item(row: ApprovalItem) -> None:
    before = ApprovalItem.objects.filter(pk=row.pk).first()
    asked = ("from_date", "until", "category_id", "investor_type")
    if before is None:
        moved = [(row.from_date, row.until)]
    elif all(getattr(before, name) == getattr(row, name) for name in asked):
        return
    elif before.from_date == row.from_date and all(
        getattr(before, name) == getattr(row, name) for name in asked[2:]
    ):
        # The end alone: what is moved lies between the one and the other.
        ends = sorted((before.until or datetime.date.max, row.until or datetime.date.max))
        moved = [(ends[0], ends[1])]
    else:
        moved = [(before.from_date, before.until), (row.from_date, row.until)]
    for begins, until in moved:
        published = months_published(row.county, begins)
        if names := names_of(published_under(published, begins, until)):
            raise DomainError(
                f"{names}的数已经发布，当时的手续清单不能再改；请从以后的日期起执行或停止要求。",
                field="from_date",
            )
