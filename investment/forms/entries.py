"""What is typed on the sheet of a unit. Amounts are typed in 万元."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from investment.cell_fields import CellField, DayCell, MoneyCell, WordsCell
from investment.drafts import AMOUNTS, FIELDS, LONGEST_TEXT, EntryDraft
from investment.extra import values as extra_values
from investment.extra.values import NOTHING, Extra, field_of
from investment.models import ExtraColumn, ExtraKind, MonthlyEntry, ZeroReason
from measures.money import is_about, wan_input
from workbooks.values import HasValue


class ExtraCell(CellField):
    """A value of an 附加指标, counted in the unit of its column where none is typed."""

    def __init__(self, column: ExtraColumn, **kwargs: Any) -> None:
        self.column = column
        self.unit = column.one if column.is_money else None
        is_text = column.kind == ExtraKind.TEXT
        attrs = {"inputmode": "decimal"} if column.kind == ExtraKind.NUMBER else {}
        widget = forms.Textarea(attrs={"rows": 1}) if is_text else forms.TextInput(attrs=attrs)
        widget.attrs["autocomplete"] = "off"
        if is_text:
            self.longest = LONGEST_TEXT
        super().__init__(label=column.called, required=False, widget=widget, **kwargs)

    def read_cell(self, cell: HasValue) -> Any:
        return extra_values.read(self.column, cell, is_typed=True)


class ExtraChoice(forms.ChoiceField):
    """One of the words of a column; cleans to None where none is chosen."""

    def __init__(self, column: ExtraColumn) -> None:
        options = [("", ""), *((word, word) for word in column.option_words)]
        told = f"请填写：{'、'.join(column.option_words)}"
        super().__init__(
            label=column.called,
            required=False,
            choices=options,
            error_messages={"invalid_choice": told},
        )

    def clean(self, value: Any) -> Any:
        return super().clean(value) or None


def cell_field_of(column: ExtraColumn) -> forms.Field:
    """The box of a column."""
    return ExtraChoice(column) if column.kind == ExtraKind.CHOICE else ExtraCell(column)


class EntryForm(forms.Form):
    """One project's row of the sheet; ``prefix`` tells the project. It has a box for each of the
    ``columns`` of 附加指标; what stands in others of ``extra`` stays."""

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
        columns: Sequence[ExtraColumn] = (),
        extra: Extra = NOTHING,
    ) -> None:
        super().__init__(data, prefix=prefix_of(project_id), auto_id="%s", initial=initial)
        self.project_id = project_id
        self.columns, self.extra = columns, extra
        for column in columns:
            self.fields[field_of(column)] = cell_field_of(column)
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
        told = {name: self.cleaned_data[name] for name in map(field_of, self.columns)}
        extra = extra_values.changed(self.extra, told)
        return EntryDraft(project_id=self.project_id, **typed, extra=extra)


def prefix_of(project_id: int) -> str:
    return f"p{project_id}"


def initial_of(entry: MonthlyEntry | None, columns: Iterable[ExtraColumn] = ()) -> dict[str, Any]:
    """What the row's boxes hold for an entry: exact 万元, so that it reads back unchanged."""
    if entry is None:
        return {}
    held = {name: in_box(getattr(entry, name)) for name in FIELDS}
    extra = {
        field_of(column): extra_values.box_text(column, entry.extra.get(str(column.pk)))
        for column in columns
    }
    return held | extra | {"version": entry.version}


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
