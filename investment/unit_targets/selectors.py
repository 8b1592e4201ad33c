"""What the pages of tasks read: a bearer's sheet, the bureau's desk, what is asked of the year."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from accounts.models import Unit, User
from accounts.rights import reads_county, reporting_unit_ids
from accounts.trail.reader import Reader
from investment.calendar import asks_review
from investment.models import (
    Bearer,
    EntryState,
    PeriodExtension,
    ReportingPeriod,
    UnitIndicator,
    UnitResult,
    UnitTarget,
)
from investment.models.entries import stage_of
from investment.unit_targets.reading import TaskFact, task_facts
from investment.unit_targets.totals import prior_totals
from measures.months import Month


def periods_of_tasks(county: Unit) -> list[ReportingPeriod]:
    """The months of the latest year, the earliest first; one query."""
    found = list(ReportingPeriod.objects.filter(county=county))
    latest = max((period.year for period in found), default=0)
    return sorted((p for p in found if p.year == latest), key=lambda p: p.month)


def period_now(county: Unit) -> ReportingPeriod | None:
    """The earliest that is open, else the last; None before there is one."""
    periods = periods_of_tasks(county)
    return next((p for p in periods if p.is_open), periods[-1] if periods else None)


def bearers_seen(user: User, county: Unit) -> list[Bearer]:
    """Those of the county for who reads it, of their own units for a reporter; one query."""
    rows = Bearer.objects.filter(county=county).select_related("unit", "county")
    if not reads_county(user, county):
        rows = rows.filter(unit__in=reporting_unit_ids(user))
    return list(rows)


def in_order(indicators: Iterable[UnitIndicator]) -> list[UnitIndicator]:
    """Each whole before its parts."""
    every = list(indicators)
    own = [each for each in every if each.part_of_id is None]
    parts: dict[int, list[UnitIndicator]] = defaultdict(list)
    for each in every:
        if each.part_of_id is not None:
            parts[each.part_of_id].append(each)
    return [each for whole in own for each in (whole, *parts[whole.pk])]


# --- A bearer's month -----------------------------------------------------------------------


@dataclass(frozen=True)
class SheetLine:
    """One indicator of a bearer's month. ``prior`` is what was known before the month."""

    indicator: UnitIndicator
    target: int | None
    prior: int | None
    result: UnitResult | None
    is_reviewed_first: bool = False

    @property
    def is_editable(self) -> bool:
        return self.result is None or self.result.is_editable

    @property
    def state(self) -> str:
        if self.result is None:
            return "missing"
        return stage_of(self.result.state, is_reviewed_first=self.is_reviewed_first)

    @property
    def key(self) -> str:
        return f"i{self.indicator.pk}"


@dataclass(frozen=True)
class TaskSheet:
    """``is_open``: it may be reported on the day, by itself or as longer given."""

    bearer: Bearer
    period: ReportingPeriod
    lines: tuple[SheetLine, ...]
    is_open: bool
    extended_until: datetime.date | None = None

    @property
    def editable(self) -> list[SheetLine]:
        return [line for line in self.lines if line.is_editable] if self.is_open else []

    @property
    def missing(self) -> int:
        """How many were not sent."""
        return sum(line.is_editable for line in self.lines)

    @property
    def withdrawable(self) -> list[UnitResult]:
        results = (line.result for line in self.lines if line.result)
        return [r for r in results if r.state == EntryState.SUBMITTED and not r.keyed_by_id]

    @property
    def sentence(self) -> str:
        if not self.lines:
            return f"{self.period.label}没有向本单位布置任务指标。"
        due = f"{self.period.due_on.month}月{self.period.due_on.day}日截止"
        if self.missing:
            return f"还差 {self.missing} 项没有报送，{due}。没有完成的填0，不填的按未报算。"
        return f"{len(self.lines)} 项全部已报送。"


def task_sheet(bearer: Bearer, period: ReportingPeriod, today: datetime.date) -> TaskSheet:
    """Seven queries."""
    month = period.as_month
    assigned = UnitTarget.objects.filter(bearer=bearer, year=month.year)
    targets = {target.indicator_id: target.amount for target in assigned}
    every = UnitIndicator.objects.filter(county=bearer.county_id)
    asked = [
        each
        for each in in_order(every)
        if (each.part_of_id or each.pk) in targets
        and (bearer.unit_id is None or each.is_asked_in(month))
    ]
    prior = prior_totals(period, [bearer.pk])
    at_first = 0 if period.first_month == 1 else None
    results = {
        result.indicator_id: result
        for result in UnitResult.objects.filter(
            bearer=bearer, year=month.year, month=month.month
        ).select_related("indicator", "bearer", "submitted_by", "keyed_by", "approved_by")
    }
    longer = None
    if not period.is_open and bearer.unit_id is not None:
        running = PeriodExtension.objects.running(today)
        given = running.filter(period=period, unit=bearer.unit_id).order_by("-until").first()
        longer = given.until if given else None
    is_reviewed_first = asks_review(period)
    lines = tuple(
        SheetLine(
            each,
            targets.get(each.pk),
            prior.get((each.pk, bearer.pk), at_first),
            results.get(each.pk),
            is_reviewed_first,
        )
        for each in asked
    )
    return TaskSheet(bearer, period, lines, period.is_open or longer is not None, longer)


# --- The bureau's desk ----------------------------------------------------------------------


@dataclass
class DeskCell:
    """A bearer in one indicator: how it stands by what is approved, and what was sent."""

    indicator: UnitIndicator
    fact: TaskFact | None
    result: UnitResult | None
    is_reviewed_first: bool = False

    @property
    def is_waiting(self) -> bool:
        return self.result is not None and self.result.is_waiting

    @property
    def is_sent(self) -> bool:
        return self.result is not None and not self.result.is_editable

    @property
    def state(self) -> str:
        """What was sent, or 未报: what a unit is still at work on, nobody sees."""
        if self.result is None or self.result.state == EntryState.DRAFT:
            return "missing"
        return stage_of(self.result.state, is_reviewed_first=self.is_reviewed_first)

    @property
    def total(self) -> int | None:
        """Since January, as it will be once what was sent is approved."""
        known = self.fact.done if self.fact else None
        if self.result is None or not self.result.is_waiting:
            return known
        if self.result.year_to_date is not None:
            return self.result.year_to_date
        return (known or 0) + (self.result.month_amount or 0)

    @property
    def rate(self) -> Fraction | None:
        target = self.fact.target if self.fact else None
        return Fraction(self.total, target) if target and self.total is not None else None


@dataclass
class DeskRow:
    bearer: Bearer
    cells: list[DeskCell] = field(default_factory=list)

    @property
    def whole(self) -> DeskCell:
        return self.cells[0]

    @property
    def waiting(self) -> list[UnitResult]:
        return [cell.result for cell in self.cells if cell.result and cell.result.is_waiting]

    @property
    def chosen(self) -> str:
        """The results that wait with their versions, as a form sends them."""
        return " ".join(f"{result.pk}:{result.version}" for result in self.waiting)

    @property
    def sent(self) -> str:
        """Also what is approved, which the approver may return."""
        found = [cell.result for cell in self.cells if cell.result and cell.is_sent]
        return " ".join(f"{result.pk}:{result.version}" for result in found)


@dataclass(frozen=True)
class Desk:
    """One whole indicator of a month with its parts, over all bearers of which it is asked."""

    period: ReportingPeriod
    tabs: tuple[tuple[UnitIndicator, int], ...]
    indicators: tuple[UnitIndicator, ...]
    rows: tuple[DeskRow, ...]

    @property
    def whole(self) -> UnitIndicator:
        return self.indicators[0]

    @property
    def waiting(self) -> int:
        return sum(len(row.waiting) for row in self.rows)

    @property
    def silent(self) -> list[Bearer]:
        return [row.bearer for row in self.rows if row.whole.state == "missing"]

    @property
    def zero(self) -> list[Bearer]:
        """Who sent that nothing was done in the month."""
        return [
            row.bearer
            for row in self.rows
            if row.whole.is_sent and row.whole.result and row.whole.result.month_amount == 0
        ]


def desk_of(county: Unit, period: ReportingPeriod, asked: str | None) -> Desk | None:
    """The indicator with the id ``asked``, the first where there is none; None where the county
    asks nothing. Ten queries for any number of bearers."""
    month = period.as_month
    every = in_order(UnitIndicator.objects.filter(county=county))
    assigned = set(
        UnitTarget.objects.filter(indicator__county=county, year=month.year).values_list(
            "indicator_id", "bearer_id"
        )
    )
    wholes = [e for e in every if e.part_of_id is None and any(e.pk == i for i, _ in assigned)]
    if not wholes:
        return None
    whole = next((each for each in wholes if str(each.pk) == asked), wholes[0])
    own = [each for each in every if whole.pk in (each.pk, each.part_of_id)]
    is_reviewed_first = asks_review(period)
    facts = {(f.indicator_id, f.bearer_id): f for f in task_facts(Reader(county), month)}
    results = list(
        UnitResult.objects.filter(indicator__county=county, year=month.year, month=month.month)
        .select_related("submitted_by", "keyed_by", "bearer", "indicator")
        .order_by("pk")
    )
    by_pair = {(result.indicator_id, result.bearer_id): result for result in results}
    waiting: dict[int, int] = defaultdict(int)
    parent = {each.pk: each.part_of_id or each.pk for each in every}
    for result in results:
        waiting[parent[result.indicator_id]] += result.is_waiting
    bearers = Bearer.objects.filter(county=county).select_related("unit")
    rows = [
        DeskRow(
            bearer,
            [
                DeskCell(
                    each,
                    facts.get((each.pk, bearer.pk)),
                    by_pair.get((each.pk, bearer.pk)),
                    is_reviewed_first,
                )
                for each in own
            ],
        )
        for bearer in bearers
        if (whole.pk, bearer.pk) in assigned or (whole.pk, bearer.pk) in by_pair
    ]
    return Desk(
        period,
        tuple((each, waiting[each.pk]) for each in wholes),
        tuple(own),
        tuple(rows),
    )


# --- What is asked of the year --------------------------------------------------------------


@dataclass(frozen=True)
class YearBoard:
    """The targets of a year: a line a bearer, a column an indicator."""

    county: Unit
    year: int
    indicators: tuple[UnitIndicator, ...]
    bearers: tuple[Bearer, ...]
    targets: dict[tuple[int, int], UnitTarget]

    @property
    def lines(self) -> list[tuple[Bearer, list[UnitTarget | None]]]:
        return [
            (bearer, [self.targets.get((each.pk, bearer.pk)) for each in self.indicators])
            for bearer in self.bearers
        ]

    @property
    def totals(self) -> list[tuple[UnitIndicator, int | None]]:
        found: list[tuple[UnitIndicator, int | None]] = []
        for each in self.indicators:
            own = [t.amount for (i, _), t in self.targets.items() if i == each.pk]
            known = [amount for amount in own if amount is not None]
            found.append((each, sum(known) if known else None))
        return found


def year_board(county: Unit, year: int) -> YearBoard:
    """Three queries."""
    targets = UnitTarget.objects.filter(indicator__county=county, year=year)
    targets = targets.select_related("indicator")
    return YearBoard(
        county,
        year,
        tuple(in_order(UnitIndicator.objects.filter(county=county))),
        tuple(Bearer.objects.filter(county=county)),
        {(target.indicator_id, target.bearer_id): target for target in targets},
    )


def years_of_tasks(county: Unit, today: datetime.date) -> list[int]:
    """The years of which something is asked, and today's; one query."""
    told = UnitTarget.objects.filter(indicator__county=county).order_by()
    return sorted({today.year, *told.values_list("year", flat=True).distinct()})


def waiting_results(counties: Sequence[int]) -> list[UnitResult]:
    """What waits in these counties; one query."""
    rows = UnitResult.objects.waiting().filter(indicator__county__in=counties)
    joined = rows.select_related("indicator__county", "bearer", "period__county")
    return list(joined.order_by("year", "month", "pk"))


def month_of_period(county: Unit, month: Month) -> ReportingPeriod | None:
    """One query."""
    return (
        ReportingPeriod.objects.filter(county=county, year=month.year, month=month.month)
        .select_related("county")
        .first()
    )
