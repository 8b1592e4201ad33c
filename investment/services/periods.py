"""The window of a month: opened, closed, opened again."""

from typing import Any

from accounts import clock
from accounts.audit import audited
from accounts.errors import NotAllowed
from accounts.models import Unit, User
from investment import rules
from investment.models import ReportingPeriod
from investment.workdays import due_date
from measures.months import Month


def open_period(*, county: Unit, month: Month, by: User | None) -> ReportingPeriod:
    """Open the month for reporting, or open a closed one again. Opening an open one does
    nothing. Raises NotAllowed."""
    if not rules.may_move_period(by, county):
        raise NotAllowed("只有审定员可以开启填报期")
    with audited(by=by) as audit:
        period, created = period_of(county, month)
        reopened = (
            ReportingPeriod.objects.filter(pk=period.pk)
            .exclude(closed_at=None)
            .update(closed_at=None)
        )
        if created:
            audit.record(period, "period.open", county=county, changes={"状态": ("—", "开放")})
        elif reopened:
            audit.record(
                period, "period.reopen", county=county, changes={"状态": ("已关闭", "开放")}
            )
    period.closed_at = None
    return period


def open_missing_period(*, county: Unit, month: Month) -> None:
    """Make the period for the importer's entries to wait in; one that was closed stays closed."""
    periods = ReportingPeriod.objects.filter(county=county, year=month.year, month=month.month)
    if not periods.exists():
        open_period(county=county, month=month, by=None)


def close_period(*, period: ReportingPeriod, by: User | None) -> ReportingPeriod:
    """Close the month; what was not sent stays unsent. Closing a closed one does nothing.
    Raises NotAllowed."""
    if not rules.may_move_period(by, period.county):
        raise NotAllowed("只有审定员可以关闭填报期")
    with audited(by=by) as audit:
        if ReportingPeriod.objects.filter(pk=period.pk).open().update(closed_at=clock.now()):
            audit.record(
                period, "period.close", county=period.county, changes={"状态": ("开放", "已关闭")}
            )
    period.refresh_from_db()
    return period


def period_of(county: Unit, month: Month, **values: Any) -> tuple[ReportingPeriod, bool]:
    return ReportingPeriod.objects.get_or_create(
        county=county,
        year=month.year,
        month=month.month,
        defaults={"due_on": due_date(month), **values},
    )
