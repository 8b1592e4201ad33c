"""What is typed where months are opened, published and given longer for."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Unit
from accounts.pages.fields import DayField, ShortText, UnitField, offer
from investment.models import (
    PeriodDeed,
    PublishedAs,
    ReportingPeriod,
)
from measures.months import Month


class MonthField(forms.CharField):
    """A month as 2019-06."""

    def clean(self, value: Any) -> Month:
        try:
            return Month.parse(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error


YEARS_BACK = 5

"""How far back a period may be opened, to bring in what was never reported here."""


class OpenPeriodForm(forms.Form):
    month = MonthField(label="月份")

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_month(self) -> Month:
        month: Month = self.cleaned_data["month"]
        if month.first_day > self.today:
            raise ValidationError(f"{month.label}还没有开始，不能开启填报期")
        if month.year < self.today.year - YEARS_BACK:
            raise ValidationError(f"{month.label}太早，请核对月份")
        return month


class HistoryForm(forms.Form):
    """Which of the months that are offered are to be brought in as history."""

    months = forms.MultipleChoiceField(
        label="补录月份",
        error_messages={"required": "请勾选要补录的月份", "invalid_choice": "月份已变，请重新勾选"},
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, offered: Iterable[Month], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(month), f"{month.month}月") for month in offered]
        offer(self, "months", choices)
        self.fields["months"].initial = [month for month, _ in choices]

    def clean_months(self) -> list[Month]:
        return [Month.parse(month) for month in self.cleaned_data["months"]]


class ProposePeriodForm(forms.Form):
    """What a reviewer may ask: to close an open month, to open a closed one or one that has none.
    The answer is the pair of deed and month."""

    what = forms.ChoiceField(
        label="申请", error_messages={"invalid_choice": "填报期的状态已变，请重新选择"}
    )
    reason = forms.CharField(label="理由", max_length=200)

    def __init__(
        self,
        *args: Any,
        periods: Iterable[ReportingPeriod],
        to_open: Iterable[Month],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.deeds: dict[str, tuple[PeriodDeed, Month]] = {}
        choices = [(PeriodDeed.OPEN, month, "开启") for month in to_open]
        for period in periods:
            if period.is_open:
                choices.append((PeriodDeed.CLOSE, period.as_month, "关闭"))
            else:
                choices.append((PeriodDeed.OPEN, period.as_month, "重新开启"))
        for deed, month, _ in choices:
            self.deeds[f"{deed}:{month}"] = (deed, month)
        offer(
            self,
            "what",
            [(f"{deed}:{month}", f"{word}{month.label}填报期") for deed, month, word in choices],
        )

    def clean_what(self) -> tuple[PeriodDeed, Month]:
        return self.deeds[self.cleaned_data["what"]]


class PublishForm(forms.Form):
    kind = forms.ChoiceField(
        label="发布", choices=[(k.value, k.label) for k in (PublishedAs.FLASH, PublishedAs.FINAL)]
    )


class ProposePublishingForm(PublishForm):
    reason = ShortText(label="发布理由", max_length=200)


class UnpublishForm(forms.Form):
    reason = forms.CharField(label="撤回理由", max_length=200)


class ExtensionForm(forms.Form):
    """延期 of one unit that reports in the period's county."""

    unit = UnitField()
    until = DayField(label="延至", called="延至哪天")
    reason = forms.CharField(label="理由", max_length=200)

    def __init__(self, *args: Any, period: ReportingPeriod, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", Unit.objects.within(period.county).exclude(pk=period.county_id))
