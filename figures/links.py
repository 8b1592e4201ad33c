"""The address of the page that opens a figure's rows."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from figures.figure import Fact, Figure, Row
from figures.keys import Key
from figures.plan_fact import PlanFact
from measures.months import Month

_elsewhere: dict[str, Callable[[str, Month], str]] = {}


def rows_url(figure: Figure[Row], month: Month, unit: int | None = None, sort: str = "") -> str:
    """``unit`` narrows the rows to one reporting unit; ``sort`` is a column of the page."""
    query: dict[str, int | str] = {} if unit is None else {"unit": unit}
    if sort:
        query["sort"] = sort
    address = address_of(figure.key, month)
    return f"{address}?{urlencode(query)}" if query else address


def address_of(key: str, month: Month) -> str:
    """The page of a figure: that of its rows, or one of a higher room."""
    elsewhere = _elsewhere.get(Key.parse(key).start)
    return elsewhere(key, month) if elsewhere else _address("figures:rows", month, key)


def shown_elsewhere(start: str, address: Callable[[str, Month], str]) -> None:
    """Register the page of the figures whose keys begin with ``start``, which have no rows."""
    _elsewhere[start] = address


def project_url(row: PlanFact) -> str:
    """The page of the row's project at its month, as the row's list has it."""
    address = _address("figures:project", row.month, row.project_id)
    return f"{address}?{urlencode({'list': row.plan_key})}"


@lru_cache(maxsize=8192)
def _address(name: str, month: Month, of: str | int) -> str:
    """``reverse``, which answers the same again. A dashboard of a hundred units opens six hundred
    figures, and asking anew was a fifth of its time."""
    return reverse(name, args=[month, of])


def entries_url(row: Fact, year: int) -> str:
    """What was reported of the row's project in a year."""
    return reverse("investment:project", args=[row.project_id, year])


class FrontPage(NamedTuple):
    """The front page from which a page of figures was opened: the month, the list by its key, and
    the unit whose part of it was shown."""

    month: Month
    plan_key: str
    unit_id: int | None = None
