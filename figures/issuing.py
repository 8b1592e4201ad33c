"""Which lists were not issued at a day (计划未印发, DESIGN §4.18).

A list is issued once the bureau says so. Of what a command loads as history nobody says it: by
command a list counts as issued from its first approved month on (DESIGN §8).
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from accounts.models import Unit
from accounts.trail.reader import ById, Reader
from figures import reading
from measures.months import Month
from projects.models import AnnualPlan
from projects.reading import plans_of, terms_on

if TYPE_CHECKING:
    from figures.facts import Facts


def unissued(
    plans: Sequence[AnnualPlan],
    lines: ById,
    on: datetime.date,
    loaded_by_command: Callable[[], Collection[int]],
) -> tuple[str, ...]:
    """The keys of those of the lists, of which ``lines`` are, that were not issued on ``on``; it is
    asked which projects a command loaded where there is any."""
    waiting = [plan for plan in plans if not plan.is_issued_on(on)]
    if not waiting:
        return ()
    loaded = loaded_by_command()
    counted = {line["plan_id"] for line in lines.values() if line["project_id"] in loaded}
    return tuple(plan.key for plan in waiting if plan.pk not in counted)


def as_by_command(facts: "Facts") -> "Facts":
    """The facts as a command prints them: every list of which a month is approved is issued."""

    def is_reported(key: str) -> bool:
        return any(row.is_reported or row.done is not None for row in facts.of_list(key))

    return replace(facts, unissued=tuple(k for k in facts.unissued if not is_reported(k)))


def unissued_among(
    county: Unit, project_ids: Iterable[int], on: datetime.date
) -> tuple[list[str], tuple[str, ...]]:
    """The keys of the lists of the day's year that hold one of the projects, and those of them that
    were not issued; one query where all are."""
    reader = Reader(county)
    plans = [plan for plan in plans_of(reader, on.year) if plan.is_in_use(on)]
    if all(plan.is_issued_on(on) for plan in plans):
        return [plan.key for plan in plans], ()
    lines = terms_on(reader, [plan.pk for plan in plans], on)
    chosen = set(project_ids)
    holding = {line["plan_id"] for line in lines.values() if line["project_id"] in chosen}
    held = sorted((plan for plan in plans if plan.pk in holding), key=lambda plan: plan.order)
    loaded = partial(reading.loaded_by_command, reader, Month.of(on))
    return [plan.key for plan in held], unissued(held, lines, on, loaded)
