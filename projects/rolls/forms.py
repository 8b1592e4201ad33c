"""What is typed of a line of a 台账: a form made of the roll's fields. Money is typed in 万元."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models

from accounts.models import Unit, User
from accounts.pages.fields import (
    CHOOSE,
    DayField,
    LongText,
    ShortText,
    UnitField,
    chosen,
    messages_for,
    offer,
    units_of,
)
from projects.adjustments.forms import PapersField
from projects.forms import WanField
from projects.models import Project, RollDeed, RollLine
from projects.rolls.roll import Roll
from projects.rolls.selectors import projects_to_declare, units_to_declare

LONGEST_TEXT = 2000
LONGEST_REASON = 400
NEEDS_REASON = (RollDeed.CORRECT, RollDeed.REOPEN, RollDeed.VOID)
SAYS_DAY = (RollDeed.ADD, RollDeed.CHANGE, RollDeed.DONE)
SAYS_VALUES = (RollDeed.ADD, RollDeed.CHANGE, RollDeed.CORRECT)

DAY_LABELS = {RollDeed.ADD: "自何日起", RollDeed.CHANGE: "自何日变更", RollDeed.DONE: "日期"}


class ProjectByName(forms.CharField):
    """A project that is picked by typing its name; its value is the project, None where nothing is
    typed. ``among`` are those that may be named."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="项目",
            max_length=200,
            error_messages=messages_for("项目名称"),
            widget=forms.TextInput({"list": "roll-projects", "autocomplete": "off"}),
            help_text="输入名称中的几个字，从列出的项目中选。",
            **kwargs,
        )
        self.among = Project.objects.none()

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Project) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = list(self.among.filter(name=text)[:2]) or list(self.among.named_like(text)[:2])
        if not found:
            raise forms.ValidationError(f"没有找到项目“{text}”，请从列出的项目中选。")
        if len(found) > 1:
            raise forms.ValidationError(f"“{text}”对应几个项目，请写全项目名称。")
        return found[0]


class RollForm(forms.Form):
    """The line as it is to be: of a new one, or after a change or a correction of ``line``.

    A subject with needs of its own derives from it: ``clean`` may add faults, ``__init__`` may
    narrow what is offered.
    """

    def __init__(
        self,
        *args: Any,
        roll: Roll[Any, Any],
        deed: RollDeed,
        county: Unit,
        user: User,
        today: datetime.date,
        line: RollLine | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.roll, self.deed, self.line = roll, deed, line
        self.today, self.county = today, county
        if deed == RollDeed.ADD:
            self._ask_whose(user)
        if deed in SAYS_VALUES:
            for name in roll.fields:
                self.fields[name] = field_of(roll, name, county)
        if deed in SAYS_DAY:
            label = DAY_LABELS[deed]
            self.fields["day"] = DayField(label=label, called="日期")
            self.fields["day"].widget.attrs["max"] = today.isoformat()
        self.fields["reason"] = LongText(
            label="理由和依据",
            max_length=LONGEST_REASON,
            rows=2,
            required=deed in NEEDS_REASON,
            error_messages={"required": f"请写明{roll.deeds[deed]}的理由"},
        )
        if deed in SAYS_VALUES or deed == RollDeed.DONE:
            self.fields["papers"] = PapersField(
                label="附件",
                required=False,
                help_text="批复、凭证的扫描件等：照片（JPG、PNG、WebP）、PDF、DOCX、XLSX、OFD。",
            )

    def _ask_whose(self, user: User) -> None:
        units = units_to_declare(user, self.county)
        only = list(units[:2])
        self.only_unit = only[0] if len(only) == 1 else None
        if self.only_unit is None:
            self.fields["unit"] = UnitField(label="填报单位", error_messages=chosen("填报单位"))
            offer(self, "unit", units)
        if self.roll.of_project:
            self.fields["project"] = ProjectByName()
            self.fields["project"].among = projects_to_declare(user, self.county)  # type: ignore[attr-defined]

    @property
    def project_names(self) -> list[str]:
        """What the browser offers while a name is typed."""
        field = self.fields.get("project")
        return [] if field is None else list(field.among.values_list("name", flat=True))  # type: ignore[attr-defined]

    @property
    def unit(self) -> Unit:
        return self.only_unit or self.cleaned_data["unit"]

    @property
    def day(self) -> datetime.date:
        """A correction is of the day of its line; what is taken back, of today."""
        return self.cleaned_data.get("day") or self.today

    @property
    def values(self) -> dict[str, Any]:
        """By the names of the roll's columns."""
        if self.deed not in SAYS_VALUES:
            return {}
        return {
            column: _kept(self.cleaned_data[name])
            for column, name in zip(self.roll.columns, self.roll.fields, strict=True)
        }

    @property
    def papers(self) -> list[Any]:
        return self.cleaned_data.get("papers") or []

    def stands_now(self) -> dict[str, Any]:
        """What the boxes would hold of the line as it stands."""
        if self.line is None:
            return {}
        return initial_of(self.roll, self.line)


def initial_of(roll: Roll[Any, Any], line: RollLine) -> dict[str, Any]:
    """The boxes of a form about the line."""
    return {name: getattr(line, name) for name in roll.fields}


def initial_of_kept(roll: Roll[Any, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    """The boxes of a form by the raw values of a declaration."""
    pairs = zip(roll.columns, roll.fields, strict=True)
    return {name: kept[column] for column, name in pairs if column in kept}


def _kept(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def form_of(roll: Roll[Any, Any]) -> type[RollForm]:
    return roll.form or RollForm


def field_of(roll: Roll[Any, Any], name: str, county: Unit) -> forms.Field:
    """The box of a column."""
    column: Any = roll.line._meta.get_field(name)
    label = str(column.verbose_name)
    told: dict[str, Any] = {
        "required": not (column.blank or column.null),
        "help_text": column.help_text,
    }
    if name in roll.money:
        required = {"required": f"请填写{label}"}
        return WanField(label=f"{label}（万元）", error_messages=required, **told)
    if column.many_to_one:
        return _related(column, label, county, told)
    if name in roll.choices:
        named = [("", CHOOSE), *roll.choices[name](county)]
        return forms.ChoiceField(label=label, choices=named, error_messages=chosen(label), **told)
    if column.choices:
        choices = [("", CHOOSE), *column.choices]
        if isinstance(column, models.IntegerField):
            return forms.TypedChoiceField(
                label=label, choices=choices, coerce=int, empty_value=None,
                error_messages=chosen(label), **told,
            )  # fmt: skip
        return forms.ChoiceField(label=label, choices=choices, error_messages=chosen(label), **told)
    return _plain(column, label, told)


def _plain(column: Any, label: str, told: dict[str, Any]) -> forms.Field:
    if hasattr(column, "in_words"):
        # A number that is kept otherwise than it is typed has a box of its own.
        return column.formfield()
    if isinstance(column, models.BooleanField):
        if column.null:
            return forms.NullBooleanField(label=label, required=False, widget=YesNoUnknown())
        return forms.BooleanField(label=label, required=False, help_text=told["help_text"])
    if isinstance(column, models.DateField):
        return DayField(label=label, **told)
    if isinstance(column, models.TextField):
        return LongText(label=label, max_length=column.max_length or LONGEST_TEXT, **told)
    if isinstance(column, models.DecimalField):
        return forms.DecimalField(
            label=label,
            max_digits=column.max_digits,
            decimal_places=column.decimal_places,
            min_value=0,
            error_messages=_of_number(label),
            **told,
        )
    if isinstance(column, models.IntegerField):
        return forms.IntegerField(
            label=label, min_value=0, max_value=2**31 - 1, error_messages=_of_number(label), **told
        )
    return ShortText(label=label, max_length=column.max_length, **told)


def _of_number(label: str) -> dict[str, str]:
    return {
        "required": f"请填写{label}",
        "invalid": f"{label}请填数字",
        "min_value": f"{label}不能是负数",
        "max_value": f"{label}太大，请核对",
    }


def _related(column: Any, label: str, county: Unit, told: dict[str, Any]) -> forms.Field:
    model = column.related_model
    if model is Unit:
        rows = units_of(county)
    elif any(field.name == "county" for field in model._meta.get_fields()):
        rows = model._default_manager.filter(county=county)
    else:
        rows = model._default_manager.all()
    return forms.ModelChoiceField(
        rows, label=label, empty_label=CHOOSE, error_messages=chosen(label), **told
    )


class YesNoUnknown(forms.NullBooleanSelect):
    """是, 否, or not said."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", "未填"), ("true", "是"), ("false", "否")]


class PaperForm(forms.Form):
    """Further papers of a line."""

    papers = PapersField(
        label="附件",
        error_messages={"required": "请选择文件"},
        help_text="照片（JPG、PNG、WebP）、PDF、DOCX、XLSX、OFD。",
    )
