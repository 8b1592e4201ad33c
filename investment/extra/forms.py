"""What is typed of an 附加指标."""

from typing import Any

from django import forms

from accounts.models import Unit
from accounts.pages.fields import LongText, ShortText, chosen, offer
from investment.extra.services import MOST_DIGITS
from investment.forms.periods import MonthField
from investment.models import BETWEEN, ColumnDeed, ExtraColumn, ExtraColumnProposal, ExtraKind
from measures.months import Month
from projects.models import AnnualPlan


class FromMonthForm(forms.Form):
    """From which month, and by what."""

    from_month = MonthField(
        label="从哪个月起",
        error_messages={"required": "请填写月份，如2019-08"},
        widget=forms.TextInput(attrs={"placeholder": "2019-08", "size": 10}),
    )
    source = ShortText(label="依据", max_length=200, help_text="文件名称和文号")

    def __init__(self, *args: Any, first: Month, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_month"].initial = str(first)


class ColumnForm(FromMonthForm):
    """A new column."""

    name = ShortText(label="名称", max_length=20, help_text="即导入表的列名，也是指标名")
    kind = forms.ChoiceField(label="种类", choices=ExtraKind, error_messages=chosen("种类"))
    unit = ShortText(
        label="计量单位",
        max_length=6,
        required=False,
        help_text="数字必填：万元、人、亩……；万元、亿元、元按金额",
    )
    digits = forms.IntegerField(
        label="小数位数",
        required=False,
        min_value=0,
        max_value=MOST_DIGITS,
        help_text="不是金额的数字，不填为整数",
    )
    options = LongText(
        label="选项", max_length=200, required=False, help_text="种类为选项时填，每行一个"
    )
    definition = ShortText(label="口径", max_length=200, help_text="一句话：算什么，不算什么")
    lists = forms.MultipleChoiceField(
        label="适用清单",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不选为全部清单",
        error_messages=chosen("适用清单"),
    )
    months = forms.MultipleChoiceField(
        label="填报月份",
        required=False,
        choices=[(str(month), f"{month}月") for month in range(1, 13)],
        widget=forms.CheckboxSelectMultiple,
        help_text="都不选为每月",
        error_messages=chosen("填报月份"),
    )

    field_order = (
        *("name", "kind", "unit", "digits", "options", "definition"),
        *("lists", "months", "from_month", "source"),
    )

    def __init__(self, *args: Any, county: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = AnnualPlan.objects.filter(county=county).order_by("pk").values_list("key", flat=True)
        offer(self, "lists", [(key, key) for key in dict.fromkeys(keys)])

    def wish(self, county: Unit) -> ExtraColumnProposal:
        """What a valid form asks."""
        found = self.cleaned_data
        options = [line.strip() for line in found["options"].split("\n") if line.strip()]
        return ExtraColumnProposal(
            county=county,
            deed=ColumnDeed.ADD,
            name=found["name"],
            kind=found["kind"],
            unit=found["unit"],
            digits=found["digits"],
            options=BETWEEN.join(options),
            lists=BETWEEN.join(found["lists"]),
            months=",".join(found["months"]),
            definition=found["definition"],
            source=found["source"],
            from_day=found["from_month"].first_day,
            reason=found["source"],
        )


class RenameForm(FromMonthForm):
    name = ShortText(label="新名称", max_length=20)

    field_order = ("name", "from_month", "source")


class RetireForm(FromMonthForm):
    pass


def wish_about(column: ExtraColumn, deed: ColumnDeed, form: FromMonthForm) -> ExtraColumnProposal:
    """What a valid form asks of a column that is there."""
    found = form.cleaned_data
    return ExtraColumnProposal(
        county=column.county,
        deed=deed,
        column=column,
        name=found.get("name", column.name),
        kind=column.kind,
        definition=column.definition,
        source=found["source"],
        from_day=found["from_month"].first_day,
        reason=found["source"],
    )
