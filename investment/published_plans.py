"""What was published by a list as it was adjusted: it is not taken back any more."""

import datetime

from accounts.errors import WrongState
from accounts.models import Unit
from investment.models import MonthlyEntry, ReportingPeriod
from investment.models.periods import ReportingPeriodQuerySet
from measures.months import Month
from projects.models import AnnualPlan, PlanAdjustment


def refuse_published(adjustment: PlanAdjustment) -> None:
    """Raises WrongState where a month since its day was published after it took force."""
    assert adjustment.effective_on is not None
    since = _published(adjustment.plan, adjustment.effective_on)
    after = since.filter(published_at__gte=adjustment.in_force_at)
    period = after.order_by("month").first()
    if period is not None:
        raise WrongState(f"{period.month}月的数已按调整后的计划发布，不能撤销；请另拟一个调整方案")


def months_published(
    county: Unit, since: datetime.date, after: datetime.datetime | None
) -> list[Month]:
    """Those that end on ``since`` or later; with ``after``, those published since that moment."""
    found = ReportingPeriod.objects.published().filter(county=county, year__gte=since.year)
    if after is not None:
        found = found.filter(published_at__gte=after)
    return [period.as_month for period in found if period.as_month.last_day >= since]


def _published(plan: AnnualPlan, since: datetime.date) -> ReportingPeriodQuerySet:
    published = ReportingPeriod.objects.published().filter(county=plan.county_id, year=plan.year)
    return published.filter(month__gte=since.month)


def is_reported(plan: AnnualPlan, after: int) -> bool:
    """Whether a month of the list is approved that comes after this one of its year."""
    return (
        MonthlyEntry.objects.approved()
        .filter(year=plan.year, month__gt=after, project__plan_items__plan=plan)
        .exists()
    )
