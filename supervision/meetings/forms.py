"""What is typed about joint meetings."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from accounts.models import Unit
from accounts.pages.long_text import LongText, ShortText
from supervision.meetings.services import LONGEST_TITLE
from supervision.models import JointMeeting, MeetingDecision

LONGEST_TEXT = 1000
CHOOSE = "请选择"
# A slip of the key, 0219 or 20199, is no day of a meeting.
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)


def chosen(label: str) -> dict[str, str]:
    """What is said of a list from which nothing, or nothing that is on it, was chosen."""
    return {"required": f"请选择{label}", "invalid_choice": f"请从列表中选择{label}"}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DayField(forms.DateField):
    widget = DayInput

    def __init__(self, *, label: str) -> None:
        message = f"{label}要在2000年到2099年之间"
        super().__init__(
            label=label,
            validators=[
                MinValueValidator(FIRST_DAY, message),
                MaxValueValidator(LAST_DAY, message),
            ],
            error_messages={
                "required": f"请填写{label}",
                "invalid": f"{label}请填成2019-08-31的样子",
            },
        )


class RowForm(forms.Form):
    """About one row of a page that has many: its fields have ids of their own, and it is made from
    one version of the row, which it sends back."""

    name = ""

    def __init__(self, *args: Any, key: int, version: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": f"{self.name}-{key}-%s"})
        self.version = version


class MeetingForm(forms.Form):
    """When and where, and who."""

    held_on = DayField(label="会议日期")
    place = ShortText(label="地点", max_length=60, required=False)
    chair = ShortText(
        label="主持人",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "如：县委常委、常务副县长 张某"}),
    )
    attendees = LongText(
        label="参加人员",
        max_length=LONGEST_TEXT,
        required=False,
        help_text="单位和姓名，一行一个。",
        rows=4,
    )


def initial_of(meeting: JointMeeting) -> dict[str, Any]:
    return {name: getattr(meeting, name) for name in MeetingForm.base_fields}


class MatterForm(forms.Form):
    """A matter in words."""

    title = ShortText(label="其他议题", max_length=LONGEST_TITLE)


class DecisionForm(RowForm):
    """Under one item of an agenda. A page has many of these, so that the units are read once and
    handed in."""

    name = "decide"
    text = LongText(label="议定事项", max_length=LONGEST_TEXT, rows=2)
    owner = forms.TypedChoiceField(label="责任单位", error_messages=chosen("责任单位"))
    due_on = DayField(label="完成时限")

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_key = {str(unit.pk): unit for unit in units}
        owner = self.fields["owner"]
        assert isinstance(owner, forms.TypedChoiceField)
        owner.choices = [("", CHOOSE), *[(key, unit.name) for key, unit in by_key.items()]]
        owner.coerce = by_key.__getitem__


class FulfilForm(RowForm):
    """What became of a decision; after it was sent back, from the words that it was reported in."""

    name = "fulfil"
    outcome = LongText(label="落实情况", max_length=LONGEST_TEXT, rows=2)
    done_on = DayField(label="完成日期")

    def __init__(
        self, *args: Any, decision: MeetingDecision, today: datetime.date, **kwargs: Any
    ) -> None:
        kwargs.setdefault("version", decision.version)
        kwargs.setdefault("initial", {"done_on": today, "outcome": decision.outcome})
        super().__init__(*args, key=decision.pk, **kwargs)
        self.fields["done_on"].widget.attrs["max"] = today.isoformat()


class SendBackForm(RowForm):
    """Why what was reported does not do."""

    name = "send-back"
    word = LongText(label="退回意见", max_length=LONGEST_TEXT, rows=2)
