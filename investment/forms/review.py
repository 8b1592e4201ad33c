"""What is typed where entries are judged."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.pages.fields import DayField, ShortText
from investment.cell_fields import MoneyCell, WordsCell
from investment.models import (
    CallAnswer,
    Verdict,
)


class VerifyForm(forms.Form):
    """核定数 of one entry."""

    month_amount = MoneyCell(label="本月核定数（万元）")
    year_to_date = MoneyCell(label="累计核定数（万元）")
    reason = forms.CharField(
        label="核定理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReturnForm(forms.Form):
    """Why entries go back to their unit."""

    reason = WordsCell(label="退回理由")


class ApproveForm(forms.Form):
    """Why a doubtful entry is approved; and the box of the other button, not to be left unread."""

    ground = WordsCell(label="审定理由")
    reason = WordsCell(label="退回理由")

    def clean_reason(self) -> str:
        if typed := self.cleaned_data["reason"]:
            told = f"您写了退回理由“{typed}”，却没有按退回，所以没有办理。"
            raise ValidationError(f"{told}要退回请按“退回”；要审定或审核通过，请先清空退回理由。")
        return ""


class JudgeForm(forms.Form):
    """What the bureau makes of a finding."""

    CHOOSE = "请选择核查意见：属实、待核查或经核不符。"

    verdict = forms.TypedChoiceField(
        label="核查意见",
        choices=Verdict,
        coerce=Verdict,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    note = ShortText(label="核查说明", max_length=200, required=False)


class CallForm(forms.Form):
    """A call about a missing month."""

    whom = ShortText(label="接电话的人", max_length=60)
    answer = forms.ChoiceField(label="答复", choices=CallAnswer)
    promised_on = DayField(label="承诺日期", required=False)
    note = ShortText(label="说明", max_length=200, required=False)
