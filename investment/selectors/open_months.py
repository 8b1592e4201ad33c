"""The months in which something is still to be done, each with the rule that holds in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import Unit
from investment.calendar import rules_by_month
from investment.models import EntryState, MonthlyEntry, ReportingPeriod, ReportingRule, stage_of


@dataclass(frozen=True)
class OpenMonth:
    """A period that is open, or in which something waits; ``counts`` are of its entries by where
    they are (``stage_of``)."""

    period: ReportingPeriod
    rule: ReportingRule
    counts: Counter[str]

    @property
    def sent(self) -> int:
        """How many the units have sent."""
        return self.waiting + self.counts[EntryState.APPROVED]

    @property
    def to_review(self) -> int:
        return self.counts[EntryState.SUBMITTED]

    @property
    def to_approve(self) -> int:
        return self.counts[EntryState.REVIEWED]

    @property
    def waiting(self) -> int:
        return self.to_review + self.to_approve

    @property
    def words(self) -> str:
        """2019年7月（已报送75项，其中待审定61项）."""
        parts = [f"已报送{self.sent}项"]
        for count, stage in ((self.to_review, "待审核"), (self.to_approve, "待审定")):
            if count:
                parts.append(f"{stage}{count}项")
        return f"{self.period}（{'，其中'.join(parts[:2])}{''.join(f'、{p}' for p in parts[2:])}）"


def open_months(county: Unit) -> list[OpenMonth]:
    """The latest first; three queries."""
    waiting = Q(entries__state__in=(EntryState.SUBMITTED, EntryState.REVIEWED))
    periods = list(
        ReportingPeriod.objects.filter(county=county)
        .annotate(waiting=Count("entries", filter=waiting))
        .filter(Q(closed_at=None) | Q(waiting__gt=0))
    )
    rules = rules_by_month(county, [period.as_month for period in periods])
    states = MonthlyEntry.objects.filter(period__in=periods).order_by()
    counts: dict[int, Counter[str]] = {period.pk: Counter() for period in periods}
    reviewed = {period.pk: rules[period.as_month].has_review for period in periods}
    for pk, state, count in states.values_list("period", "state").annotate(Count("pk")):
        counts[pk][stage_of(state, is_reviewed_first=reviewed[pk])] += count
    return [OpenMonth(each, rules[each.as_month], counts[each.pk]) for each in periods]


def touched_words(rule: ReportingRule, months: Sequence[OpenMonth]) -> str:
    """What a rule changes at once in months that are under way, for who has just set it."""
    touched = [each for each in months if each.rule == rule]
    if not touched:
        return "已开启的填报期不在其内，不受影响。"
    named = "、".join(each.words for each in touched)
    asks = "审定前须先审核" if rule.has_review else "审定前不须先审核"
    return f"从现在起用于已开启的{named}：{asks}，其余各项也按新规则；只有截止和关闭日期不变。"
