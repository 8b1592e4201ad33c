"""What is typed of contacts and of the rules of reporting."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.pages.fields import DayField, DayInput, ShortText, offer
from accounts.people.telephones import check_telephone
from investment.checks import Check
from investment.models import (
    CheckClass,
    ContactRole,
    ReportingRule,
)
from investment.services.contacts import Contact


class ContactForm(forms.Form):
    """A line of a unit's contacts; one without a name is to be removed, or was left empty."""

    use_required_attribute = False

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    role = forms.ChoiceField(label="身份", choices=ContactRole)
    name = ShortText(label="姓名", max_length=40, required=False)
    phone = ShortText(label="电话", max_length=40, required=False, validators=[check_telephone])
    user_id = forms.TypedChoiceField(label="登录用户", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, users: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user_id", [("", "（不登录）"), *users])
        for name, field in self.fields.items():
            if name != "pk":
                field.widget.attrs["aria-label"] = field.label
        # Three columns fit a phone.
        self.fields["name"].widget.attrs["size"] = 8
        self.fields["phone"].widget.attrs |= {"size": 12, "inputmode": "tel"}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("phone") and not found.get("name") and not found.get("pk"):
            self.add_error("name", "请填写姓名")
        return found

    @property
    def contact(self) -> Contact:
        """Of a valid form."""
        found = self.cleaned_data
        role = ContactRole(found["role"])
        return Contact(found.get("pk"), role, found["name"], found["phone"], found["user_id"])


class ReportingRuleForm(forms.ModelForm):
    """A rule from a day on."""

    class Meta:
        model = ReportingRule
        fields = (
            "from_date",
            "open_day",
            "due_day",
            "close_after",
            "remind_before",
            "remind_after",
            "has_joint_start",
            "has_review",
            "consent_after",
            "has_one_hand",
            "asks_weekly",
            "evidence_most",
            "evidence_megabytes",
            "source",
        )
        widgets = {"from_date": DayInput()}
        labels = {"from_date": "执行起始"}
        help_texts = {
            "from_date": "这一天所在月份及以后的月份按新规则；其中已开启的也立即按新规则，"
            "只有截止和关闭日期不变。",
            "open_day": "当月没有这一天的，为当月最后一天。",
            "due_day": "遇节假日顺延到下一个工作日。",
            "close_after": "不填则由审定员关闭。",
            "has_review": "用于这些月份里还没有审定的填报：审核员审核通过后，由另一位审定员审定。",
            "consent_after": "不填则须单位确认，或由签章表确认。",
            "has_one_hand": "一人可代填、审核并审定，逐条标明“同一人办理”。",
            "asks_weekly": "各单位每周五为每个在办项目写一句，汇总给周一例会。",
            "evidence_most": "每个项目每月。",
            "source": "文件名称和文号。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, last in (("open_day", 31), ("due_day", 28)):
            shown = self.fields[name]
            self.fields[name] = forms.IntegerField(
                label=shown.label, help_text=shown.help_text, min_value=1, max_value=last
            )


class CheckRuleForm(forms.Form):
    """The class and the parameters of a check from a day on."""

    check_class = forms.ChoiceField(label="类别", choices=CheckClass.choices)
    from_date = DayField(
        label="执行起始",
        called="日期",
        help_text="这一天所在月份及以后的月份按新规则校核。",
    )
    source = forms.CharField(label="依据", max_length=200)

    def __init__(self, *args: Any, check: Check, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check = check
        for name in check.parameters:
            self.fields[name] = forms.IntegerField(
                label=check.parameter_labels[name], min_value=1, max_value=1_000_000
            )
        self.order_fields(["check_class", *check.parameters, "from_date", "source"])

    @property
    def parameters(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in self.check.parameters}
