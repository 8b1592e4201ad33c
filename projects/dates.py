"""What the dates of a project must be, beside its stage and one another."""

import datetime
from collections.abc import Mapping
from itertools import combinations, product
from typing import Any

from projects.models import Project, Stage
from projects.wording import field_label, shown

# In the order in which they come.
_BUILT = ("actual_start", "substantially_complete_on", "completed_on")
# What was built may work before it is accepted: after the start alone.
_WORKING = ("in_production_on", "in_use_on")
# The bureau may recognise a start from an earlier or a later day than the unit reports.
_RECOGNISED = ("start_recognised_on",)
DATES = (*_BUILT, *_WORKING, *_RECOGNISED)

# A project in one of these stages got there on a day that is known.
DATE_OF_STAGE = {
    Stage.SUBSTANTIAL: "substantially_complete_on",
    Stage.COMPLETED: "completed_on",
}


def date_faults(facts: Mapping[str, Any], today: datetime.date) -> dict[str, str]:
    """What is wrong with the stage and dates of ``facts``, by the names of Project's fields: a
    sentence for each field, none where all is well. A field that is missing is not filled in."""
    faults: dict[str, str] = {}
    known = {name: facts[name] for name in DATES if facts.get(name)}
    for first, then in (*combinations(_BUILT, 2), *product(_BUILT[:1], _WORKING)):
        if first in known and then in known and known[then] < known[first]:
            faults[then] = f"不能早于{_label(first)}（{_day(first, known[first])}），请核对。"
    for name, day in known.items():
        if day > today:
            faults[name] = f"不能晚于今天（{_day(name, today)}）；还没有发生的请留空。"
    needed = DATE_OF_STAGE.get(facts.get("stage", ""))
    if needed and needed not in known:
        stage = Stage(facts["stage"]).label
        faults[needed] = f"阶段是“{stage}”，请填写{_label(needed)}；还没有{stage}的请改选阶段。"
    return faults


def moved_since(before: Mapping[str, Any], after: Mapping[str, Any]) -> datetime.date | None:
    """The earliest of the days, old and new, of the dates that are others in ``after``: figures
    count by them from that day on. None where no date is another."""
    moved = [name for name in DATES if name in after and after[name] != before.get(name)]
    days = (facts.get(name) for name in moved for facts in (before, after))
    return min((day for day in days if day), default=None)


def _label(name: str) -> str:
    return field_label(Project, name)


def _day(name: str, day: datetime.date) -> str:
    return shown(Project, name, day)
