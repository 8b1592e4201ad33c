"""A county that asks its units for 固定资产投资 with 工业投资 as a part, 招商 and 争资."""

import datetime

from investment.models import (
    Bearer,
    EntryState,
    IndicatorKind,
    ReportingPeriod,
    UnitResult,
)
from investment.unit_targets.setting import Asked, add_indicator, set_targets
from measures.money import WAN

JANUARY_1 = datetime.date(2019, 1, 1)
TODAY = datetime.date(2019, 8, 2)
SOURCE = "示范政发〔2019〕3号"


def fixed(county, by=None):
    return add_indicator(
        county=county,
        kind=IndicatorKind.FIXED,
        name="固定资产投资",
        asked_from=JANUARY_1,
        source=SOURCE,
        by=by,
    )


def industry(whole, by=None):
    return add_indicator(
        county=whole.county,
        kind=whole.kind,
        name="工业投资",
        part_of=whole,
        part_name="工业",
        asked_from=JANUARY_1,
        by=by,
    )


def asked_of(indicator, year=2019, **amounts):
    """Let bearers of these names, which stand already, be asked for so many 万元."""
    county = indicator.county
    return set_targets(
        county=county,
        year=year,
        asked=[
            Asked(
                indicator,
                Bearer.objects.get(county=county, name=name),
                None if amount is None else amount * WAN,
            )
            for name, amount in amounts.items()
        ],
        source=SOURCE,
        from_day=None,
        by=None,
        today=TODAY,
    )


def told(indicator, bearer, amount, month=7, year=2019, *, total=None, state=EntryState.APPROVED):
    """A result put straight into a state, as it would be found there."""
    period = ReportingPeriod.objects.filter(county=indicator.county, year=year, month=month).first()
    return UnitResult.objects.create(
        indicator=indicator,
        bearer=bearer,
        period=period,
        year=year,
        month=month,
        month_amount=amount,
        year_to_date=total,
        state=state,
    )
