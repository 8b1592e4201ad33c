"""The filter of the audit trail."""

import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from accounts.trail import actions

# A day after the last that Python knows, and a midnight before its first, cannot be computed.
TRAIL_DAYS = (datetime.date(2000, 1, 1), datetime.date(2099, 12, 31))


class TrailDayField(forms.DateField):
    """A day on which there may be something in the trail."""

    def __init__(self, *, label: str) -> None:
        first, last = TRAIL_DAYS
        message = f"日期要在 {first.year} 年到 {last.year} 年之间。"
        super().__init__(
            label=label,
            required=False,
            validators=[MinValueValidator(first, message), MaxValueValidator(last, message)],
            widget=forms.DateInput({"type": "date", "min": first, "max": last}, format="%Y-%m-%d"),
        )


class TrailFilterForm(forms.Form):
    who = forms.CharField(label="操作人", required=False, max_length=40)
    group = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部"), *actions.GROUPS.items()]
    )
    text = forms.CharField(label="对象", required=False, max_length=100)
    since = TrailDayField(label="自")
    until = TrailDayField(label="至")
