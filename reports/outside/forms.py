"""A fact from outside, and why one is taken back."""

from django import forms

from accounts.pages.fields import DayField, ShortText, chosen
from reports.outside.models import (
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_SOURCE,
    LONGEST_VALUE,
    OutsideScope,
    OutsideUnit,
)


class FactForm(forms.Form):
    scope = forms.ChoiceField(
        label="范围",
        choices=OutsideScope.choices,
        error_messages=chosen("范围"),
        help_text="是谁的数；名次是在谁中间排的",
    )
    name = ShortText(
        label="名称", max_length=LONGEST_NAME, help_text="如 固定资产投资增速、固定资产投资增速名次"
    )
    value = ShortText(label="数值", max_length=LONGEST_VALUE, help_text="照发布的写，如 18.3")
    unit = forms.ChoiceField(
        label="单位", choices=OutsideUnit.choices, error_messages=chosen("单位")
    )
    as_of = DayField(label="截止日", help_text="这个数截至哪一天，如 2019-06-30")
    source = ShortText(
        label="来源", max_length=LONGEST_SOURCE, help_text="谁在哪份文件或网页上发布的，哪一天"
    )


class VoidForm(forms.Form):
    reason = ShortText(label="作废理由", max_length=LONGEST_REASON)
