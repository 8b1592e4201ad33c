"""The forms of a list, and of a project's line in it."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.pages.fields import DayField, ShortText
from accounts.pages.published import KnowsPublished, ask_of_published
from accounts.published import months_published
from measures.months import Month
from measures.phases import MONTHS, span_label
from projects.forms import WanField
from projects.intake.confirming import KeyField
from projects.lists.lines import OF_A_LINE
from projects.lists.services import OF_A_LIST
from projects.models import (
    LONGEST_SOURCE,
    USUAL_BASE,
    AnnualPlan,
    PlanCategory,
    PlanItem,
    PlanState,
    Project,
    Tier,
)
from projects.phase_field import PhasesField

_QUARTERLY = (3, 6, 9, MONTHS)
_OTHERS = [month for month in range(1, MONTHS) if month not in _QUARTERLY]
SPANS = [(month, span_label(1, month)) for month in (*_QUARTERLY, *_OTHERS)]


class ListDetailsForm(forms.Form):
    """What is said of a list. ``plan`` None makes a new one."""

    use_required_attribute = False

    name = forms.CharField(label="清单名称", max_length=100, help_text="如 2012年县“361”行动计划。")
    year = forms.IntegerField(label="年度", min_value=1990, max_value=2100)
    tier = forms.ChoiceField(label="级别", choices=Tier.choices)
    key = KeyField()
    place = forms.IntegerField(
        label="排序", min_value=0, max_value=999, required=False, help_text="同级清单按它先后排列。"
    )
    base = forms.MultipleChoiceField(
        label="计入完成率",
        choices=PlanCategory.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="完成率按勾选的类别计算，一般是新建和续建。",
    )
    state = forms.ChoiceField(
        label="状态",
        choices=PlanState.choices,
        required=False,
        help_text="印发之前可以直接增减项目；印发之后走计划调整。",
    )
    document_number = forms.CharField(
        label="文号", max_length=60, required=False, help_text="印发后可以以后补。"
    )
    issued_on = DayField(label="印发日期", required=False)
    closed_on = DayField(
        label="停用日期", required=False, help_text="自这一天起不再统计，此前各月不变。"
    )
    reason = forms.CharField(
        label="理由",
        max_length=200,
        required=False,
        help_text="改指标名、级别、计入完成率，或者停用的，写明依据；记入操作记录。",
    )

    def __init__(self, data: Any, *, plan: AnnualPlan | None, today: datetime.date) -> None:
        if plan is None:
            initial: dict[str, Any] = {"year": today.year, "tier": Tier.COUNTY, "place": 0}
            initial["base"] = USUAL_BASE
        else:
            initial = {name: getattr(plan, name) for name in OF_A_LIST}
            initial["base"] = plan.rate_base
        super().__init__(data, initial=initial)
        if plan is not None:
            del self.fields["year"]
        else:
            del self.fields["closed_on"]

    def clean_base(self) -> str:
        """As the list keeps it: "" of the usual ones."""
        chosen = tuple(c for c in PlanCategory.values if c in self.cleaned_data["base"])
        return "" if chosen == USUAL_BASE else ",".join(chosen)

    def clean_place(self) -> int:
        return self.cleaned_data["place"] or 0

    def values(self) -> dict[str, Any]:
        """By the names of OF_A_LIST."""
        return {name: self.cleaned_data[name] for name in OF_A_LIST if name in self.fields}


class TargetForm(forms.Form):
    """What the list as a whole is to have completed by the end of a month."""

    month = forms.TypedChoiceField(label="时段", coerce=int, choices=SPANS)
    amount = WanField(label="目标投资额（万元）")
    share = forms.DecimalField(
        label="目标完成率（%）",
        required=False,
        max_digits=5,
        decimal_places=2,
        min_value=Decimal("0.01"),
        help_text="占年度计划投资的比例，与投资额只填一个；两个都空着，这个时段就不再有目标。",
    )
    source = ShortText(
        label="依据",
        max_length=LONGEST_SOURCE,
        required=False,
        help_text="下达目标的文件、会议和文号。",
    )
    from_day = DayField(
        label="自何日起", required=False, help_text="空着的按全年计算；清单执行以后改目标的要填。"
    )
    reason = ShortText(label="理由", max_length=200, required=False, help_text="记入操作记录。")
    knows_published = KnowsPublished()

    def __init__(self, data: Any, *, plan: AnnualPlan) -> None:
        super().__init__(data)
        self.plan = plan

    def clean(self) -> dict[str, Any]:
        """Figures of the target's month that are published move by no slip."""
        cleaned = super().clean() or {}
        since = cleaned.get("from_day") or datetime.date(self.plan.year, 1, 1)
        own = (self.plan.year, cleaned.get("month"))
        county = self.plan.county

        def moved() -> list[Month]:
            months = months_published(county, since)
            return [each for each in months if (each.year, each.month) == own]

        ask_of_published(self, county, moved)
        return cleaned

    def clean_share(self) -> int | None:
        """In parts of ten thousand."""
        share = self.cleaned_data["share"]
        return None if share is None else int(share * 100)


class LineForm(forms.Form):
    """What a list plans of a project. ``item`` None puts one of ``projects`` on it."""

    use_required_attribute = False

    project = forms.ModelChoiceField(Project.objects.none(), label="项目", empty_label="请选择")
    listed_name = forms.CharField(
        label="列入名称",
        max_length=200,
        required=False,
        help_text="清单上印的名称与项目名称不同时填写。",
    )
    category = forms.ChoiceField(label="计划类别", choices=PlanCategory.choices)
    planned_investment = WanField(label="年度计划投资（万元）", help_text="前期项目可以不填。")
    phases = PhasesField()
    planned_start = DayField(label="计划开工", required=False)
    planned_completion = DayField(label="计划竣工", required=False)
    annual_task = forms.CharField(
        label="年度建设任务", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        data: Any,
        *,
        item: PlanItem | None = None,
        projects: "QuerySet[Project] | None" = None,
        project_id: str = "",
    ) -> None:
        initial = {name: getattr(item, name) for name in OF_A_LINE} if item else {}
        super().__init__(data, initial={"project": project_id, **initial})
        if projects is None:
            del self.fields["project"]
        else:
            self.fields["project"].queryset = projects  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """By the names of OF_A_LINE."""
        return {name: self.cleaned_data[name] for name in OF_A_LINE}
