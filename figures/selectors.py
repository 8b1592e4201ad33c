"""Reads of the facts for pages: whose, at which month, of which unit."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from accounts.models import User
from accounts.pages.whole_numbers import whole_number
from accounts.people.selectors import home_county
from figures.facts import Facts, load_facts
from figures.figure import Row
from figures.months import ShownMonth, default_of, shown_months
from measures.months import CutOff, Month

if TYPE_CHECKING:
    from figures.subject import Subject, Table

Rows = TypeVar("Rows", bound="Table[Any]")


def facts_for(
    user: User,
    month: Month | None = None,
    months: Sequence[ShownMonth] | None = None,
    day: datetime.date | None = None,
) -> Facts | None:
    """The lines the user may see at ``month``, by default the published month, or by a ``day``
    after it; None where the user's county has none at that month. ``months`` are those of the
    county that have figures, where they are known. A constant number of queries."""
    county = home_county(user)
    if county is None:
        return None
    shown = shown_months(county) if months is None else months
    if month is None:
        month = default_of(shown)
    elif month not in {each.month for each in shown}:
        return None
    return None if month is None else load_facts(county, month, day=day).visible_to(user)


def table_for(
    user: User, subject: "Subject[Row]", at: CutOff, *, today: datetime.date
) -> "Table[Row] | None":
    """The rows of the subject that the user may see at the cut-off; None where the user's county
    has none at that month, and at a day of a subject of which that is not asked."""
    county, month = home_county(user), at.month
    if county is None or month not in subject.months(county):
        return None
    if at.day is not None:
        on_day = subject.load_on
        return None if on_day is None else subject.seen(user, on_day(county, at.day, None))
    return subject.seen(user, subject.load(county, month, today))


def of_unit(facts: Rows, unit: str | None) -> Rows | None:
    """The facts of the unit with this id, as a query string has it; all of them without one. None
    for a unit that reports none of the rows."""
    if not unit:
        return facts
    number = whole_number(unit)
    narrowed = facts.of_units(() if number is None else {number})
    return narrowed if narrowed.rows else None


def units_in(facts: "Table[Row]") -> dict[int, str]:
    """The reporting units of the facts, id to name, in the order of offices (机构序列); one
    query."""
    names = {row.unit_id: row.unit_name for row in facts.rows}
    in_order = facts.county.county_units.filter(pk__in=names).values_list("pk", flat=True)
    return {pk: names[pk] for pk in dict.fromkeys([*in_order, *names])}
