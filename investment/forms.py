"""What is typed on the pages of reporting and review. Amounts are typed in 万元."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from investment.drafts import FIELDS, EntryDraft
from investment.models import MonthlyEntry, ZeroReason
from measures.money import MoneyError, is_blank_mark, parse_money, wan_input
from measures.months import Month
from workbooks import values


class WanField(forms.CharField):
    """An amount typed in 万元; cleans to yuan, None when nothing is typed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, max_length=40, widget=widget, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if is_blank_mark(text):
            return None
        try:
            return parse_money(text)
        except MoneyError as error:
            raise ValidationError(str(error)) from error


@dataclass(frozen=True)
class _Typed:
    raw: str
    unit: None = None


class TypedDateField(forms.CharField):
    """A day typed as 2019-03-04, 2019.3.4, 2019年3月4日; cleans to a date or None."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(required=False, max_length=20, widget=widget, **kwargs)

    def clean(self, value: Any) -> datetime.date | None:
        text = super().clean(value)
        try:
            return values.date(_Typed(text))
        except values.Unreadable as error:
            raise ValidationError(str(error)) from error


def _text(label: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 1})
    return forms.CharField(label=label, required=False, max_length=2000, widget=widget)


class EntryForm(forms.Form):
    """One project's row of the sheet; ``prefix`` tells the project."""

    use_required_attribute = False

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    month_amount = WanField(label="本月完成")
    year_to_date = WanField(label="本年累计")
    correction = WanField(label="补报或冲减")
    progress = _text("形象进度")
    problem = _text("存在问题")
    zero_reason = forms.ChoiceField(
        label="零投资原因", required=False, choices=[("", ""), *ZeroReason.choices]
    )
    actual_start = TypedDateField(label="开工日期")
    explanation = _text("情况说明")
    suggestion = _text("建议")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        project_id: int,
        project_name: str,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix_of(project_id), auto_id="%s", initial=initial)
        self.project_id = project_id
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{project_name} {field.label}"

    def draft(self) -> EntryDraft:
        typed = {name: self.cleaned_data[name] for name in ("version", *FIELDS)}
        return EntryDraft(project_id=self.project_id, **typed)


def prefix_of(project_id: int) -> str:
    return f"p{project_id}"


def initial_of(entry: MonthlyEntry | None) -> dict[str, Any]:
    """What the row's boxes hold for an entry: exact 万元, so that it reads back unchanged."""
    if entry is None:
        return {}
    return {name: in_box(getattr(entry, name)) for name in FIELDS} | {"version": entry.version}


def in_box(value: Any) -> str:
    if value is None:
        return ""
    return wan_input(value) if isinstance(value, int) else str(value)


class VerifyForm(forms.Form):
    """核定数 of one entry."""

    month_amount = WanField(label="本月核定数（万元）")
    year_to_date = WanField(label="累计核定数（万元）")
    reason = forms.CharField(
        label="核定理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class SourceForm(forms.Form):
    """Where the figures that the bureau keys for a unit come from."""

    source = forms.CharField(
        label="代录来源",
        max_length=180,
        widget=forms.TextInput(attrs={"placeholder": "如：8月5日电话，交通运输局张某"}),
    )


class MonthField(forms.CharField):
    """A month as 2019-06."""

    def clean(self, value: Any) -> Month:
        try:
            return Month.parse(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error


class OpenPeriodForm(forms.Form):
    month = MonthField(label="月份")


class UploadForm(forms.Form):
    """A monthly workbook."""

    file = forms.FileField(
        label="月报表文件",
        help_text="Excel 工作簿（.xlsx）。按列名读取，不限格式；确认之前不写入任何数据。",
    )


ENTRY_COLUMNS = (
    ("month_amount", "num"),
    ("year_to_date", "num"),
    ("progress", "col-text"),
    ("problem", "col-text"),
    ("zero_reason", ""),
    ("actual_start", ""),
    ("explanation", "col-text"),
    ("correction", "num"),
    ("suggestion", "col-text"),
)
"""The columns of the grid in the order in which they are typed, with the class of their cells."""
