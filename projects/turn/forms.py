"""What becomes of each project that is left out, the day from which and the document; and which
lines go over into the list of the next year."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from accounts.pages.deeds import Difference
from accounts.pages.fields import DayField, DayInput, ShortText
from projects.listnames import of_year
from projects.models import AnnualPlan, PlanCategory, YearEndFate
from projects.turn.carried import Carried
from projects.turn.choosing import Chosen
from projects.turn.drafting import MOVED
from projects.turn.selectors import LeftOut
from projects.turn.services import Told

_UNSAID = ("", "待定")

LINES_A_PAGE = 100


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
    """A page of the lines: a tick for each that may go over, and its class where it may have
    several. ``chosen`` is what was kept so far. ``shown`` are the lines of all pages, by the ids of
    their projects. A page that is only kept needs no name and no reason yet."""

    name = ShortText(label="清单名称", max_length=100)
    reason = ShortText(label="依据", max_length=200, required=False, help_text="记入操作记录。")
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any,
        *,
        plan: AnnualPlan,
        lines: Iterable[Carried],
        chosen: Chosen,
        page: str | None,
        is_proposal: bool,
        is_kept_only: bool,
    ) -> None:
        self.lines = sorted(lines, key=lambda line: not line.may_go)
        self.chosen = chosen
        self.page: Page[Carried] = Paginator(self.lines, LINES_A_PAGE).get_page(page)
        every = ",".join(str(line.project.pk) for line in self.lines)
        name = chosen.name or of_year(plan.name, plan.year, plan.year + 1)
        initial = {"name": name, "reason": chosen.reason, "shown": every}
        super().__init__(data, initial=initial)
        self.fields["name"].required = not is_kept_only
        self.fields["reason"].required = is_proposal and not is_kept_only
        self.every = every
        self.rows: list[tuple[Carried, forms.BoundField, forms.BoundField | None]] = []
        for line in self.page:
            if line.may_go:
                self.rows.append(self._row(line))

    def _row(self, line: Carried) -> tuple[Carried, forms.BoundField, forms.BoundField | None]:
        tick, box = f"go-{line.project.pk}", f"class-{line.project.pk}"
        self.fields[tick] = forms.BooleanField(
            label=f"列入{line.project}", required=False, initial=bool(self.chosen.category(line))
        )
        if len(line.choices) == 1:
            return line, self[tick], None
        begun = PlanCategory.CONTINUING if line.is_begun else PlanCategory.NEW
        usual = self.chosen.category(line) or line.category or begun
        self.fields[box] = forms.ChoiceField(
            label=f"{line.project}的计划类别",
            choices=[(choice.value, choice.label) for choice in line.choices],
            initial=usual,
            required=False,
        )
        return line, self[tick], self[box]

    @property
    def going(self) -> list[Carried]:
        """The lines of the page that may go over."""
        return [line for line, _, _ in self.rows]

    @property
    def left(self) -> list[Carried]:
        """The lines of the page that cannot go over."""
        return [line for line in self.page if not line.may_go]

    @property
    def unseen(self) -> int:
        """How many lines of all pages were not looked at."""
        return sum(line.may_go and not self.chosen.has(line) for line in self.lines)

    @property
    def first_unseen(self) -> int | None:
        """The first other page that has one."""
        places = (
            place // LINES_A_PAGE + 1
            for place, line in enumerate(self.lines)
            if line.may_go and not self.chosen.has(line)
        )
        return next((number for number in places if number != self.page.number), None)

    @property
    def left_in_all(self) -> int:
        return sum(not line.may_go for line in self.lines)

    def clean_shown(self) -> str:
        shown: str = self.cleaned_data["shown"]
        if shown != self.every:
            raise forms.ValidationError(MOVED)
        return shown

    def classes(self) -> dict[int, str]:
        """What each line becomes, by its project's id: those of the page as they were sent, the
        others as they were kept, or else as is proposed."""
        found = self.chosen.classes(self.lines)
        for line, tick, box in self.rows:
            usual = box.field.initial if box else line.choices[0]
            sent = self.cleaned_data[box.name] if box else ""
            goes = self.cleaned_data[tick.name]
            found[line.project.pk] = str(sent or usual) if goes else ""
        return found

    def differences(self, now: Chosen) -> list[Difference]:
        """The lines of the page that stand otherwise now than they were sent."""
        sent = self.classes()
        return [
            Difference(line.project.name, _becomes(now.category(line)), _becomes(sent[key]))
            for line in self.going
            if now.category(line) != sent[(key := line.project.pk)]
        ]


def _becomes(category: str) -> str:
    return str(PlanCategory(category).label) if category else "不列入"
