"""What is said of a merger."""

import datetime
from typing import Any

from django import forms

from accounts.models import Unit
from accounts.pages.fields import DayField, ShortText, UnitField, offer, units_of
from accounts.pages.published import KnowsPublished, ask_of_published
from accounts.published import months_published


class MergerForm(forms.Form):
    """``unit`` goes on as ``successor``: merged into it, or closed with it as its successor."""

    unit = UnitField(label="要并入或撤销的单位")
    successor = UnitField(label="承接单位", help_text="新设的单位请先在“单位”里新建。")
    from_day = DayField(label="自哪天起", called="日期", help_text="此前各月仍印原单位和原名称。")
    document = ShortText(label="文号或依据", max_length=200)
    knows_published = KnowsPublished()

    def __init__(self, *args: Any, county: Unit, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.county, self.today = county, today
        offer(self, "unit", units_of(county))
        offer(self, "successor", units_of(county))

    def clean_from_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["from_day"]
        if day > self.today:
            raise forms.ValidationError("不能填以后的日期，请到那一天再办。")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ask_of_published(
            self, self.county, lambda: months_published(self.county, cleaned.get("from_day"))
        )
        return cleaned
