"""The address of the page that opens a figure's rows."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from figures.figure import Fact, Figure, Row
from figures.keys import Key
from figures.plan_fact import PlanFact
from measures.months import CutOff, Month

_elsewhere: dict[str, Callable[[str, Month], str]] = {}


def rows_url(
    figure: Figure[Row], month: Month | CutOff, unit: int | None = None, sort: str = ""
) -> str:
    """``unit`` narrows the rows to one reporting unit; ``sort`` is a column of the page."""
    query: dict[str, int | str] = {} if unit is None else {"unit": unit}
    if sort:
        query["sort"] = sort
    address = address_of(figure.key, month)
    return f"{address}?{urlencode(query)}" if query else address


def address_of(key: str, month: Month | CutOff) -> str:
    """The page of a figure: that of its rows, or one of a higher room."""
    elsewhere = _elsewhere.get(Key.parse(key).start)
    if elsewhere is None:
        return _address("figures:rows", month, key)
    return elsewhere(key, month.month if isinstance(month, CutOff) else month)


def shown_elsewhere(start: str, address: Callable[[str, Month], str]) -> None:
    """Register the page of the figures whose keys begin with ``start``, which have no rows."""
    _elsewhere[start] = address


def project_url(row: PlanFact) -> str:
    """The page of the row's project at its cut-off, as the row's list has it."""
    at = row.month if row.pacing.day is None else row.cut_off
    address = _address("figures:project", at, row.project_id)
    return f"{address}?{urlencode({'list': row.plan_key})}"


@lru_cache(maxsize=8192)
def _address(name: str, month: Month | CutOff, of: str | int) -> str:
    """``reverse``, which answers the same again. A dashboard of a hundred units opens six hundred
    figures, and asking anew was a fifth of its time."""
    return reverse(name, args=[month, of])


def entries_url(row: Fact, year: int) -> str:
    """What was reported of the row's project in a year."""
    return reverse("investment:project", args=[row.project_id, year])


class FrontPage(NamedTuple):
    """The front page from which a page of figures was opened: the cut-off, the list by its key,
    and the unit whose part of it was shown."""

    at: CutOff
    plan_key: str
    unit_id: int | None = None
