"""The tables as they stand or as they were known at a moment, read in the same words."""

import datetime
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from accounts.models import Unit
from accounts.trail.dated import Former
from accounts.trail.remembered import Remembered
from accounts.trail.unwinding import AsKnown, Row, rows_now, told_names

Values = dict[str, Any]
ById = dict[int, Values]


@dataclass(frozen=True)
class Held:
    """Rows as they are, and what was so of them until a day: the latest day first."""

    now: ById
    former: list[tuple[int, datetime.date, Values]]

    def on(self, day: datetime.date) -> ById:
        """The rows as they were on ``day``."""
        then = dict(self.now)
        for thing, until, values in self.former:
            if until > day and thing in then:
                # The nearest end after the day has the last word.
                then[thing] = {**then[thing], **values}
        return then


def _still(value: Any) -> Hashable:
    """The value of a condition, as a part of a key."""
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True)
class Reader:
    """Reads the tables of ``county``, as they stand, or as they were ``known``; once for all that
    read with ``remembered``. ``asked`` are the models that were read."""

    county: Unit
    known: AsKnown | None = None
    remembered: Remembered | None = None
    asked: set[type[models.Model]] = field(default_factory=set, compare=False, repr=False)

    def rows(
        self, model: type[models.Model], *columns: str, county: str = "county", **conditions: Any
    ) -> list[Row]:
        """One query, none of what is remembered; the rows in no order, to be left as they are."""
        self.asked.add(model)
        if self.known is not None:
            return self.known.rows(model, *columns, county=county, **conditions)

        def read() -> list[Row]:
            return rows_now(model, *columns, of=self.county, county=county, **conditions)

        if self.remembered is None:
            return read()
        # Of another column the trail would not tell.
        assert {*columns} <= {"pk", "id", *told_names(model)}
        asked = tuple((name, _still(value)) for name, value in sorted(conditions.items()))
        key = (model, columns, county, asked)
        return self.remembered.of(key, read, models_of=lambda: {model}, rows_of=len)

    def by_id(
        self, model: type[models.Model], *columns: str, county: str = "county", **conditions: Any
    ) -> ById:
        found = self.rows(model, "pk", *columns, county=county, **conditions)
        return {pk: dict(zip(columns, values, strict=True)) for pk, *values in found}

    def held(
        self,
        former: type[Former],
        now: ById,
        *,
        since: datetime.date,
        county: str,
        **conditions: Any,
    ) -> Held:
        """``now`` with what else held on ``since`` or later. One query."""
        columns = [name for name in former.columns() if now and name in next(iter(now.values()))]
        of = f"{former.of}_id"
        found = self.rows(
            former, of, "until", *columns, county=county, until__gt=since, **conditions
        )
        latest_first = sorted(found, key=lambda row: row[1], reverse=True)
        return Held(
            now,
            [
                (thing, until, dict(zip(columns, values, strict=True)))
                for thing, until, *values in latest_first
            ],
        )
