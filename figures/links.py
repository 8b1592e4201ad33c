"""The address of the page that opens a figure's rows."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from figures.figure import Figure
from measures.months import Month


def rows_url(figure: Figure, month: Month, unit: int | None = None, sort: str = "") -> str:
    """``unit`` narrows the rows to one reporting unit; ``sort`` is a column of the page."""
    query: dict[str, int | str] = {} if unit is None else {"unit": unit}
    if sort:
        query["sort"] = sort
    address = reverse("figures:rows", args=[month, figure.key])
    return f"{address}?{urlencode(query)}" if query else address


class FrontPage(NamedTuple):
    """The front page from which a page of figures was opened: the month, the list by its key, and
    the unit whose part of it was shown."""

    month: Month
    plan_key: str
    unit_id: int | None = None
