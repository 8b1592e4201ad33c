"""What becomes of each project that is left out, the day from which and the document."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.pages.fields import DayField, DayInput, ShortText
from projects.models import YearEndFate
from projects.turn.selectors import LeftOut
from projects.turn.services import Told

_UNSAID = ("", "待定")


class LeftOutForm(forms.Form):
    """A box a project, named by its id and version: ``fate-12:3``."""

    day = DayField(label="自哪天起", called="日期", widget=DayInput())
    reason = ShortText(label="依据", max_length=200)

    def __init__(
        self, *args: Any, asked: Iterable[LeftOut], today: datetime.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.rows: list[tuple[LeftOut, forms.BoundField]] = []
        for each in asked:
            name = f"fate-{each.project.pk}:{each.project.version}"
            self.fields[name] = forms.ChoiceField(
                label=f"{each.project}的去向",
                choices=[_UNSAID, *YearEndFate.choices],
                required=False,
            )
            self.rows.append((each, self[name]))

    def clean_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError("不能填以后的日期，请到那一天再答复。")
        return day

    def told(self) -> dict[int, Told]:
        said = {}
        for each, box in self.rows:
            fate = self.cleaned_data[box.name]
            if fate:
                said[each.project.pk] = Told(YearEndFate(fate), each.project.version)
        return said
