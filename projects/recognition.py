"""开工认定: the bureau recognises a start on evidence that a rule of the county names.

What a unit reports (实际开工日期) stays beside it; a figure says which of the two it counts.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from accounts.errors import DomainError
from accounts.models import Unit
from projects.models import StartEvidence

RECOGNITION = ("start_recognised_on", "start_evidence")


class Unproven(DomainError):
    """A start is recognised without all that the county's rule asks for."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"开工认定依据里还没有写明{missing}，请逐项写上文号或日期；没有的先不认定。",
            field="start_evidence",
        )


def evidence_asked(county: Unit, day: datetime.date) -> list[str]:
    """What must be seen of a start of that day, in the order of the rule."""
    in_force = StartEvidence.objects.filter(Q(until=None) | Q(until__gt=day), from_date__lte=day)
    return list(in_force.filter(county=county).values_list("name", flat=True))


def refuse_unproven(county: Unit, facts: Mapping[str, Any]) -> None:
    """Raises Unproven where ``facts`` recognise a start, and the evidence does not name everything
    that the rule asks for of its day; without a rule any evidence will do, and some must be."""
    day, evidence = facts.get("start_recognised_on"), facts.get("start_evidence") or ""
    if day is None:
        return
    missing = [name for name in evidence_asked(county, day) if name not in evidence]
    if missing or not evidence.strip():
        raise Unproven("、".join(f"“{name}”" for name in missing) or "依据")
