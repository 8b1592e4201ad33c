"""One waiting entry with what it is judged by: the year, the month before, what a return asked."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from investment.carrying import shares_among
from investment.checks import label_of_check
from investment.curve import Curve, curve_of
from investment.doubts import last_returns
from investment.drafts import AMOUNTS, FIELDS, from_kept, label_of, says_something, words
from investment.models import CheckFinding, EntryReturn, MonthlyEntry
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
        return [row for name in FIELDS if (row := self._compared(name)) is not None]

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


def desk_entry(entry: MonthlyEntry, today: datetime.date) -> DeskEntry:
    """Six queries, one more where the entry was once returned, three where a list has its own
    rule of pace."""
    county, ids = entry.project.county, [entry.project_id]
    year = list(
        MonthlyEntry.objects.sent()
        .filter(project=entry.project_id, year=entry.year, month__lte=entry.month)
        .order_by("month")
    )
    rows = [EntryRow(*(getattr(each, name) for name in EntryRow._fields)) for each in year]
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
    )
