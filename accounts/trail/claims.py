"""A versioned write: a row changes only where it still is as the person read it.

A service writes::

    with audited(by=by) as audit:
        if not write(audit, problem, "problem.grade", county=problem.county, version=version,
                     where=Q(state=ProblemState.OPEN), severity=severity):
            raise ...why it was refused: ``problem`` now holds what stands

One UPDATE with a condition is what two databases agree on: ``select_for_update`` does nothing on
SQLite, and reading before writing loses updates on both (KNOWLEDGE §3).
"""

from typing import Any

from django.db.models import F, Model, Q

from accounts.models import Unit
from accounts.trail.audit import Trail
from accounts.trail.facts import changed_since, facts_of

ANY_ROW = Q()


def claim(row: Model, *, version: int | None = None, where: Q = ANY_ROW, **values: Any) -> bool:
    """Write ``values`` to ``row`` and count its version up, where it stands at ``version`` (None:
    at any) and ``where`` holds. Returns whether it was written; ``row`` holds what stands now in
    either case. The row is this transaction's until it ends. Raises DoesNotExist where it is
    gone."""
    rows = row._meta.model._default_manager.filter(where, pk=row.pk)
    if version is not None:
        rows = rows.filter(version=version)
    claimed = rows.update(version=F("version") + 1, **values)
    row.refresh_from_db()
    return bool(claimed)


def write(
    audit: Trail,
    row: Model,
    action: str,
    *,
    county: Unit,
    version: int,
    where: Q = ANY_ROW,
    label: str = "",
    **values: Any,
) -> bool:
    """``claim``, with the audit line that tells what changed."""
    before = facts_of(row)
    if not claim(row, version=version, where=where, **values):
        return False
    audit.record(row, action, county=county, changes=changed_since(before, row), label=label)
    return True
