"""What is typed on the sheet of a unit. Amounts are typed in 万元."""

from typing import Any

from django import forms
from django.http import QueryDict

from investment.cell_fields import DayCell, MoneyCell, WordsCell
from investment.drafts import AMOUNTS, FIELDS, EntryDraft
from investment.models import (
    MonthlyEntry,
    ZeroReason,
)
from measures.money import is_about, wan_input


class EntryForm(forms.Form):
    """One project's row of the sheet; ``prefix`` tells the project."""

    use_required_attribute = False

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    month_amount = MoneyCell(label="本月完成")
    year_to_date = MoneyCell(label="本年累计")
    correction = MoneyCell(label="补报或冲减")
    progress = WordsCell(label="形象进度")
    problem = WordsCell(label="存在问题")
    zero_reason = forms.ChoiceField(
        label="零投资原因", required=False, choices=[("", ""), *ZeroReason.choices]
    )
    actual_start = DayCell(label="开工日期")
    explanation = WordsCell(label="情况说明")
    suggestion = WordsCell(label="建议")
    is_estimate = forms.BooleanField(label="预计数", required=False)

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

    def clean(self) -> dict[str, Any]:
        """An amount written 约 is an estimate."""
        typed: dict[str, Any] = self.cleaned_data
        if any(is_about(self[name].value() or "") for name in AMOUNTS):
            typed["is_estimate"] = True
        return typed

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


def in_box(value: Any) -> str | bool:
    if value is None:
        return ""
    if isinstance(value, bool):
        return value
    return wan_input(value) if isinstance(value, int) else str(value)


class SourceForm(forms.Form):
    """Where the figures that the bureau keys for a unit come from."""

    source = forms.CharField(
        label="代填来源",
        max_length=180,
        widget=forms.TextInput(attrs={"placeholder": "如：8月5日电话，交通运输局张某"}),
    )
    replaces = forms.BooleanField(label="以代填替换上列单位草稿", required=False)


class ReasonForm(forms.Form):
    """Why an approved figure is to be another."""

    reason = forms.CharField(
        label="更正理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
