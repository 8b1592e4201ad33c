"""What is typed about joint meetings."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Unit
from accounts.pages.fields import CHOOSE, DayField, LongText, RowForm, ShortText, chosen, offer
from supervision.meetings.services import LONGEST_TITLE
from supervision.models import JointMeeting, MeetingDecision

LONGEST_TEXT = 1000


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
        offer(self, "owner", [("", CHOOSE), *[(key, unit.name) for key, unit in by_key.items()]])
        owner = self.fields["owner"]
        assert isinstance(owner, forms.TypedChoiceField)
        owner.coerce = by_key.__getitem__


class FulfilForm(RowForm):
    """What became of a decision; after it was sent back, from the words that it was reported in."""

    name = "fulfil"
    outcome = LongText(label="落实情况", max_length=LONGEST_TEXT, rows=2)
    done_on = DayField(label="完成日期")

    def __init__(
        self, *args: Any, decision: MeetingDecision, today: datetime.date, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"done_on": today, "outcome": decision.outcome})
        super().__init__(*args, key=decision.pk, **kwargs)
        self.fields["done_on"].widget.attrs["max"] = today.isoformat()


class SendBackForm(RowForm):
    """Why what was reported does not do."""

    name = "send-back"
    word = LongText(label="退回意见", max_length=LONGEST_TEXT, rows=2)
