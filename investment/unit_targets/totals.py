"""What was known of each bearer at the end of the month before, as it was sent."""

from collections import defaultdict
from collections.abc import Collection

from investment.models import EntryState, ReportingPeriod, UnitResult
from investment.unit_targets.reading import Told, fold


def prior_totals(
    period: ReportingPeriod, bearers: Collection[int]
) -> dict[tuple[int, int], int | None]:
    """The total since January before the period's first month, by indicator and bearer, by what was
    sent and not returned; nothing of what was not. One query."""
    before = period.first_month - 1
    rows = UnitResult.objects.filter(
        bearer__in=bearers, year=period.year, month__lte=period.month
    ).exclude(state__in=(EntryState.DRAFT, EntryState.RETURNED))
    told: dict[tuple[int, int], list[Told]] = defaultdict(list)
    for row in rows:
        told[row.indicator_id, row.bearer_id].append(
            (row.month, row.month_amount, row.year_to_date, row.months_covered)
        )
    return {pair: fold(months, before).done for pair, months in told.items()}
