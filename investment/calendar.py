"""When a month is reported: the county's rule in force, and the window that follows from it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Unit
from investment.models import (
    EntryState,
    MonthlyEntry,
    ReportingPeriod,
    ReportingRule,
    stage_of,
)
from measures.months import Month
from projects.workdays import Workdays, workdays_of

DEFAULT_RULE = ReportingRule(from_date=datetime.date.min, source="系统默认：每月5日前报送上月进度")
"""For a county that has set none: open from the 25th, due on the 5th, closed by hand."""

JOINT_MONTH = 2
"""January and February together are a period of this month."""


def rule_in_force(county: Unit, on: datetime.date) -> ReportingRule:
    """The county's latest rule from ``on`` or before; one query."""
    rules = ReportingRule.objects.filter(county=county, from_date__lte=on)
    return rules.order_by("-from_date").first() or DEFAULT_RULE


@dataclass(frozen=True)
class Window:
    """The period in which a month is reported: of which month it is, how many it covers, and its
    days. ``is_guessed``: the due date goes by Monday to Friday for want of a calendar."""

    month: Month
    months_covered: int
    opens_on: datetime.date
    due_on: datetime.date
    closes_on: datetime.date | None
    is_guessed: bool


def window_of(county: Unit, month: Month) -> Window:
    """The period that ``month`` is reported in: that of February for January where the two are
    one. Two queries."""
    return window(month, rule_in_force(county, month.last_day), workdays_of(county))


def window(month: Month, rule: ReportingRule, workdays: Workdays) -> Window:
    is_joint = rule.has_joint_start and month.month <= JOINT_MONTH
    if is_joint:
        month = Month(month.year, JOINT_MONTH)
    nominal = month.next().first_day.replace(day=rule.due_day)
    due_on = workdays.from_day(nominal)
    return Window(
        month=month,
        months_covered=JOINT_MONTH if is_joint else 1,
        opens_on=month.first_day.replace(day=min(rule.open_day, month.last_day.day)),
        due_on=due_on,
        closes_on=None
        if rule.close_after is None
        else due_on + datetime.timedelta(days=rule.close_after),
        is_guessed=workdays.is_guessed(nominal),
    )


def windows_to_open(
    county: Unit, periods: Iterable[ReportingPeriod], today: datetime.date
) -> list[Window]:
    """The months without a period up to today's, in order: those since the first that units report
    here; before there is one, since the last that was brought in, else the month that has just
    ended and today's. ``periods`` are the county's. Two queries."""
    this_month, workdays = Month.of(today), workdays_of(county)
    covered: set[Month] = set()
    own: list[Month] = []
    brought_in: list[Month] = []
    for period in periods:
        covered |= {Month(period.year, m) for m in range(period.first_month, period.month + 1)}
        (brought_in if period.is_history else own).append(period.as_month)
    first = this_month.previous()
    if own:
        first = min(own)
    elif brought_in:
        first = max(brought_in).next()
    months = [first.months_after(n) for n in range(this_month - first + 1)]
    rules = rules_by_month(county, months)
    found = {}
    for month in months:
        if month not in covered:
            each = window(month, rules[month], workdays)
            if each.month <= this_month:
                found[each.month] = each
    return list(found.values())


def has_one_hand(period: ReportingPeriod) -> bool:
    """Whether one person may take every step of the period's entries (一人多岗); one query."""
    return rule_in_force(period.county, period.as_month.last_day).has_one_hand


def asks_review(period: ReportingPeriod) -> bool:
    """Whether the period's entries want a second pair of eyes; one query."""
    return rule_in_force(period.county, period.as_month.last_day).has_review


def stage_words(entry: MonthlyEntry) -> str:
    """Where an entry is, in words: 待审核, 待审定, 已退回. A query or two for one that was sent."""
    is_reviewed_first = entry.state == EntryState.SUBMITTED and asks_review(entry.period)
    return EntryState(stage_of(entry.state, is_reviewed_first=is_reviewed_first)).label


def months_reviewed(county: Unit, months: Iterable[Month]) -> set[Month]:
    """Those of the months whose entries want a second pair of eyes; one query for any number."""
    rules = rules_by_month(county, months)
    return {month for month, rule in rules.items() if rule.has_review}


def rules_by_month(county: Unit, months: Iterable[Month]) -> dict[Month, ReportingRule]:
    """The rule that holds in each month, by its last day; one query for any number."""
    rules = list(ReportingRule.objects.filter(county=county).order_by("from_date"))

    def latest(on: datetime.date) -> ReportingRule:
        begun = [rule for rule in rules if rule.from_date <= on]
        return begun[-1] if begun else DEFAULT_RULE

    return {month: latest(month.last_day) for month in months}
