"""The forms of the reserve: what is asked of whom, and a reserve project into a list."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from accounts.models import Unit
from accounts.pages.fields import DayField, ShortText
from projects.forms import WanField
from projects.models import (
    LONGEST_TASK_SOURCE,
    AnnualPlan,
    PlanCategory,
    Project,
    ReserveItem,
    ReserveTarget,
)
from projects.reserve.conversion import OF_THE_LINE
from projects.reserve.targets import Task

MOST_ASKED = 99_999


@dataclass(frozen=True)
class Bearer:
    """A row of the form: who is asked, and its boxes."""

    unit: Unit
    number: BoundField
    amount: BoundField
    version: BoundField


def _box(label: str, mode: str, *, size: int) -> forms.TextInput:
    """A box of a table, whose label is read and not shown."""
    return forms.TextInput(attrs={"inputmode": mode, "size": size, "aria-label": label})


class TasksForm(forms.Form):
    """What the county and each of its units are asked in a period; empty where nothing is."""

    source = ShortText(
        label="依据",
        max_length=LONGEST_TASK_SOURCE,
        required=False,
        help_text="下达任务的文件、会议和文号，记在有改动的各行。",
    )
    from_day = DayField(
        label="自何日起", required=False, help_text="首次下达的空着，按全年算；改已下达的任务要填。"
    )

    def __init__(
        self, data: Any, *, units: Sequence[Unit], targets: Mapping[int, ReserveTarget]
    ) -> None:
        super().__init__(data)
        self.units = units
        for unit in units:
            standing = targets.get(unit.pk)
            number = forms.IntegerField(
                label=f"{unit}任务数",
                required=False,
                min_value=0,
                max_value=MOST_ASKED,
                initial=standing.number if standing else None,
                widget=_box(f"{unit}任务数", "numeric", size=6),
            )
            amount = WanField(
                label=f"{unit}任务投资",
                initial=standing.amount if standing else None,
                widget=_box(f"{unit}任务投资", "decimal", size=12),
            )
            version = forms.IntegerField(
                widget=forms.HiddenInput, initial=standing.version if standing else 0
            )
            self.fields |= {
                f"number-{unit.pk}": number,
                f"amount-{unit.pk}": amount,
                f"version-{unit.pk}": version,
            }

    def bearers(self) -> Iterator[Bearer]:
        for unit in self.units:
            yield Bearer(unit, *(self[f"{name}-{unit.pk}"] for name in Task.BOXES))

    def tasks(self) -> list[Task]:
        cleaned = self.cleaned_data
        return [
            Task(unit, *(cleaned[f"{name}-{unit.pk}"] for name in Task.BOXES))
            for unit in self.units
        ]


class TakeForm(forms.Form):
    """Into which list a reserve project comes, and what is planned of it there."""

    use_required_attribute = False

    plan = forms.ModelChoiceField(AnnualPlan.objects.none(), label="清单", empty_label="请选择")
    category = forms.ChoiceField(label="计划类别", choices=PlanCategory.choices)
    planned_investment = WanField(label="年度计划投资（万元）", help_text="前期项目可以不填。")
    planned_start = DayField(label="计划开工", required=False)
    annual_task = forms.CharField(
        label="年度建设任务", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = ShortText(
        label="理由和依据",
        max_length=200,
        required=False,
        help_text="清单已印发的，列入要走计划调整，请写明理由。",
    )

    def __init__(self, data: Any, *, item: ReserveItem, today: datetime.date) -> None:
        is_preliminary = item.is_preliminary
        category = PlanCategory.PRELIMINARY if is_preliminary else PlanCategory.NEW
        super().__init__(data, initial={"category": category, "planned_start": item.planned_start})
        lists = AnnualPlan.objects.filter(county=item.county, year__gte=today.year)
        plans: Any = self.fields["plan"]
        plans.queryset = lists.in_use(today).in_order()

    def values(self) -> dict[str, Any]:
        """By the names of OF_THE_LINE."""
        return {name: self.cleaned_data[name] for name in OF_THE_LINE}


class LinkForm(forms.Form):
    """Which project of the register a reserve project is."""

    use_required_attribute = False

    project = forms.ModelChoiceField(
        Project.objects.none(), label="对应项目", required=False, empty_label="没有对应的项目"
    )
    reason = ShortText(label="依据", max_length=200)

    def __init__(self, data: Any, *, item: ReserveItem) -> None:
        super().__init__(data, initial={"project": item.project_id})
        projects: Any = self.fields["project"]
        projects.queryset = Project.objects.of_county(item.county).order_by("name")
