"""What is typed about joint meetings."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Unit
from supervision.models import JointMeeting
from supervision.services.meetings import LONGEST_TITLE

LONGEST_TEXT = 1000
CHOOSE = "请选择"


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class MeetingForm(forms.Form):
    """When and where, and who."""

    held_on = forms.DateField(label="会议日期", widget=DayInput)
    place = forms.CharField(label="地点", max_length=60, required=False)
    chair = forms.CharField(
        label="主持人",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "如：县委常委、常务副县长 张某"}),
    )
    attendees = forms.CharField(
        label="参加人员",
        max_length=LONGEST_TEXT,
        required=False,
        help_text="单位和姓名，一行一个。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def initial_of(meeting: JointMeeting) -> dict[str, Any]:
    return {name: getattr(meeting, name) for name in MeetingForm.base_fields}


class MatterForm(forms.Form):
    """A matter in words."""

    title = forms.CharField(label="其他议题", max_length=LONGEST_TITLE)


class DecisionForm(forms.Form):
    """Under one item of an agenda. A page has many of these, so that the units are read once and
    handed in."""

    text = forms.CharField(
        label="议定事项", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = forms.TypedChoiceField(label="责任单位")
    due_on = forms.DateField(label="完成时限", widget=DayInput)

    def __init__(self, *args: Any, units: Sequence[Unit], item_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": f"decide-{item_id}-%s"})
        by_key = {str(unit.pk): unit for unit in units}
        owner = self.fields["owner"]
        assert isinstance(owner, forms.TypedChoiceField)
        owner.choices = [("", CHOOSE), *[(key, unit.name) for key, unit in by_key.items()]]
        owner.coerce = by_key.__getitem__


class FulfilForm(forms.Form):
    """What became of a decision."""

    outcome = forms.CharField(
        label="落实情况", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )
    done_on = forms.DateField(label="完成日期", widget=DayInput)

    def __init__(self, *args: Any, decision_id: int, today: datetime.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"done_on": today})
        super().__init__(*args, **kwargs | {"auto_id": f"fulfil-{decision_id}-%s"})
        self.fields["done_on"].widget.attrs["max"] = today.isoformat()
