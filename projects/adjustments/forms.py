"""What is typed about changes of a list. Money is typed in 万元."""

import datetime
from typing import Any

from django import forms

from accounts.models import User
from accounts.pages.fields import (
    CHOOSE,
    DayField,
    LongText,
    ShortText,
    UnitField,
    chosen,
    offer,
    units_of,
)
from accounts.pages.published import KnowsPublished, ask_of_published
from accounts.published import months_published
from measures.months import Month
from projects.adjustments.selectors import projects_to_change
from projects.forms import WanField
from projects.models import AnnualPlan, ChangeKind, PlanCategory, Project
from projects.models.adjustments import LONGEST_REASON
from projects.phase_field import PhasesField

BY_PAGE = [kind for kind in ChangeKind if kind is not ChangeKind.DETAILS]
"""What can be asked on a page; a workbook has further columns."""


class PapersInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Any number of files; a list of them."""

    widget = PapersInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.ofd"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(PapersField, self).clean(each, initial) for each in data or []]


class AskForm(forms.Form):
    """One change of one project; what each kind wants is said at its box when it is missing."""

    kind = forms.ChoiceField(
        label="调整事项",
        choices=[("", CHOOSE), *((kind.value, kind.label) for kind in BY_PAGE)],
        error_messages=chosen("调整事项"),
    )
    project = forms.TypedChoiceField(
        label="项目", coerce=int, error_messages=chosen("项目"), widget=forms.Select
    )
    amount = WanField(label="年度计划投资（万元）", help_text="调增、调减、新增填调整后的数。")
    category = forms.ChoiceField(
        label="计划类别",
        choices=[("", CHOOSE), *PlanCategory.choices],
        required=False,
        help_text="新增、调类时填。",
        error_messages=chosen("计划类别"),
    )
    planned_start = DayField(label="计划开工", required=False, help_text="新增、改计划时填。")
    phases = PhasesField(
        help_text="按季度或月份列了计划的，新增、调增、调减、改计划时填，每行一期，如一季度 3000。"
    )
    name = ShortText(label="新的项目名称", max_length=200, required=False, help_text="更名时填。")
    unit = UnitField(label="新的业主", required=False)
    reason = LongText(label="理由和依据", max_length=LONGEST_REASON)
    papers = PapersField(
        label="附件", required=False, help_text="照片（JPG、PNG、WebP）、PDF、DOCX、XLSX、OFD。"
    )

    def __init__(self, *args: Any, plan: AnnualPlan, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].help_text = "更换业主时填，填报单位随之更换。"
        offer(self, "unit", units_of(plan.county))
        offer(self, "project", [("", CHOOSE), *projects_to_change(plan, user)])

    def clean_project(self) -> Project:
        return Project.objects.select_related("county", "category").get(
            pk=self.cleaned_data["project"]
        )

    def typed(self) -> dict[str, Any]:
        """As ``wanted_by`` takes it."""
        names = ("amount", "category", "planned_start", "phases", "name", "unit")
        return {name: self.cleaned_data[name] for name in names}


class DraftForm(forms.Form):
    name = ShortText(label="方案名称", max_length=100)
    note = LongText(label="说明", max_length=LONGEST_REASON, required=False, rows=2)


class ForceForm(forms.Form):
    """The meeting, the number and the day."""

    meeting = ShortText(
        label="审定会议",
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": "如：县政府第9次常务会议"}),
    )
    document_number = ShortText(
        label="文号",
        max_length=60,
        required=False,
        help_text="文件还没有印发的先不填，显示为“文号待补”，印发后补填。",
    )
    effective_on = DayField(label="生效日期", help_text="这一天之前各月的计划数和完成率不变。")
    knows_published = KnowsPublished()

    def __init__(self, *args: Any, plan: AnnualPlan, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["effective_on"].widget.attrs["max"] = today.isoformat()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        county, year = self.plan.county, self.plan.year

        def moved() -> list[Month]:
            months = months_published(county, cleaned.get("effective_on"))
            return [month for month in months if month.year == year]

        ask_of_published(self, county, moved)
        return cleaned


class NumberForm(forms.Form):
    document_number = ShortText(label="文号", max_length=60)


class AnswerForm(forms.Form):
    answer = ShortText(label="不采纳的理由", max_length=LONGEST_REASON)


class TakeBackForm(forms.Form):
    reason = ShortText(label="撤销理由", max_length=200)
