"""Forms of notices and their items."""

from typing import Any

from django import forms

from accounts.models import Unit
from accounts.pages.fields import LongText, UnitField, offer, units_of
from projects.models import Project
from supervision.models import (
    NoticeItemKind,
    NoticeTarget,
)


class NoticeDraftForm(forms.Form):
    """Of what month and list a new notice tells."""

    month = forms.ChoiceField(label="截至")
    plan_key = forms.ChoiceField(label="清单")

    def __init__(self, *args: Any, months: Any, plan_keys: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "month", [(str(month), month.label) for month in months])
        offer(self, "plan_key", [(key, key) for key in plan_keys])


class NoticeForm(forms.Form):
    title = forms.CharField(label="标题", max_length=100)
    document_number = forms.CharField(
        label="文号", max_length=60, required=False, help_text="如 县发改督〔2019〕1号"
    )
    signer = forms.CharField(
        label="签发人", max_length=40, required=False, help_text="印发之前必须填写"
    )
    joint_issuers = forms.CharField(
        label="联合印发单位", max_length=200, required=False, help_text="如 县委督查室、政府督查室"
    )
    demands = LongText(
        label="工作要求", max_length=4000, required=False, rows=4, help_text="一行一条"
    )


class NoticeItemForm(forms.Form):
    kind = forms.ChoiceField(label="种类", choices=NoticeItemKind)
    unit = UnitField()
    part = forms.ChoiceField(
        label="身份", choices=[c for c in NoticeTarget.choices if c[0] != NoticeTarget.ADDRESSEE]
    )
    project = forms.ModelChoiceField(
        label="项目", queryset=Project.objects.none(), required=False, empty_label="（不涉及项目）"
    )
    text = LongText(label="事由", max_length=500, rows=2)

    def __init__(self, *args: Any, county: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units_of(county))
        offer(self, "project", Project.objects.of_county(county).order_by("name"))


class WithdrawForm(forms.Form):
    """Of which item, and why."""

    reason = forms.CharField(label="撤销理由", max_length=200)
