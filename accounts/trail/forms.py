"""The filter of the audit trail."""

from django import forms

from accounts.pages.fields import DayField
from accounts.trail import actions


def _groups() -> list[tuple[str, str]]:
    """As the rooms have registered them by the time that the page is asked for."""
    return [("", "全部"), *actions.GROUPS.items()]


class TrailFilterForm(forms.Form):
    who = forms.CharField(label="操作人", required=False, max_length=40)
    group = forms.ChoiceField(label="类别", required=False, choices=_groups)
    text = forms.CharField(label="对象", required=False, max_length=100)
    since = DayField(label="自", called="日期", required=False)
    until = DayField(label="至", called="日期", required=False)
