"""规模: in which band of its county a project stands by its total investment."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Unit
from accounts.trail.reader import Reader
from accounts.trail.unwinding import AsKnown
from projects.models import SizeBand


@dataclass(frozen=True)
class Band:
    """Total investments from ``low`` to below ``high`` (None: without a limit), in yuan."""

    name: str
    low: int
    high: int | None

    def holds(self, total: int) -> bool:
        return self.low <= total and (self.high is None or total < self.high)


def bands(county: Unit, day: datetime.date, known: AsKnown | None = None) -> list[Band]:
    """Those in force on ``day``, the largest first, as they are known now or were ``known``; none
    where the county has registered none by then. One query."""
    columns = ("from_date", "low", "high", "name")
    found = Reader(county, known).rows(SizeBand, *columns, from_date__lte=day)
    latest = max((row[0] for row in found), default=None)
    in_force = [Band(name, low, high) for since, low, high, name in found if since == latest]
    return sorted(in_force, key=lambda band: band.low, reverse=True)


def band_of(total: int | None, bands: Iterable[Band]) -> Band | None:
    """The band of a total investment in yuan; None where it is not known, or in none."""
    if total is None:
        return None
    return next((band for band in bands if band.holds(total)), None)
