"""What a list of a 台账 is asked for: by page, by address, by export."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models import Field as Column
from django.db.models.fields.related import ForeignKey

from accounts.models import Unit, User
from accounts.pages.fields import DayInput
from projects.models import PlanItem, Project, RollLine
from projects.rolls.roll import Roll
from projects.rolls.selectors import lines_with_related

OPEN, ENDED, EVERY, VOID = "open", "ended", "all", "void"
STATES = ((OPEN, "在册"), (ENDED, "已销号"), (EVERY, "全部"), (VOID, "已作废"))

_AT_ONCE = {"data-autosubmit": ""}

OF_EVERY_ROLL = {
    "serial": ("serial",),
    "unit": ("unit__position", "unit__name"),
    "project": ("project__pinyin", "project__name"),
    "from_day": ("from_day",),
    "until_day": ("until_day",),
}
"""What any list can be sorted by."""


class RollFilter(forms.Form):
    """What is typed above a list; what cannot be read is not asked."""

    q = forms.CharField(
        label="查找",
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "placeholder": "项目名称、拼音首字母或内容"}),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="填报单位",
        required=False,
        empty_label="全部",
        widget=forms.Select(_AT_ONCE),
    )
    list = forms.ChoiceField(label="清单", required=False, widget=forms.Select(_AT_ONCE))
    state = forms.ChoiceField(
        label="状态", required=False, choices=STATES, widget=forms.Select(_AT_ONCE)
    )
    day = forms.DateField(label="截至", required=False, widget=DayInput())

    def __init__(self, data: Any, *, roll: Roll[Any, Any], units: Any, lists: Any) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if roll.of_project:
            keys = [(plan.key, plan.key) for plan in lists]
            self.fields["list"].choices = [("", "全部"), *keys]  # type: ignore[attr-defined]
        else:
            del self.fields["list"]
        self.full_clean()

    def said(self, name: str) -> Any:
        return self.cleaned_data.get(name) or None

    @property
    def is_filtered(self) -> bool:
        others = (self.said(name) for name in ("q", "unit", "list", "day"))
        return any(others) or self.which != OPEN

    @property
    def which(self) -> str:
        return self.said("state") or OPEN

    @property
    def state_words(self) -> str:
        return dict(STATES)[self.which]


@dataclass(frozen=True)
class Asked:
    """The lines that a filter leaves, as they stood on ``day``."""

    filter: RollFilter
    lines: QuerySet[RollLine]
    day: datetime.date
    sort: str


def lines_asked(
    roll: Roll[Any, Any],
    user: User,
    chosen: RollFilter,
    *,
    year: int,
    sort: str,
    today: datetime.date,
) -> Asked:
    """Of each number one line: what held on the day, or what ended last until then."""
    day = chosen.said("day") or today
    seen = roll.line._default_manager.visible_to(user)
    lines = _in_state(roll, seen, chosen.which, day)
    if unit := chosen.said("unit"):
        lines = lines.filter(unit=unit)
    if text := chosen.said("q"):
        lines = lines.filter(_named_like(roll, text))
    if key := chosen.said("list"):
        listed = PlanItem.objects.standing().filter(plan__year=year, plan__key=key)
        lines = lines.filter(Exists(listed.filter(project=OuterRef("project"))))
    return Asked(chosen, sorted_by(roll, lines_with_related(roll, lines), sort), day, sort)


def _in_state(
    roll: Roll[Any, Any], seen: QuerySet[RollLine], state: str, day: datetime.date
) -> QuerySet[RollLine]:
    if state == VOID:
        return seen.filter(is_void=True)
    if state == OPEN:
        return seen.holding_on(day)  # type: ignore[attr-defined]
    same = {"county": OuterRef("county"), "serial": OuterRef("serial"), "is_void": False}
    later = roll.line._default_manager.filter(
        **same, from_day__gt=OuterRef("from_day"), from_day__lte=day
    )
    last = seen.filter(~Exists(later), is_void=False, from_day__lte=day)
    return last.filter(until_day__lte=day) if state == ENDED else last


def _named_like(roll: Roll[Any, Any], text: str) -> Q:
    found = Q(project__in=Project.objects.named_like(text).values("pk"))
    for name in roll.fields:
        column: Column = roll.line._meta.get_field(name)
        if column.get_internal_type() in ("CharField", "TextField") and not column.choices:
            found |= Q(**{f"{name}__icontains": text})
    return found


def sorts_of(roll: Roll[Any, Any]) -> dict[str, tuple[str, ...]]:
    """The orders that may be asked for: the columns of the list."""
    own = {}
    for name in roll.fields:
        column = roll.line._meta.get_field(name)
        own[name] = (f"{name}__pk",) if isinstance(column, ForeignKey) else (name,)
    return OF_EVERY_ROLL | own


def sorted_by(roll: Roll[Any, Any], lines: QuerySet[RollLine], sort: str) -> QuerySet[RollLine]:
    """By ``sort``, with - for the other way round; else by number. What is unknown comes last."""
    names = sorts_of(roll).get(sort.removeprefix("-"), ("serial",))
    falls = sort.startswith("-")
    order = [
        F(name).desc(nulls_last=True) if falls else F(name).asc(nulls_last=True) for name in names
    ]
    return lines.order_by(*order, "serial", "from_day", "pk")
