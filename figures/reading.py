"""What the facts are made from: plain rows, by the day they hold and by when they were known.

Every table is read once, as it stands or, with ``known``, as the trail knew it at a moment
(``accounts.trail.reader``); what is made of the rows is the same for both. The register is read by
``projects.reading``; what was reported, and what was decided of it, here.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

from accounts.trail.reader import Reader, Values
from figures.lights import scheme_in_force
from figures.models import LightScheme
from investment.basis import Basis
from investment.calendar import DEFAULT_RULE
from investment.carrying import by_project, shares_of
from investment.folding import Columns, stand_all
from investment.models import (
    EntryState,
    MonthlyEntry,
    RecognisedAmount,
    ReportingPeriod,
    ReportingRule,
)
from investment.models.entries import WAITING
from investment.standing import EntryRow, YearStanding, stand
from measures.months import Month

_PROJECT, _MONTH = map(EntryRow._fields.index, ("project_id", "month"))
_STATE = len(EntryRow._fields)

# --- What was reported ---------------------------------------------------------------------


class Reported(NamedTuple):
    """January to the month of each project, by its approved entries; the projects whose month
    waits, and whether for review (待审核), before approval; and those of which a command, and no
    person, approved a month. ``own`` are those that took over from others, or gave something away
    (``investment.carrying``), as they stand by what was done under their own name."""

    standings: dict[int, YearStanding]
    waiting: dict[int, bool]
    loaded: set[int]
    own: dict[int, YearStanding]


def reported(reader: Reader, month: Month, basis: Basis = Basis.VERIFIED) -> Reported:
    """The whole year is read, once for all its months. Two queries, three where something was sent
    and not reviewed."""
    found = reader.rows(
        MonthlyEntry,
        *EntryRow._fields,
        "state",
        "approved_by_id",
        county="project__county",
        year=month.year,
        state__in=(EntryState.APPROVED, *WAITING),
    )
    known, is_approved = [row for row in found if row[_MONTH] <= month.month], EntryState.APPROVED
    approved = [row[:_STATE] for row in known if row[_STATE] == is_approved]
    loaded = {row[_PROJECT] for row in known if row[-1] is None and row[_STATE] == is_approved}
    states = {
        row[_PROJECT]: row[_STATE]
        for row in known
        if row[_MONTH] == month.month and row[_STATE] != is_approved
    }
    if basis is Basis.REPORTED:
        standings = _by_units_own(approved, month)
    else:
        standings = stand_all(approved, through=month.month)
    own: dict[int, YearStanding] = {}
    if shares := shares_of(reader, month.year, month.last_day):
        rows, fold = by_project(approved), partial(stand, basis=basis)
        own = {
            pk: shares.own(pk, rows.get(pk, ()), through=month.month, fold=fold)
            for pk in shares.projects
        }
        standings |= shares.carried(rows, through=month.month, fold=fold)
    is_asked = EntryState.SUBMITTED in states.values() and _asks_review(reader, month)
    waits = {pk: is_asked and state == EntryState.SUBMITTED for pk, state in states.items()}
    return Reported(standings, waits, loaded, own)


def _by_units_own(rows: Iterable[Columns], month: Month) -> dict[int, YearStanding]:
    """By 上报数."""
    by_project: dict[int, list[EntryRow]] = defaultdict(list)
    for row in map(EntryRow._make, rows):
        by_project[row.project_id].append(row)
    return {
        project: stand(own, through=month.month, basis=Basis.REPORTED)
        for project, own in by_project.items()
    }


RecognisedLines = Mapping[tuple[int, int], YearStanding]


class Recognised(NamedTuple):
    """By the ids of list and project; ``own`` as ``Reported`` has it."""

    lines: RecognisedLines
    own: RecognisedLines


def recognised(reader: Reader, month: Month) -> Recognised:
    """January to ``month`` by what those above recognised (上级认定数); of whom it says nothing
    nothing is known. Two queries, one where nothing is told."""
    found = reader.rows(
        RecognisedAmount,
        *("pk", "plan_id", "project_id", "month", "amount"),
        year=month.year,
        month__lte=month.month,
    )
    # The last row of a month stands.
    last = {(plan, project, of): amount for _, plan, project, of, amount in sorted(found)}
    rows: dict[tuple[int, int], list[EntryRow]] = defaultdict(list)
    for (plan, project, of), amount in last.items():
        if amount is not None:
            rows[plan, project].append(
                EntryRow(project, of, None, amount, None, None, None, "", "", "")
            )
    fold = partial(stand, basis=Basis.RECOGNISED)
    lines = {line: fold(months, through=month.month) for line, months in rows.items()}
    own: dict[tuple[int, int], YearStanding] = {}
    if rows and (shares := shares_of(reader, month.year, month.last_day)):
        for plan in {plan for plan, _ in rows}:
            of_plan = {project: rows.get((plan, project), []) for project in shares.projects}
            # What those above recognise of the successor they say of all that it goes on with.
            told = shares.reckoned(of_plan, through=month.month, fold=fold)
            carried = told.carried(of_plan, through=month.month, fold=fold)
            lines |= {(plan, project): each for project, each in carried.items()}
            own |= {
                (plan, project): told.own(project, sent, through=month.month, fold=fold)
                for project, sent in of_plan.items()
            }
    return Recognised(lines, own)


def _asks_review(reader: Reader, month: Month) -> bool:
    rules = reader.rows(ReportingRule, "from_date", "has_review", from_date__lte=month.last_day)
    return max(rules)[1] if rules else DEFAULT_RULE.has_review


def loaded_by_command(reader: Reader, month: Month) -> set[int]:
    """The projects of which a command, and no person, approved a month of the year by ``month``."""
    found = reader.rows(
        MonthlyEntry,
        "project_id",
        county="project__county",
        year=month.year,
        month__lte=month.month,
        state=EntryState.APPROVED,
        approved_by_id=None,
    )
    return {project for (project,) in found}


# --- What was decided ----------------------------------------------------------------------


def scheme_of(reader: Reader, on: datetime.date) -> LightScheme:
    """The thresholds of the lights on ``on``."""
    names = [field.attname for field in LightScheme._meta.concrete_fields if field.attname != "id"]
    rows = reader.rows(LightScheme, *names)
    return scheme_in_force([LightScheme(**dict(zip(names, row, strict=True))) for row in rows], on)


def published_as(reader: Reader, month: Month) -> str:
    """What the bureau has declared the month's figures to be; "" without a period."""
    of_month: Values = {"year": month.year, "month": month.month}
    found = reader.rows(ReportingPeriod, "published_as", **of_month)
    return found[0][0] if found else ""
