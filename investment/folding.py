"""The standings of many projects from the plain rows of one query: a way around objects.

The plain way is ``investment.standing.stand`` over an ``EntryRow`` of each row, and
``test_folding.py`` holds the two alike over random years. Of 24,000 entries of 2,000 projects the
plain way takes 53 ms of a core and this one 21, beside the 20 in which the query is read. What is
rare stays with the plain way: a project of which a month was verified, or told with another.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from investment.standing import (
    EntryRow,
    MonthStanding,
    MonthState,
    YearStanding,
    covered_by_now,
    stand,
)

Columns = Sequence[Any]
"""The columns of ``EntryRow``, in its order."""

_MONEY, _ZERO, _SILENT = MonthState.MONEY, MonthState.ZERO, MonthState.SILENT


def stand_all(rows: Iterable[Columns], *, through: int) -> dict[int, YearStanding]:
    """Each project's standing, January to month number ``through``, by its id; ``rows`` in any
    order, none of them of a later month."""
    by_project: dict[int, list[Columns | None]] = {}
    for row in rows:
        months = by_project.get(row[0])
        if months is None:
            months = by_project[row[0]] = [None] * through
        months[row[1] - 1] = row
    return {project: _stand(months) for project, months in by_project.items()}


def _stand(rows: Sequence[Columns | None]) -> YearStanding:
    """Of one project, a row or nothing for each month."""
    new = tuple.__new__
    months: list[MonthStanding] = []
    latest: Columns | None = None
    total: int | None = None
    rests_on_estimate = has_gap = False
    for number, row in enumerate(rows, 1):
        if row is None:
            silent = (number, _SILENT, None, total, False, "", False, rests_on_estimate, False)
            months.append(new(MonthStanding, silent))
            has_gap = True
            continue
        _, _, amount, sent, correction, verified, verified_total, reason, _, _, covers, guess = row
        if verified is not None or verified_total is not None or covers != 1:
            told = [EntryRow._make(each) for each in rows if each is not None]
            return stand(told, through=len(rows))
        before = total or 0
        if sent is not None:
            total, rests_on_estimate = sent, guess
        else:
            total = None if amount is None else before + amount + (correction or 0)
            rests_on_estimate = guess or rests_on_estimate
        if amount is None and total is not None and not has_gap:
            amount = total - before - (correction or 0)
        is_zero = amount == 0 if amount is not None else total == before
        state, said = (_ZERO, reason) if is_zero else (_MONEY, "")
        if sent is not None and has_gap:
            months, has_gap = covered_by_now(months), False
        month = (number, state, amount, total, False, said, guess, rests_on_estimate, False)
        months.append(new(MonthStanding, month))
        latest = row
    return YearStanding(tuple(months), None if latest is None else EntryRow._make(latest))
