"""Funds by the day: what of each source was applied for, planned, arrived and paid by then."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.trail.reader import Reader, Values
from measures.months import Month
from projects.models import FundLine, FundMark, FundSource
from projects.rolls.reading import OfRegister, held_on, holds, lines_by_number, of_register

COLUMNS = ("source_id", "program", "year", *FundLine.MONEY, "document", "note")


@dataclass(frozen=True)
class FundFact:
    """What one source gives to a project, as it stood at a day, in yuan. ``this_month`` and
    ``this_year`` are what arrived and what was paid within the month of the day, and its year;
    None where it is not known until when. ``since`` is the day of the first line, ``told_on`` that
    of the one that holds; ``is_open``: it is not done with."""

    serial: int
    project_id: int
    project_name: str
    category: str
    total_investment: int | None
    unit_id: int
    unit_name: str
    source: str
    mark: FundMark
    program: str
    year: int
    applied: int | None
    planned: int | None
    arrived: int | None
    paid: int | None
    arrived_this_month: int | None
    paid_this_month: int | None
    arrived_this_year: int | None
    paid_this_year: int | None
    since: datetime.date
    told_on: datetime.date
    is_open: bool
    document: str
    note: str
    lists: frozenset[str]


def funds_on(reader: Reader, day: datetime.date) -> tuple[list[FundFact], tuple[str, ...]]:
    """All that began by ``day``, also what is done with, by how each stands or ended; and the keys
    of the lists that they may be asked by. Ten queries at most, one where there are none."""
    numbers = lines_by_number(reader, FundLine, day, *COLUMNS)
    if not numbers:
        return [], ()
    sources = reader.by_id(FundSource, "name", "mark")
    around = of_register(reader, day)
    return [_fact(lines, sources, around, day) for lines in numbers.values()], around.keys


def _fact(
    lines: list[Values], sources: dict[int, Values], around: OfRegister, day: datetime.date
) -> FundFact:
    last = lines[-1]
    source = sources[last["source_id"]]
    project = around.projects[last["project_id"]]
    before_month = Month.of(day).first_day - datetime.timedelta(days=1)
    before_year = datetime.date(day.year - 1, 12, 31)
    return FundFact(
        serial=last["serial"],
        project_id=last["project_id"],
        project_name=project["name"],
        category=project["category"] or "",
        total_investment=project["total_investment"],
        unit_id=last["unit_id"],
        unit_name=around.units[last["unit_id"]],
        source=source["name"],
        mark=FundMark(source["mark"]),
        program=last["program"],
        year=last["year"],
        applied=last["applied"],
        planned=last["planned"],
        arrived=last["arrived"],
        paid=last["paid"],
        arrived_this_month=_since(lines, "arrived", before_month),
        paid_this_month=_since(lines, "paid", before_month),
        arrived_this_year=_since(lines, "arrived", before_year),
        paid_this_year=_since(lines, "paid", before_year),
        since=lines[0]["from_day"],
        told_on=last["from_day"],
        is_open=holds(last, day),
        document=last["document"],
        note=last["note"],
        lists=around.lists_of(last["project_id"]),
    )


def _since(lines: Sequence[Values], name: str, before: datetime.date) -> int | None:
    """By how much the last line's amount is above what had come by the end of ``before``; all of
    it where the number began later."""
    last: int | None = lines[-1][name]
    if last is None or lines[0]["from_day"] > before:
        return last
    held = held_on(list(lines), before) or lines[-1]
    known: int | None = held[name]
    return None if known is None else last - known
