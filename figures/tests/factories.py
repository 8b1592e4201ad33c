"""Lines of facts made by hand: every value has a default, a test names those it is about."""

import datetime
from fractions import Fraction
from typing import Any

from figures.lights import NO_LIGHT
from figures.plan_fact import PlanFact
from investment.standing import EntryRow, stand
from measures.money import WAN
from measures.months import Month
from projects.models import PlanCategory


def entry(month: int, *, project_id: int = 1, **values: Any) -> EntryRow:
    """An approved entry; amounts in yuan, absent where not named."""
    defaults: dict[str, Any] = {
        "month_amount": None,
        "year_to_date": None,
        "correction": None,
        "verified_month_amount": None,
        "verified_year_to_date": None,
        "zero_reason": "",
        "progress": "",
        "problem": "",
    }
    return EntryRow(project_id=project_id, month=month, **(defaults | values))


_serial = iter(range(1, 1_000_000))


def fact(*, done: int | None = None, through: int = 6, **values: Any) -> PlanFact:
    """One line at the end of June; ``done`` is the year to date in 万元, sent in June."""
    number = next(_serial)
    sent = [] if done is None else [entry(through, year_to_date=done * WAN, month_amount=done)]
    defaults: dict[str, Any] = {
        "month": Month(2019, through),
        "plan_key": "县级",
        "item_id": number,
        "position": number,
        "category": PlanCategory.NEW,
        "planned": 1000 * WAN,
        "planned_start": datetime.date(2019, 1, 1),
        "project_id": number,
        "project_name": f"项目{number}",
        "project_code": "",
        "project_category": "",
        "is_productive": False,
        "total_investment": None,
        "started_on": None,
        "is_started": False,
        "substantially_complete_on": None,
        "milestone": "",
        "lead_official": "",
        "unit_id": 1,
        "unit_name": "交通运输局",
        "standing": stand(sent, through=through),
        "is_waiting": False,
        "pace": Fraction(through, 12),
        "light": NO_LIGHT,
    }
    return PlanFact(**(defaults | values))
