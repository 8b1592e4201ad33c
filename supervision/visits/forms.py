"""What is typed about inspections."""

import datetime
from typing import Any

from django import forms

from accounts.models import Unit
from accounts.pages.fields import CHOOSE, DayField, LongText, RowForm, ShortText, chosen, offer
from projects.models import Project
from supervision.meetings.forms import LONGEST_TEXT
from supervision.models import Inspection, InspectionKind, ProblemCategory, Severity
from supervision.visits.services import LONGEST_REASON


class InspectionForm(forms.Form):
    """A visit. A second look says at which."""

    kind = forms.ChoiceField(
        label="方式", choices=InspectionKind.choices, error_messages=chosen("方式")
    )
    visited_on = DayField(label="督查日期")
    team = ShortText(
        label="督查人员",
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "如：督查室"}),
    )
    looks_back_at = forms.ModelChoiceField(
        label="回头看的督查",
        queryset=Inspection.objects.none(),
        required=False,
        empty_label=CHOOSE,
        help_text="方式为回头看时必选。",
        error_messages=chosen("回头看的督查"),
    )

    def __init__(self, *args: Any, county: Unit, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visited_on"].widget.attrs["max"] = today.isoformat()
        offer(self, "looks_back_at", Inspection.objects.standing().filter(county=county))

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        is_second_look = typed.get("kind") == InspectionKind.SECOND_LOOK
        if is_second_look and not typed.get("looks_back_at") and not self.errors:
            self.add_error("looks_back_at", "请选择回头看的是哪一次督查")
        return typed


class FindingForm(forms.Form):
    """What was found at a project of the county."""

    project = forms.ModelChoiceField(
        label="项目",
        queryset=Project.objects.none(),
        empty_label=CHOOSE,
        error_messages=chosen("项目"),
    )
    text = LongText(label="发现的情况", max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, county: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "finding-%s"})
        offer(self, "project", Project.objects.filter(county=county).order_by("name", "pk"))


class SettleForm(RowForm):
    name = "settle"
    settled = LongText(label="现场解决情况", max_length=LONGEST_TEXT, rows=2)


class RaiseForm(RowForm):
    """What kind of problem a finding is."""

    name = "raise"
    category = forms.ChoiceField(
        label="类别",
        choices=[("", CHOOSE), *ProblemCategory.choices],
        error_messages=chosen("类别"),
    )
    severity = forms.ChoiceField(
        label="程度",
        choices=Severity.choices,
        help_text="重大问题即时专报县政府。",
        error_messages=chosen("程度"),
    )
    suggestion = LongText(label="建议", max_length=LONGEST_TEXT, required=False, rows=2)


class CorrectForm(RowForm):
    name = "correct"
    text = LongText(label="发现的情况", max_length=LONGEST_TEXT)


class VoidForm(RowForm):
    """Of a finding, or of a whole visit."""

    name = "void"
    reason = ShortText(label="作废理由", max_length=LONGEST_REASON)


class VoidVisitForm(VoidForm):
    name = "void-visit"
