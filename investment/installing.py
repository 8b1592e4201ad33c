"""正在安装: what a county may still say of the months before those that it began with here.

A county that installs in July has had January to June on paper. By page it brings them in as
history (补录历史), approved at once, and gives the rules that held then, in any order. Neither may
move what was published, nor what units answer for:

- A month is history where it is over and lies before the first month that units report here. It
  takes workbooks until it is published; from then on it changes by corrections, as any other.
- A rule of the lights or of the pace may begin on a past day while no month is published, or
  before the first published month, where the next rule begins before that month is over. A rule of
  reporting may begin on any day from which no published month falls under it.

A month that was published and taken back counts as not published: taking back is a deed with a
reason, and the trail tells it.
"""

import datetime
from collections.abc import Sequence

from accounts.models import Unit
from accounts.published import published_under
from investment.calendar import window_of
from investment.models import PublishedAs, ReportingPeriod
from measures.months import Month


def published_months(county: Unit) -> list[Month]:
    """The earliest first; also months from before publishing, of which nothing is said yet. One
    query."""
    said = ReportingPeriod.objects.filter(county=county).exclude(published_as=PublishedAs.NOT)
    return [period.as_month for period in said.order_by("year", "month")]


def is_before_published(
    published: Sequence[Month], begins: datetime.date, until: datetime.date | None
) -> bool:
    """Whether a rule of the lights may begin on a past day, and be followed by another on
    ``until``."""
    if not published:
        return True
    is_earlier = begins < published[0].first_day
    return is_earlier and not published_under(published, begins, until)


def history_problem(
    county: Unit, month: Month, period: ReportingPeriod | None, today: datetime.date
) -> str:
    """Why the month takes no history, "" where it does; ``period`` is what there is of it. A query
    where there is none."""
    if month.last_day >= today:
        return f"{month.label}还没有过完，不能作为历史补录"
    if period is None:
        first = _first_own_month(county)
        if first is not None and month > first:
            return f"{first.label}起由单位填报，{month.label}不能作为历史补录"
        return ""
    if period.is_open:
        return f"{period}还在填报，请由单位报送或代填后审定，不能作为历史数据导入"
    if not period.is_history:
        return f"{period}由单位填报，不能作为历史补录"
    if period.published_as != PublishedAs.NOT:
        return f"{period}已经发布，要改的请用更正"
    return ""


def history_offered(
    county: Unit, periods: Sequence[ReportingPeriod], today: datetime.date
) -> list[Month]:
    """The months that may be opened as history: of the year of the month that has just ended, over,
    without a period, and before the first month that units report. January stands with February
    where the two are one. ``periods`` are the county's. Two queries a month offered."""
    last = Month.of(today).previous()
    own = [period.as_month for period in periods if not period.is_history]
    known = {
        Month(period.year, month)
        for period in periods
        for month in range(period.first_month, period.month + 1)
    }
    months = [m for m in last.since_january() if m not in known and (not own or m < min(own))]
    return [m for m in months if window_of(county, m).month == m]


def _first_own_month(county: Unit) -> Month | None:
    own = ReportingPeriod.objects.filter(county=county, is_history=False)
    first = own.order_by("year", "month").first()
    return first.as_month if first else None
