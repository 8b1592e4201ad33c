"""One waiting entry with what it is judged by: the year, the month before, what a return asked."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from investment.carrying import shares_among
from investment.checks import label_of_check
from investment.curve import Curve, curve_of
from investment.doubts import last_returns
from investment.drafts import AMOUNTS, EXTRA, FIELDS, from_kept, label_of, says_something, words
from investment.extra.columns import asked_in, columns_of, lists_of
from investment.extra.values import (
    NOTHING,
    Columns,
    Extra,
    Value,
    key_of,
)
from investment.extra.values import words as said
from investment.models import CheckFinding, EntryReturn, ExtraColumn, MonthlyEntry
from investment.pacing import Pacing, paces_of_projects
from investment.selectors.facts import planned_by_project
from investment.standing import EntryRow, MonthStanding, YearStanding
from measures.rates import rate

ALWAYS_COMPARED = ("month_amount", "year_to_date", "progress", "problem")
"""The rows of the comparison that show also where nothing stands in them."""


@dataclass(frozen=True)
class Compared:
    """One field of the entry beside the month before's and, after a return, beside what it said
    when it went back: amounts in yuan, the others in words."""

    label: str
    last: int | str | None
    now: int | str | None
    returned: int | str | None
    is_changed: bool
    is_amount: bool


@dataclass(frozen=True)
class DeskEntry:
    """``standing`` is the year to the entry's month by what was sent, this entry included; ``last``
    the latest entry sent before it this year. Amounts in yuan."""

    entry: MonthlyEntry
    today: datetime.date
    planned: int | None
    pacing: Pacing
    standing: YearStanding
    last: MonthlyEntry | None
    returned: EntryReturn | None
    findings: Sequence[tuple[CheckFinding, str]]
    columns: Columns = field(default_factory=dict)
    lists: Collection[str] = ()

    @property
    def this_month(self) -> MonthStanding:
        return self.standing.this_month

    @property
    def rate(self) -> Fraction | None:
        """The completion of the year's plan as this entry would make it."""
        total = self.standing.year_to_date
        return None if total is None else rate(total, self.planned)

    @property
    def curve(self) -> Curve | None:
        totals = [month.year_to_date for month in self.standing.months]
        return curve_of(totals, self.planned, self.pacing, self.entry.year)

    @property
    def is_unmended(self) -> bool:
        return self.returned is not None and not any(row.is_changed for row in self.compared)

    @property
    def compared(self) -> list[Compared]:
        fields = [row for name in FIELDS if (row := self._compared(name)) is not None]
        return fields + [self._compared_extra(column) for column in self._columns_shown]

    @property
    def _columns_shown(self) -> list[ExtraColumn]:
        """Those of the month, asked or filled in, and those that were when it went back."""
        held = {*self.entry.extra, *self._extra_returned}
        asked = asked_in(self.columns, self.entry.as_month)
        return [
            column
            for name, column in self.columns.items()
            if key_of(name) in held or (name in asked and column.is_asked_of(self.lists))
        ]

    @property
    def _extra_returned(self) -> Extra:
        return self.returned.content.get(EXTRA, NOTHING) if self.returned else self.entry.extra

    def _compared_extra(self, column: ExtraColumn) -> Compared:
        key = str(column.pk)
        now, was = self.entry.extra.get(key), self._extra_returned.get(key)
        last = self.last.extra.get(key) if self.last else None

        def shown(value: Value | None) -> str:
            return said(column, value)

        return Compared(
            column.called,
            shown(last),
            shown(now) if now is not None else UNFILLED,
            shown(was),
            was != now,
            is_amount=False,
        )

    def _compared(self, name: str) -> Compared | None:
        now = getattr(self.entry, name)
        last = getattr(self.last, name) if self.last else None
        was = now
        if self.returned is not None:
            was = from_kept(name, self.returned.content[name])
        if name not in ALWAYS_COMPARED and not says_something(now) and was == now:
            return None
        is_amount = name in AMOUNTS

        def shown(value: Any) -> Any:
            return value if is_amount else words(name, value)

        return Compared(
            label=label_of(name),
            last=shown(last),
            now=shown(now),
            returned=shown(was),
            is_changed=was != now,
            is_amount=is_amount,
        )


UNFILLED = "未填"


def desk_entry(entry: MonthlyEntry, today: datetime.date) -> DeskEntry:
    """Seven queries, four more where the county has 附加指标, one more where the entry was once
    returned, three where a list has its own rule of pace."""
    county, ids = entry.project.county, [entry.project_id]
    year = list(
        MonthlyEntry.objects.sent()
        .filter(project=entry.project_id, year=entry.year, month__lte=entry.month)
        .order_by("month")
    )
    rows = [EntryRow(*(getattr(each, name) for name in EntryRow._fields)) for each in year]
    columns = columns_of(county, entry.as_month)
    findings = entry.findings.standing().select_related("verdict_by").order_by("pk")
    return DeskEntry(
        entry=entry,
        today=today,
        planned=planned_by_project(county, entry.as_month, ids).get(entry.project_id),
        pacing=paces_of_projects(county, entry.as_month, ids).of(entry.project_id),
        standing=shares_among(ids, entry.as_month).as_told(
            entry.project_id, rows, through=entry.month
        ),
        last=next((each for each in reversed(year) if each.month < entry.month), None),
        returned=last_returns([entry]).get(entry.pk),
        findings=[(finding, label_of_check(finding.code)) for finding in findings],
        columns=columns,
        lists=lists_of(entry) if columns else (),
    )
