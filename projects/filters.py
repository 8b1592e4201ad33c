"""The filters of the project list; the export takes the same."""

from collections.abc import Iterable
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When

from accounts.models import Unit
from projects.models import (
    AnnualPlan,
    InvestorType,
    Part,
    PlanCategory,
    PlanItem,
    Project,
    ProjectCategory,
    ProjectUnit,
    Stage,
)

# What the list can be sorted by.
SORTS = {
    "name": ("pinyin", "name"),
    "total": ("total_investment",),
    "annual": ("annual_plan",),
}

_AT_ONCE = {"data-autosubmit": ""}


def _select() -> forms.Select:
    return forms.Select(attrs=_AT_ONCE)


class ProjectFilter(filters.FilterSet):
    """``year`` is the year of the lists that 清单 and 计划类别 speak of; ``lists``, ``units`` and
    ``categories`` are the choices offered."""

    q = filters.CharFilter(
        label="项目",
        method="find_text",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "名称、代码或拼音首字母"}),
    )
    list = filters.ChoiceFilter(
        label="清单", choices=(), method="keep", empty_label="全部", widget=_select()
    )
    plan_category = filters.ChoiceFilter(
        label="计划类别",
        choices=PlanCategory.choices,
        method="keep",
        empty_label="全部",
        widget=_select(),
    )
    unit = filters.ModelChoiceFilter(
        label="填报单位",
        queryset=Unit.objects.none(),
        method="find_unit",
        empty_label="全部",
        widget=_select(),
    )
    category = filters.ModelChoiceFilter(
        label="项目类别",
        queryset=ProjectCategory.objects.none(),
        empty_label="全部",
        widget=_select(),
    )
    stage = filters.ChoiceFilter(
        label="阶段", choices=Stage.choices, empty_label="全部", widget=_select()
    )
    productive = filters.ChoiceFilter(
        label="产业项目",
        field_name="is_productive",
        choices=[("true", "是"), ("false", "否")],
        method="find_productive",
        empty_label="全部",
        widget=_select(),
    )
    investor = filters.ChoiceFilter(
        label="投资主体",
        field_name="investor_type",
        choices=InvestorType.choices,
        empty_label="全部",
        widget=_select(),
    )

    class Meta:
        model = Project
        fields: list[str] = []

    def __init__(
        self,
        data: Any,
        queryset: QuerySet[Project],
        *,
        year: int,
        lists: Iterable[AnnualPlan],
        units: Any,
        categories: Any,
    ) -> None:
        super().__init__(data, queryset)
        self.year = year
        self.filters["list"].extra["choices"] = [(plan.key, plan.key) for plan in lists]
        self.filters["unit"].queryset = units
        self.filters["category"].queryset = categories

    def filter_queryset(self, queryset: QuerySet[Project]) -> QuerySet[Project]:
        return self._on_lists(super().filter_queryset(queryset))

    def find_text(self, queryset: Any, name: str, value: str) -> QuerySet[Project]:
        return queryset.named_like(value)

    def find_unit(self, queryset: QuerySet[Project], name: str, value: Unit) -> QuerySet[Project]:
        held = ProjectUnit.objects.current().filter(unit=value, part=Part.REPORTING)
        return queryset.filter(pk__in=held.values("project"))

    def find_productive(
        self, queryset: QuerySet[Project], name: str, value: str
    ) -> QuerySet[Project]:
        return queryset.filter(is_productive=value == "true")

    def keep(self, queryset: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        """清单 and 计划类别 together speak of one line: ``_on_lists`` asks for both at once."""
        return queryset

    def _on_lists(self, queryset: QuerySet[Project]) -> QuerySet[Project]:
        key = self.form.cleaned_data.get("list")
        category = self.form.cleaned_data.get("plan_category")
        if not key and not category:
            return queryset
        lines = PlanItem.objects.standing().filter(project=OuterRef("pk"), plan__year=self.year)
        if key:
            lines = lines.filter(plan__key=key)
        if category:
            lines = lines.filter(category=category)
        return queryset.filter(Exists(lines))


def sorted_by(queryset: QuerySet[Project], sort: str) -> QuerySet[Project]:
    """By ``sort`` (a key of SORTS, with - for the other way round); without a known one as
    lists are printed: 新建, 续建, 前期, each in the order of the list. Projects without a value
    come last either way."""
    fields = SORTS.get(sort.removeprefix("-"))
    if fields is None:
        return queryset.order_by(_category_rank(), F("list_position").asc(nulls_last=True), "pk")
    if sort.startswith("-"):
        ordering = [F(name).desc(nulls_last=True) for name in fields]
    else:
        ordering = [F(name).asc(nulls_last=True) for name in fields]
    return queryset.order_by(*ordering, "pk")


def _category_rank() -> Case:
    places = [When(plan_category=value, then=Value(n)) for n, value in enumerate(PlanCategory)]
    return Case(*places, default=Value(len(places)))
