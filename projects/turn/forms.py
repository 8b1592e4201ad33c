"""What becomes of each project that is left out, the day from which and the document; and which
lines go over into the list of the next year."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.pages.fields import DayField, DayInput, ShortText
from projects.listnames import of_year
from projects.models import AnnualPlan, PlanCategory, YearEndFate
from projects.turn.carried import Carried
from projects.turn.drafting import MOVED
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


class NextListForm(forms.Form):
    """A tick a line that may go over, and its class where it may have several. ``shown`` are the
    lines that the page showed, by the ids of their projects."""

    name = ShortText(label="清单名称", max_length=100)
    reason = ShortText(label="依据", max_length=200, required=False, help_text="记入操作记录。")
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any,
        *,
        plan: AnnualPlan,
        lines: Iterable[Carried],
        is_proposal: bool,
    ) -> None:
        self.lines = list(lines)
        every = ",".join(str(line.project.pk) for line in self.lines)
        name = of_year(plan.name, plan.year, plan.year + 1)
        super().__init__(data, initial={"name": name, "shown": every})
        self.fields["reason"].required = is_proposal
        self.every = every
        self.rows: list[tuple[Carried, forms.BoundField, forms.BoundField | None]] = []
        for line in self.lines:
            if line.may_go:
                self.rows.append(self._row(line))

    def _row(self, line: Carried) -> tuple[Carried, forms.BoundField, forms.BoundField | None]:
        tick, box = f"go-{line.project.pk}", f"class-{line.project.pk}"
        self.fields[tick] = forms.BooleanField(
            label=f"列入{line.project}", required=False, initial=bool(line.category)
        )
        if len(line.choices) == 1:
            return line, self[tick], None
        usual = line.category or (PlanCategory.CONTINUING if line.is_begun else PlanCategory.NEW)
        self.fields[box] = forms.ChoiceField(
            label=f"{line.project}的计划类别",
            choices=[(choice.value, choice.label) for choice in line.choices],
            initial=usual,
            required=False,
        )
        return line, self[tick], self[box]

    @property
    def left(self) -> list[Carried]:
        """The lines that cannot go over."""
        return [line for line in self.lines if not line.may_go]

    def clean_shown(self) -> str:
        shown: str = self.cleaned_data["shown"]
        if shown != self.every:
            raise forms.ValidationError(MOVED)
        return shown

    def classes(self) -> dict[int, str]:
        """What each line becomes, by its project's id."""
        found = dict.fromkeys((line.project.pk for line in self.lines), "")
        for line, tick, box in self.rows:
            if self.cleaned_data[tick.name]:
                usual = box.field.initial if box else line.choices[0]
                chosen = self.cleaned_data[box.name] if box else ""
                found[line.project.pk] = str(chosen or usual)
        return found
