"""What was published by a list as it was adjusted: it is not taken back any more."""

from accounts.errors import WrongState
from investment.models import MonthlyEntry, ReportingPeriod
from projects.models import AnnualPlan, PlanAdjustment


def refuse_published(adjustment: PlanAdjustment) -> None:
    """Raises WrongState where a month since it took force is published."""
    assert adjustment.effective_on is not None
    since = ReportingPeriod.objects.published().filter(
        county=adjustment.plan.county_id,
        year=adjustment.plan.year,
        month__gte=adjustment.effective_on.month,
    )
    period = since.order_by("month").first()
    if period is not None:
        raise WrongState(f"{period.month}月的数已按调整后的计划发布，不能撤销；请另拟一个调整方案")


def is_reported(plan: AnnualPlan, after: int) -> bool:
    """Whether a month of the list is approved that comes after this one of its year."""
    return (
        MonthlyEntry.objects.approved()
        .filter(year=plan.year, month__gt=after, project__plan_items__plan=plan)
        .exists()
    )
