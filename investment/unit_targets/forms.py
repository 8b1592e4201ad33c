"""What is typed of tasks: a line of a bearer's month, what is asked of whom, why it goes back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import Unit
from accounts.pages.fields import DayField, LongText, ShortText, chosen, offer
from investment.models import (
    Bearer,
    BearerRole,
    IndicatorKind,
    TaskMeasure,
    UnitIndicator,
)
from investment.models.unit_targets import LONGEST_TASK_SOURCE
from investment.unit_targets.reporting import ResultDraft
from investment.unit_targets.selectors import SheetLine
from measures.money import MoneyError, parse_money, wan_input
from workbooks.intake.forms import TYPES, WorkbookField

LARGEST_COUNT = 10**9
LONGEST_TASK_NOTE = 500


class TaskAmountField(forms.CharField):
    """A number in the measure of its indicator: 万元 with decimals, or a whole number of pieces;
    None where nothing is typed. ``may_fall`` takes one below zero."""

    def __init__(self, indicator: UnitIndicator, *, may_fall: bool = False, **kwargs: Any) -> None:
        self.is_money, self.may_fall = indicator.is_money, may_fall
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 24)
        mode = "decimal" if self.is_money else "numeric"
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": mode, "class": "num"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        return wan_input(value) if self.is_money else str(value)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        amount = self._money(text) if self.is_money else _whole(text)
        if amount < 0 and not self.may_fall:
            raise forms.ValidationError("不能是负数")
        return amount

    def _money(self, text: str) -> int:
        try:
            return parse_money(text, is_typed=True)
        except MoneyError as error:
            raise forms.ValidationError(str(error)) from error


def _whole(text: str) -> int:
    tidy = text.strip().replace(",", "").replace("，", "").replace("−", "-")
    digits = tidy.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or int(digits) > LARGEST_COUNT:
        raise forms.ValidationError(f"“{text[:20]}”不是整数，请填 12 这样的数")
    return int(tidy)


class ResultForm(forms.Form):
    """One indicator of a bearer's month."""

    note = LongText(label="情况说明", max_length=LONGEST_TASK_NOTE, required=False, rows=1)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, line: SheetLine, bearer: Bearer) -> None:
        result = line.result
        initial = (
            {}
            if result is None
            else {
                "month_amount": result.month_amount,
                "year_to_date": result.year_to_date,
                "note": result.note,
                "version": result.version,
            }
        )
        super().__init__(data, prefix=line.key, initial=initial)
        self.line, self.bearer = line, bearer
        name = line.indicator.name
        self.fields["month_amount"] = TaskAmountField(
            line.indicator, may_fall=True, label=f"{name}本月完成"
        )
        self.fields["year_to_date"] = TaskAmountField(line.indicator, label=f"{name}本年累计")
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def draft(self) -> ResultDraft:
        typed = self.cleaned_data
        return ResultDraft(
            self.line.indicator,
            self.bearer,
            typed["month_amount"],
            typed["year_to_date"],
            typed["note"],
            typed["version"],
        )


class TaskSourceForm(forms.Form):
    """Whence the bureau has what it enters."""

    source = ShortText(
        label="数字来源",
        max_length=LONGEST_TASK_SOURCE,
        help_text="如：8月2日电话，交通运输局张某；市重点办月报",
    )


class TaskReturnForm(forms.Form):
    reason = LongText(label="退回理由", max_length=500, rows=2)


class TaskApproveForm(forms.Form):
    """The reason of one that came back unchanged."""

    ground = ShortText(label="审定理由", max_length=200, required=False)


class TaskCorrectionForm(forms.Form):
    reason = LongText(label="更正理由", max_length=500, rows=2)

    field_order = ("month_amount", "year_to_date", "reason")

    def __init__(self, *args: Any, indicator: UnitIndicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = indicator.get_measure_display()
        self.fields["month_amount"] = TaskAmountField(
            indicator, may_fall=True, label=f"本月完成（{unit}）"
        )
        self.fields["year_to_date"] = TaskAmountField(indicator, label=f"本年累计（{unit}）")
        self.order_fields(self.field_order)


class IndicatorForm(forms.Form):
    """A new one."""

    kind = forms.ChoiceField(label="种类", choices=[("", "请选择"), *IndicatorKind.choices])
    name = ShortText(label="指标名称", max_length=40, help_text="如 固定资产投资、工业投资")
    measure = forms.ChoiceField(
        label="计量单位",
        choices=[("", "按种类"), *TaskMeasure.choices],
        required=False,
        help_text="种类选“其他指标”时要选",
    )
    part_of = forms.ChoiceField(label="其中项所属", required=False, help_text="是其中项的才选")
    part_name = ShortText(
        label="其中项名称", max_length=20, required=False, help_text="如 工业、县级领导"
    )
    asked_from = DayField(
        label="自哪月起向单位布置",
        required=False,
        help_text="选当月任何一天；不填的由发改局自己掌握",
    )
    source = ShortText(label="依据", max_length=LONGEST_TASK_SOURCE, required=False)

    def __init__(self, *args: Any, wholes: Iterable[UnitIndicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wholes = {str(each.pk): each for each in wholes if each.part_of_id is None}
        words = [(key, each.name) for key, each in self.wholes.items()]
        offer(self, "part_of", [("", "不是其中项"), *words])
        self.fields["kind"].required = False

    def clean_part_of(self) -> UnitIndicator | None:
        return self.wholes.get(self.cleaned_data["part_of"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("kind") and not cleaned.get("part_of"):
            self.add_error("kind", "请选择种类")
        return cleaned


class IndicatorChangeForm(forms.Form):
    name = ShortText(label="指标名称", max_length=40)
    asked_from = DayField(label="自哪月起向单位布置", required=False)
    asked_until = DayField(label="布置至哪月", required=False, help_text="停止布置的填最后一个月")
    source = ShortText(label="依据", max_length=LONGEST_TASK_SOURCE, required=False)


class BearerForm(forms.Form):
    """A new one: a unit, or by name what is none."""

    unit = forms.ChoiceField(label="单位", required=False)
    name = ShortText(
        label="名称", max_length=100, required=False, help_text="不是单位的写名称，如 省市重点工程"
    )
    role = forms.ChoiceField(label="种类", choices=BearerRole.choices)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        offer(self, "unit", [("", "不是单位"), *((k, u.name) for k, u in self.units.items())])

    def clean_unit(self) -> Unit | None:
        return self.units.get(self.cleaned_data["unit"])


class TargetForm(forms.Form):
    """What is asked of one bearer for the year."""

    field_order: tuple[str, ...] = ("indicator", "bearer", "amount", "from_day", "source")

    indicator = forms.ChoiceField(label="指标", error_messages=chosen("指标"))
    bearer = forms.ChoiceField(label="任务单位", error_messages=chosen("任务单位"))
    amount = ShortText(
        label="年度任务",
        max_length=24,
        required=False,
        help_text="金额按万元；只要求报送、不定任务的留空",
    )
    from_day = DayField(
        label="从哪一天起", required=False, help_text="调整已下达的任务时填；不填的按全年更正"
    )
    source = ShortText(label="依据", max_length=LONGEST_TASK_SOURCE, help_text="文件、会议")

    def __init__(
        self,
        *args: Any,
        indicators: Sequence[UnitIndicator],
        bearers: Sequence[Bearer],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = {str(each.pk): each for each in indicators}
        self.bearers = {str(each.pk): each for each in bearers}
        offer(self, "indicator", [(k, each.label) for k, each in self.indicators.items()])
        offer(self, "bearer", [(k, each.name) for k, each in self.bearers.items()])

    def clean_indicator(self) -> UnitIndicator:
        return self.indicators[self.cleaned_data["indicator"]]

    def clean_bearer(self) -> Bearer:
        return self.bearers[self.cleaned_data["bearer"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        indicator = cleaned.get("indicator")
        if isinstance(indicator, UnitIndicator) and "amount" in cleaned:
            try:
                cleaned["amount"] = TaskAmountField(indicator).clean(cleaned["amount"])
            except forms.ValidationError as error:
                self.add_error("amount", error)
        return cleaned


class PastResultForm(TargetForm):
    """What is known of a month before units reported here, and of the city."""

    field_order: tuple[str, ...] = ("indicator", "bearer", "amount", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["from_day"]
        self.fields["amount"].label = "本年累计"
        self.fields["amount"].required = True
        self.fields["amount"].help_text = "从1月起的累计；金额按万元"
        self.fields["source"].help_text = "如 2018年统计年鉴、市统计局月报"


class TaskUploadForm(forms.Form):
    """A workbook of results. The bureau says whence it has them."""

    use_required_attribute = False

    file = WorkbookField(
        label="任务完成情况表",
        help_text=f"{TYPES}；按列名读取，须有任务单位，以及本月完成或本年累计。",
    )
    indicator = forms.ChoiceField(
        label="指标", required=False, help_text="表中有“指标”一列的不用选"
    )
    source = ShortText(
        label="数字来源",
        max_length=LONGEST_TASK_SOURCE,
        help_text="如：县统计局7月固定资产投资月报",
    )

    def __init__(
        self, *args: Any, indicators: Sequence[UnitIndicator], keys: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = {str(each.pk): each for each in indicators}
        words = [(key, each.label) for key, each in self.indicators.items()]
        offer(self, "indicator", [("", "按表中“指标”一列"), *words])
        if not keys:
            del self.fields["source"]

    def clean_indicator(self) -> UnitIndicator | None:
        return self.indicators.get(self.cleaned_data["indicator"])
