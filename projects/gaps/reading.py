"""Gaps by the day: what is still short, and what of it was resolved within the year."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from accounts.trail.reader import Reader, Values
from projects.models import GapKind, GapLine
from projects.rolls.reading import OfRegister, holds, lines_by_number, of_register

COLUMNS = (
    "kind",
    "needed_money",
    "short_money",
    "needed_amount",
    "short_amount",
    "is_approximate",
    "request",
    "asked_of",
)


@dataclass(frozen=True)
class GapFact:
    """One gap as it stood at a day: yuan, or hundredths of its kind's unit. ``raised`` is what was
    short when the year began, or the gap did, with what was added since; ``resolved`` is what of
    it is no longer short. ``resolved_on`` is the day of its end, None of one that is open."""

    serial: int
    project_id: int
    project_name: str
    category: str
    unit_id: int
    unit_name: str
    kind: GapKind
    needed: int | None
    short: int | None
    raised: int | None
    resolved: int | None
    is_approximate: bool
    since: datetime.date
    resolved_on: datetime.date | None
    request: str
    asked_of: str
    lists: frozenset[str]

    @property
    def is_open(self) -> bool:
        return self.resolved_on is None


def gaps_on(reader: Reader, day: datetime.date) -> tuple[list[GapFact], tuple[str, ...]]:
    """The gaps of the year of ``day``: those that are open on it, and those that ended within the
    year by then; and the keys of the lists that they may be asked by. Nine queries at most, one
    where there are none."""
    numbers = lines_by_number(reader, GapLine, day, *COLUMNS)
    new_year = datetime.date(day.year, 1, 1)
    told = [
        lines
        for lines in numbers.values()
        if lines[-1]["until_day"] is None or lines[-1]["until_day"] >= new_year
    ]
    if not told:
        return [], ()
    around = of_register(reader, day)
    return [_fact(lines, around, day, new_year) for lines in told], around.keys


def _fact(
    lines: Sequence[Values], around: OfRegister, day: datetime.date, new_year: datetime.date
) -> GapFact:
    last = lines[-1]
    kind = GapKind(last["kind"])
    what = "money" if kind == GapKind.FUNDS else "amount"
    is_open = holds(last, day)
    since_new_year = [
        line
        for line in lines
        if line is last or line["until_day"] is None or line["until_day"] > new_year
    ]
    shorts = [line[f"short_{what}"] for line in since_new_year]
    is_known = kind != GapKind.OTHER and None not in shorts
    steps = [*shorts, *([] if is_open else [0])]
    project = around.projects[last["project_id"]]
    return GapFact(
        serial=last["serial"],
        project_id=last["project_id"],
        project_name=project["name"],
        category=project["category"] or "",
        unit_id=last["unit_id"],
        unit_name=around.units[last["unit_id"]],
        kind=kind,
        needed=last[f"needed_{what}"],
        short=(shorts[-1] if is_open else 0) if is_known else None,
        raised=shorts[0] + sum(step for step in _steps(steps) if step > 0) if is_known else None,
        resolved=-sum(step for step in _steps(steps) if step < 0) if is_known else None,
        is_approximate=last["is_approximate"],
        since=lines[0]["from_day"],
        resolved_on=None if is_open else last["until_day"],
        request=last["request"],
        asked_of=last["asked_of"],
        lists=around.lists_of(last["project_id"]),
    )


def _steps(amounts: Sequence[int]) -> Iterator[int]:
    """From each to the next."""
    return (later - earlier for earlier, later in pairwise(amounts))
