"""The cut-off that is chosen, and what is typed about the lights."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.pages.fields import DayField, chosen, offer
from figures.models import LightFamily
from figures.months import ShownMonth
from measures.months import CutOff


class CutOffForm(forms.Form):
    """Through which month figures are asked, among those that have some."""

    month = forms.ChoiceField(label="截至", error_messages=chosen("截至哪个月"))

    def __init__(self, *args: Any, months: Iterable[ShownMonth], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(each), each.label) for each in months]
        self.known = {written for written, _ in offered}
        offer(self, "month", offered)


class CutOffDayForm(CutOffForm):
    """Through the end of a month, or until a day of the month after it."""

    day = DayField(
        label="或截至某一天",
        required=False,
        help_text="不在月底的一天：填报取上月底的，按半月计的序时进度算到这一天",
    )

    def clean_day(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["day"]
        if day is not None and str(CutOff.at(day).month) not in self.known:
            raise forms.ValidationError(f"{CutOff.at(day).month.label}还没有数据")
        return day

    def cut_off(self) -> CutOff:
        day = self.cleaned_data["day"]
        return CutOff.at(day) if day else CutOff.parse(self.cleaned_data["month"])


class LightSchemeForm(forms.Form):
    from_date = DayField(
        label="生效日期",
        help_text="从这一天所在的月份起适用，此前的月份和已印发的文件不变；"
        "首次发布月度数据之前，可以从过去的日期起",
    )
    family = forms.ChoiceField(label="口径", choices=LightFamily)
    green_limit = forms.IntegerField(
        label="绿灯界限", min_value=0, max_value=100, help_text="落后百分点，或占序时的百分比"
    )
    amber_limit = forms.IntegerField(label="黄灯界限", min_value=0, max_value=100)
    start_red_months = forms.IntegerField(
        label="开工滞后转红月数", min_value=1, max_value=12, initial=3
    )
    source = forms.CharField(label="依据", max_length=200, help_text="文件名称和文号")
