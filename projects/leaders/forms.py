"""What is said of a leader."""

import datetime
from typing import Any

from django import forms

from accounts.models import Unit, User
from accounts.pages.fields import DayField, ShortText, offer, units_of
from accounts.people.telephones import check_telephone
from projects.leaders.particulars import Particulars
from projects.models import Leader, ProjectCategory


class LeaderForm(forms.Form):
    name = ShortText(label="姓名", max_length=40)
    office = ShortText(label="职务", max_length=60, help_text="例如“常务副县长”。")
    phone = ShortText(
        label="电话",
        max_length=40,
        required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
        validators=[check_telephone],
    )
    position = forms.IntegerField(
        label="排序", min_value=0, max_value=999, initial=0, help_text="领导排序，数字小的在前。"
    )
    user = forms.ModelChoiceField(
        User.objects.none(),
        label="对应用户",
        required=False,
        empty_label="（不登录）",
        help_text="本人登录时用的账号。",
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label="分管单位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    categories = forms.ModelMultipleChoiceField(
        ProjectCategory.objects.none(),
        label="分管项目类别",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    secretaries = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="授权秘书",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="可以替这位领导登记批示的用户。",
    )
    on = DayField(label="自哪天起", called="日期")
    reason = ShortText(
        label="依据", max_length=200, required=False, help_text="如任免文件、分工文件的文号。"
    )

    def __init__(self, *args: Any, county: Unit, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        people = User.objects.of_county(county).filter(is_active=True).order_by("name", "pk")
        offer(self, "user", people)
        offer(self, "secretaries", people)
        offer(self, "units", units_of(county))
        offer(self, "categories", ProjectCategory.objects.filter(county=county))

    def clean_on(self) -> datetime.date:
        return _not_to_come(self.cleaned_data["on"], self.today)

    @property
    def particulars(self) -> Particulars:
        said = self.cleaned_data

        def keys(name: str) -> tuple[int, ...]:
            return tuple(sorted(row.pk for row in said[name]))

        return Particulars(
            name=said["name"],
            office=said["office"],
            phone=said["phone"],
            position=said["position"],
            user_id=said["user"].pk if said["user"] else None,
            units=keys("units"),
            categories=keys("categories"),
            secretaries=keys("secretaries"),
        )


def typed_from(particulars: Particulars) -> dict[str, Any]:
    """The form's boxes as they stand."""
    kept = particulars.as_kept()
    return {"user" if name == "user_id" else name: value for name, value in kept.items()}


class LeaveForm(forms.Form):
    """A leader who goes out of office."""

    on = DayField(label="自哪天起离任", called="日期")
    successor = forms.ModelChoiceField(
        Leader.objects.none(),
        label="接任领导",
        required=False,
        empty_label="（暂无，项目以后再改）",
        help_text="包抓的项目和分管的单位、类别自那天起转给接任领导；请先登记接任领导。",
    )
    reason = ShortText(label="依据", max_length=200, required=False)

    def __init__(self, *args: Any, leader: Leader, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        others = Leader.objects.filter(county=leader.county_id, until=None).exclude(pk=leader.pk)
        offer(self, "successor", others)

    def clean_on(self) -> datetime.date:
        return _not_to_come(self.cleaned_data["on"], self.today)


def _not_to_come(day: datetime.date, today: datetime.date) -> datetime.date:
    if day > today:
        raise forms.ValidationError("不能填以后的日期，请到那一天再登记。")
    return day
