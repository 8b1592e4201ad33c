"""Who has reported and who has not."""

import datetime
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import Unit
from investment.models import EntryState, MonthlyEntry, PublishedAs, ReportingPeriod
from investment.selectors.deadlines import deadlines
from investment.selectors.facts import owed_by_month, owed_in


@dataclass(frozen=True)
class PeriodProgress:
    """How far a unit is with a period; counts of projects. ``due_on`` and ``is_open`` are the
    unit's, with the extension it was given."""

    period: ReportingPeriod
    owing: int
    missing: int
    drafts: int
    returned: int
    due_on: datetime.date
    is_open: bool
    today: datetime.date

    @property
    def is_done(self) -> bool:
        return not (self.missing or self.drafts or self.returned)

    @property
    def sentence(self) -> str:
        """What to do next: 7月还差 3 个项目未填，8月5日截止。"""
        month = f"{self.period.month}月"
        if not self.owing:
            return f"{month}没有需要填报的项目。"
        parts = [
            f"{count} 个{what}"
            for count, what in (
                (self.returned, "项目被退回待改"),
                (self.missing, "项目未填"),
                (self.drafts, "草稿未报送"),
            )
            if count
        ]
        if not parts:
            return f"{month} {self.owing} 个项目已全部报送。"
        return f"{month}还差 {'、'.join(parts)}，{self._deadline()}。"

    def _deadline(self) -> str:
        day = f"{self.due_on.month}月{self.due_on.day}日"
        if not self.is_open:
            return "填报期已关闭"
        return f"{day}已截止，请尽快补报" if self.today > self.due_on else f"{day}截止"


def period_progress(unit: Unit, period: ReportingPeriod, today: datetime.date) -> PeriodProgress:
    """Nine queries."""
    due = deadlines([period])
    owing = {project for project, unit_id in owed_in(period).items() if unit_id == unit.pk}
    states = dict(
        MonthlyEntry.objects.filter(project__in=owing, period=period).values_list(
            "project_id", "state"
        )
    )
    return PeriodProgress(
        period=period,
        owing=len(owing),
        missing=len(owing - states.keys()),
        drafts=list(states.values()).count(EntryState.DRAFT),
        returned=list(states.values()).count(EntryState.RETURNED),
        due_on=due.due_on(period, unit.pk),
        is_open=period.is_open or due.is_longer(period, unit.pk, today),
        today=today,
    )


def open_period_of(county: Unit) -> ReportingPeriod | None:
    """The period to report now: the earliest open one; None between periods."""
    return ReportingPeriod.objects.open().filter(county=county).order_by("year", "month").first()


@dataclass(frozen=True)
class PeriodLine:
    """A period, how many projects owe it, and how many of their entries are in which state."""

    period: ReportingPeriod
    owed: int
    approved: int
    waiting: int
    unsent: int

    @property
    def missing(self) -> int:
        """Of what is owed, what is not approved."""
        return max(0, self.owed - self.approved)

    @property
    def is_blank(self) -> bool:
        """Whether nobody has written anything into it."""
        return not (self.approved or self.waiting or self.unsent)

    @property
    def publishes(self) -> list[tuple[str, str]]:
        """What the bureau may publish the month as, code and word."""
        kinds = (
            []
            if not self.approved or self.period.published_as == PublishedAs.FINAL
            else [PublishedAs.FINAL]
        )
        if kinds and not self.period.is_published:
            kinds.insert(0, PublishedAs.FLASH)
        return [(kind.value, kind.label) for kind in kinds]


def period_lines(county: Unit) -> list[PeriodLine]:
    """The county's periods, latest first; seven queries, and three a year."""
    states = MonthlyEntry.objects.filter(period__county=county).values_list("period", "state")
    counts = {(p, s): n for p, s, n in states.annotate(n=Count("pk")).order_by()}

    def in_state(period: ReportingPeriod, *wanted: EntryState) -> int:
        return sum(counts.get((period.pk, state), 0) for state in wanted)

    periods = list(ReportingPeriod.objects.filter(county=county).select_related("published_by"))
    owed = owed_by_month(county, periods)
    return [
        PeriodLine(
            period,
            owed=len(owed[period.as_month]),
            approved=in_state(period, EntryState.APPROVED),
            waiting=in_state(period, EntryState.SUBMITTED, EntryState.REVIEWED),
            unsent=in_state(period, EntryState.DRAFT, EntryState.RETURNED),
        )
        for period in periods
    ]
