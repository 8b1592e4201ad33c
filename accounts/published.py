"""Which months a county has published, as the room that publishes them tells. Their figures move by
no slip of the day (docs/decisions/0013): who dates a deed so that they do is asked."""

import datetime
import itertools
from collections.abc import Callable, Iterable, Sequence

from accounts.errors import WrongState
from accounts.models import Unit
from measures.months import Month

Teller = Callable[[Unit, datetime.date, datetime.datetime | None], Iterable[Month]]
"""The months of a county that end on the day or later and are published; with a moment, those that
were published since."""

_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    _tellers.append(teller)


def months_published(
    county: Unit, since: datetime.date | None, after: datetime.datetime | None = None
) -> list[Month]:
    """None where there is no day."""
    if since is None:
        return []
    return sorted({month for teller in _tellers for month in teller(county, since, after)})


def published_under(
    published: Sequence[Month], begins: datetime.date, until: datetime.date | None
) -> list[Month]:
    """Those of the months that fall under a rule from ``begins`` on, which another one follows
    on ``until``: a month goes by the rule of its last day."""
    return [m for m in published if begins <= m.last_day and (until is None or m.last_day < until)]


def names_of(months: Iterable[Month]) -> str:
    """2019年6月、7月."""
    years = itertools.groupby(months, key=lambda month: month.year)
    return "、".join(f"{year}年" + "、".join(f"{m.month}月" for m in own) for year, own in years)


def refuse_published_since(county: Unit, day: datetime.date, proposed: datetime.datetime) -> None:
    """What was proposed when the months from ``day`` on were not published yet does not move them
    unasked. Raises WrongState."""
    if names := names_of(months_published(county, day, proposed)):
        raise WrongState(
            f"提出之后{names}的数已经发布，不能照原样采纳；请不采纳，由提出人核对日期后重新提出。"
        )
