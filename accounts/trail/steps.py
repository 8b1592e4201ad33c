"""The steps of a thing that has states: a table of a room says from which states each step leads
where, and ``take`` leads a row along one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from accounts.models import Unit
from accounts.trail.audit import Trail
from accounts.trail.claims import write


@dataclass(frozen=True, kw_only=True)
class Step:
    """``action`` is the audit code. The step is taken from one of ``sources`` and leads to
    ``target``; a target of None leaves the state as it is."""

    action: str
    sources: Sequence[str]
    target: str | None = None

    @property
    def where(self) -> Q:
        """Holds for rows from which the step may be taken."""
        return Q(state__in=self.sources)

    @property
    def values(self) -> dict[str, Any]:
        """What the step itself writes."""
        return {} if self.target is None else {"state": self.target}


def take(
    audit: Trail, step: Step, row: Model, *, county: Unit, version: int, **values: Any
) -> bool:
    """Lead ``row``, read at ``version``, along the step, with further ``values``, and tell it.
    Returns whether it was taken; ``row`` holds what stands now in either case."""
    return write(
        audit,
        row,
        step.action,
        county=county,
        version=version,
        where=step.where,
        **step.values,
        **values,
    )
