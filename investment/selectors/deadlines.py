"""Until when who may report, and what came late."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.models import Unit
from investment.models import PeriodExtension, ReportingPeriod


@dataclass(frozen=True)
class Deadlines:
    """The due dates of units; ``extended`` has those that were given longer, by the ids of period
    and unit."""

    extended: Mapping[tuple[int, int], datetime.date] = field(default_factory=dict)

    def due_on(self, period: ReportingPeriod, unit_id: int) -> datetime.date:
        return max(period.due_on, self.extended.get((period.pk, unit_id), period.due_on))

    def is_longer(self, period: ReportingPeriod, unit_id: int, on: datetime.date) -> bool:
        """Whether an extension that the unit was given still runs on the day."""
        until = self.extended.get((period.pk, unit_id))
        return until is not None and until >= on

    def is_late(
        self, period: ReportingPeriod, unit_id: int, received_on: datetime.date | None
    ) -> bool:
        """Lateness goes by the day of receipt (DESIGN §4.6); of what came before that was kept,
        nothing is said."""
        return received_on is not None and received_on > self.due_on(period, unit_id)


def deadlines(periods: Iterable[ReportingPeriod]) -> Deadlines:
    """One query. Of two extensions the later day counts."""
    approved = PeriodExtension.objects.approved().filter(period__in=list(periods))
    found = approved.order_by("until").values_list("period", "unit", "until")
    return Deadlines({(period, unit): until for period, unit, until in found})


def due_words(due_on: datetime.date, today: datetime.date) -> str:
    """8月5日截止; 今天（8月5日）截止; 已于8月5日截止，逾期2天."""
    day, late = f"{due_on:%-m月%-d日}", (today - due_on).days
    if late > 0:
        return f"已于{day}截止，逾期{late}天"
    return f"{day}截止" if late else f"今天（{day}）截止"


def open_until(period: ReportingPeriod, unit: Unit, on: datetime.date) -> datetime.date | None:
    """The day until which a unit was given longer, where that still runs; one query."""
    running = PeriodExtension.objects.running(on).filter(period=period, unit=unit)
    return running.order_by("-until").values_list("until", flat=True).first()
